import { useSyncExternalStore } from 'react';
import type { Refusal } from '../words/refusal.ts';

/**
 * House rules. What says in every second whether anything changed is answered within so long, or the host is slow; a host that is slow is
 * asked whether it is there at all, which it says before any of its work, and which it has so long to say.
 */
const SLOW_MS = 2_000;
const BELL_MS = 5_000;

/** Since when no answer comes, and when the last one came: by this station's clock. Null: the host answers. */
interface Silence {
  readonly since: number;
  readonly lastAnswer: number;
  /** what this computer refuses the host for; null: none came */
  readonly why: Refusal | null;
}

interface Heard {
  readonly silence: Silence | null;
  /** when the question was asked that waits for its answer longer than usual; null: none does */
  readonly slowSince: number | null;
}

let lastAnswer = Date.now();
let heard: Heard = { silence: null, slowSince: null };
const listeners = new Set<() => void>();
const become = (next: Partial<Heard>): void => {
  heard = { ...heard, ...next };
  for (const listener of listeners) listener();
};

export function hostAnswered(): void {
  lastAnswer = Date.now();
  if (heard.silence !== null) become({ silence: null });
}
export function hostSilent(why: Refusal | null = null): void {
  if (heard.silence === null) become({ silence: { since: Date.now(), lastAnswer, why } });
  else if (heard.silence.why?.code !== why?.code) become({ silence: { ...heard.silence, why } });
}

/** Nothing is sent that changes something while no answer comes: pressed once, it would be done at a time that nobody chose. */
export const isSilent = (): boolean => heard.silence !== null;

/**
 * Stands by a question until it is answered. One that takes long is said to: a machine under load is slow, and does all that it is asked. It is
 * given up where the bell is not answered either: a machine that lost its power or its cable refuses nothing. (One that refuses
 * the connection, or ends it, fails the question at once.)
 */
export function standBy<T>(ask: (given: AbortSignal) => Promise<T>, bell: Bell): Promise<T> {
  const [gone, over] = [new AbortController(), new AbortController()];
  const asked = Date.now();
  const look = async (): Promise<void> => {
    become({ slowSince: asked });
    while (!over.signal.aborted) {
      const rung = Date.now();
      const isThere = await bell(AbortSignal.timeout(BELL_MS)).then(
        () => true,
        () => false,
      );
      // Any answer is one: a browser has few connections, and the bell may have waited for one.
      if (!isThere && lastAnswer < rung) return gone.abort(new DOMException('no answer', 'TimeoutError'));
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    }
  };
  const timer = setTimeout(() => void look(), SLOW_MS);
  const givenUp = new Promise<never>((_, reject) => {
    gone.signal.addEventListener('abort', () => reject(gone.signal.reason as DOMException));
  });
  return Promise.race([ask(gone.signal), givenUp]).finally(() => {
    over.abort();
    clearTimeout(timer);
    if (heard.slowSince === asked) become({ slowSince: null });
  });
}

/** Resolves when the host said that it is there. */
type Bell = (soon: AbortSignal) => Promise<unknown>;

function useHeard<K extends keyof Heard>(what: K): Heard[K] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => heard[what],
  );
}

export const useSilence = (): Silence | null => useHeard('silence');

/** Null too while no answer comes at all. */
export function useSlowSince(): number | null {
  const slow = useHeard('slowSince');
  return useSilence() === null ? slow : null;
}
