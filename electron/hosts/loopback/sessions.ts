import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secret = () => randomBytes(32).toString('base64url');
const digest = (text: string) => createHash('sha256').update(text).digest();
export const keyOf = (cookie: string) => digest(cookie).toString('hex');

/** A cookie as it is set, and the session key that dispatch gets for it: a digest, so the key never opens a session. */
export interface Issued {
  readonly cookie: string;
  readonly key: string;
}

/** `station`: what the window's station carries, so that its cookie is good there alone. */
export function issue(station = ''): Issued {
  const cookie = secret();
  return { cookie, key: keyOf(station + cookie) };
}

/** A token that is good once. */
export class Token {
  readonly text = secret();
  #digest: Buffer | undefined = digest(this.text);

  /** Uses it up; false if it is another, or was used before. */
  use(given: unknown): boolean {
    if (this.#digest === undefined || typeof given !== 'string') return false;
    if (!timingSafeEqual(this.#digest, digest(given))) return false;
    this.#digest = undefined;
    return true;
  }
}

/**
 * The windows that are in. A cookie is always made here, never taken from a request, and a new one replaces it when
 * somebody signs in (no session fixation). The old one ends with the first use of the new.
 */
export class Windows {
  readonly #live = new Set<string>();
  readonly #replaces = new Map<string, string>();
  readonly #most: number;

  /** House rule: of more windows than these, the one that was used longest ago is out. */
  constructor(most: number) {
    this.#most = most;
  }

  add(issued: Issued): Issued {
    this.#live.add(issued.key);
    const [longest] = this.#live;
    if (this.#live.size > this.#most && longest !== undefined) this.#forget(longest);
    return issued;
  }

  /** The key of the live cookie among those sent, if any. */
  find(cookies: readonly string[], station = ''): string | undefined {
    const key = cookies.map((cookie) => keyOf(station + cookie)).find((known) => this.#live.has(known));
    if (key === undefined) return undefined;
    this.#live.delete(key);
    this.#live.add(key);
    const old = this.#replaces.get(key);
    if (old !== undefined) this.#forget(old);
    this.#replaces.delete(key);
    return key;
  }

  replace(old: string, issued: Issued): void {
    this.add(issued);
    this.#replaces.set(issued.key, old);
  }

  #forget(key: string): void {
    this.#live.delete(key);
    this.#replaces.delete(key);
  }
}
