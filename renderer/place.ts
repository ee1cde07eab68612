import { createContext, use, useSyncExternalStore } from 'react';
import type { PlaceAsked, PlaceView } from '../bridge/place.ts';
import { CallFailed } from './api.ts';

/** Asks the desktop program where it works, or has it work elsewhere. Only its own window can. */
export async function askPlace(asked: PlaceAsked): Promise<PlaceView> {
  const reply = await window.meniscus?.place(asked);
  if (reply === undefined) throw new CallFailed({ code: 'no-answer' });
  if (!reply.ok) throw new CallFailed(reply.failure);
  return reply.value;
}

/** Where the program works, as it was when this page was opened; null in a browser, which works at its address. */
export const PlaceContext = createContext<PlaceView | null>(null);
export const usePlace = (): PlaceView | null => use(PlaceContext);

let isAsked = false;
const listeners = new Set<() => void>();

/** Opens the page on which the place is changed, or leaves it. */
export function changePlace(asked: boolean): void {
  isAsked = asked;
  for (const listener of listeners) listener();
}

export const useIsChanging = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAsked,
  );
