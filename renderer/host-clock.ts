import { useSyncExternalStore } from 'react';

/** House rule: so far apart, two clocks are spoken of; less is a clock that somebody set by hand. */
const APART_MS = 2 * 60_000;

let apart = 0;
const listeners = new Set<() => void>();

/** What the host's answer said of the time, between when it was asked for and when it came; both by this station's clock. */
export function hostSaid(date: string | null, asked: number, came: number): void {
  const told = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(told)) return;
  const off = (asked + came) / 2 - told;
  // Whole minutes, so that it is said anew only when it is another number.
  const now = Math.abs(off) < APART_MS ? 0 : Math.round(off / 60_000);
  if (now === apart) return;
  apart = now;
  for (const listener of listeners) listener();
}

/** Whole minutes by which the clock of this station is ahead of the host's; negative behind it; 0 when they agree. */
export const useMinutesAhead = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => apart,
  );
