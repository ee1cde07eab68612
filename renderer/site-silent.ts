import { useSyncExternalStore } from 'react';

/** House rule: a host that has not said whether anything changed for so long does not answer. */
export const SILENT_MS = 2_000;

/** Since when no answer comes, and when the last one came: by this station's clock. Null: the host answers. */
interface Silence {
  readonly since: number;
  readonly lastAnswer: number;
}

let lastAnswer = Date.now();
let silence: Silence | null = null;
const listeners = new Set<() => void>();
const become = (next: Silence | null): void => {
  silence = next;
  for (const listener of listeners) listener();
};

export function hostAnswered(): void {
  lastAnswer = Date.now();
  if (silence !== null) become(null);
}
export function hostSilent(): void {
  if (silence === null) become({ since: Date.now(), lastAnswer });
}

/** Nothing is sent that changes something while no answer comes: pressed once, it would be done at a time that nobody chose. */
export const isSilent = (): boolean => silence !== null;

export const useSilence = (): Silence | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => silence,
  );
