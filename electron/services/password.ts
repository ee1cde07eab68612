import { scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's parameters: N, block size, parallelism. Stored with each hash, so that they can grow. */
export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3 (from general knowledge, verify). */
export const DEFAULT_COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;
export const SALT_BYTES = 16;

/** A key of 32 bytes from a secret that a person remembers. */
export function deriveKey(password: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on another keyboard may come composed or decomposed (NIST SP 800-63B: normalise).
    scrypt(password.normalize('NFKC'), salt, LENGTH, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** `scrypt$N$r$p$salt$hash` in base64url. */
export async function hashPassword(password: string, salt: Uint8Array, cost: Cost): Promise<string> {
  const key = await deriveKey(password, salt, cost);
  return [
    'scrypt',
    cost.N,
    cost.r,
    cost.p,
    Buffer.from(salt).toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/**
 * Is this the password? For an unknown user (`stored` undefined) the same work is done, so that the time tells nothing.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  cost: Cost,
): Promise<boolean> {
  const found = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored ?? '');
  if (!found) {
    await deriveKey(password, new Uint8Array(SALT_BYTES), cost);
    return false;
  }
  const [N = 0, r = 0, p = 0] = found.slice(1, 4).map((text) => parseInt(text, 10));
  const key = await deriveKey(password, Buffer.from(found[4] ?? '', 'base64url'), { N, r, p });
  const expected = Buffer.from(found[5] ?? '', 'base64url');
  return key.length === expected.length && timingSafeEqual(key, expected);
}
