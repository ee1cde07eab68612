import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secret = () => randomBytes(32).toString('base64url');
const digest = (text: string) => createHash('sha256').update(text).digest();
const keyOf = (cookie: string) => digest(cookie).toString('hex');

/** A cookie as it is set, and the session key that dispatch gets for it: a digest, so the key never opens a session. */
interface Issued {
  readonly cookie: string;
  readonly key: string;
}

/**
 * Who holds a window of this run. The token is good once. A cookie is always made here, never taken from a request, and
 * a new one replaces it when somebody signs in (no session fixation). The old one ends with the first use of the new.
 */
export class Sessions {
  readonly token = secret();
  #digest: Buffer | undefined = digest(this.token);
  readonly #live = new Set<string>();
  readonly #replaces = new Map<string, string>();

  /** Exchanges the token for the first cookie; undefined if it is wrong or was used before. */
  enter(token: unknown): Issued | undefined {
    if (this.#digest === undefined || typeof token !== 'string') return undefined;
    if (!timingSafeEqual(this.#digest, digest(token))) return undefined;
    this.#digest = undefined;
    const issued = this.prepare();
    this.#live.add(issued.key);
    return issued;
  }

  /** The key of the live cookie among those sent, if any: another port of this machine can plant one of our name. */
  find(cookies: readonly string[]): string | undefined {
    const key = cookies.map(keyOf).find((candidate) => this.#live.has(candidate));
    const old = key === undefined ? undefined : this.#replaces.get(key);
    if (key !== undefined && old !== undefined) {
      this.#live.delete(old);
      this.#replaces.delete(key);
    }
    return key;
  }

  prepare(): Issued {
    const cookie = secret();
    return { cookie, key: keyOf(cookie) };
  }

  replace(old: string, issued: Issued): void {
    this.#live.add(issued.key);
    this.#replaces.set(issued.key, old);
  }
}

/** Cookies are shared by all ports of a host, so the name carries ours. */
const cookieName = (port: number): string => `meniscus-${port}`;

export const setCookie = (port: number, cookie: string): string =>
  `${cookieName(port)}=${cookie}; HttpOnly; SameSite=Strict; Path=/`;

export function cookiesIn(header: string | undefined, port: number): string[] {
  const start = `${cookieName(port)}=`;
  return (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(start.length));
}
