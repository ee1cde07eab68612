import { useEffect, useSyncExternalStore } from 'react';
import { isSilent, useSilence } from './site-silent.ts';

/*
 * A window whose host is silent locks itself, and lets in again whoever it knows: it keeps a hash of what its person typed when
 * they signed in or unlocked, in memory alone. That opens the screen, to read; nothing is signed by it, and the host's
 * own answer counts as soon as one comes.
 */

/** House rule: wrong tries, until the host lets somebody in again. An answer gives no new ones: a cable is soon pulled. */
const TRIES = 3;
/** OWASP's Password Storage Cheat Sheet: PBKDF2 with HMAC-SHA-256, 600,000 rounds. */
const ROUNDS = 600_000;

export type Secret = 'pin' | 'password';
interface Known {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly hash: Uint8Array;
}

interface Left {
  /** shut by this window while no answer came */
  readonly shut: boolean;
  /** opened here though the host had locked it */
  readonly opened: boolean;
  readonly tries: number;
}

const NOBODY: Left = { shut: false, opened: false, tries: 0 };
let left = NOBODY;
let known = new Map<Secret, Known>();
const listeners = new Set<() => void>();
const become = (next: Partial<Left>): void => {
  left = { ...left, ...next };
  for (const listener of listeners) listener();
};

async function hashed(secret: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

/** What the host let somebody in with. */
export async function remember(kind: Secret, secret: string): Promise<void> {
  become({ tries: 0 });
  // A page that is not served over TLS, nor from this machine, has none of it.
  if (crypto.subtle === undefined) return;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const into = known;
  into.set(kind, { salt, hash: await hashed(secret, salt) });
}

/** Another person sits here, or nobody. */
export function forgetAll(): void {
  known = new Map();
  become(NOBODY);
}

export const isKnown = (kind: Secret): boolean => known.has(kind);

/** Opens the window to its own person while the host is silent. */
export async function openHere(kind: Secret, secret: string): Promise<boolean> {
  const found = known.get(kind);
  if (found === undefined || left.tries >= TRIES || !isSilent()) return false;
  // Counted before it is known: closing the window forgets everything anyway.
  become({ tries: left.tries + 1 });
  const given = await hashed(secret, found.salt);
  const same = given.every((byte, i) => byte === found.hash[i]);
  if (!same || known.get(kind) !== found || !isSilent()) return false;
  become({ shut: false, opened: true, tries: 0 });
  return true;
}

export const shutHere = (): void => become({ shut: true, opened: false });

const useLeft = (): Left =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => left,
  );

/** Is the window locked, as the host says or, while it is silent, as this window does? And may it be opened here? */
export function useLocked(byHost: boolean): { readonly locked: boolean; readonly triesLeft: number } {
  const { shut, opened, tries } = useLeft();
  const isGone = useSilence() !== null;
  const locked = shut || (byHost && !(isGone && opened));
  return { locked, triesLeft: TRIES - tries };
}

/** While no answer comes: locks the window after the time that the site allows, as the host would. */
export function useIdleHere(idleMinutes: number | undefined, lock: () => Promise<unknown>): void {
  const isGone = useSilence() !== null;
  useEffect(() => {
    let last = Date.now();
    const seen = () => (last = Date.now());
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, seen, { capture: true, passive: true });
    const timer = setInterval(() => {
      if (isSilent() && idleMinutes !== undefined && Date.now() - last >= idleMinutes * 60_000) shutHere();
    }, 1_000);
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, seen, { capture: true });
    };
  }, [idleMinutes]);
  // It counts from the first answer on: the host hears that this window was left.
  useEffect(() => {
    if (isGone) return;
    const wasShut = left.shut;
    become({ opened: false });
    // Where it is refused nobody is signed in any more, which is what is shown then.
    if (wasShut)
      void lock()
        .catch(() => undefined)
        .finally(() => become({ shut: false }));
  }, [isGone, lock]);
}
