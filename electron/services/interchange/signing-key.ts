import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import type { Read } from '../../../db/handle.ts';
import { insertSigningKey, signingKey } from '../../../db/signing-key.ts';
import type { WriteCall } from '../call.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

const privateKey = (seed: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]), format: 'der', type: 'pkcs8' });

/** The public half, as it is written: 32 bytes in hexadecimal digits (RFC 8032, 5.1.5). */
function publicOf(seed: string): string {
  const { x = '' } = createPublicKey(privateKey(seed)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('hex');
}

/** What two people read to each other: SHA-256 of the bytes of a key. */
export const fingerprintOf = (key: string): string =>
  (hash('sha256', Buffer.from(key, 'hex'), 'hex').match(/.{4}/g) ?? []).join(' ');

/** The site's own public key; null until it has signed something. */
export async function ownKey(db: Read): Promise<{ key: string; at: string } | null> {
  const row = await signingKey(db);
  return row === undefined ? null : { key: row.public_key, at: row.at };
}

/** The site's own key, made where there is none yet. Its seed leaves the store never. */
export async function keyOf({ db, context, user, now }: WriteCall) {
  const known = await signingKey(db);
  if (known) return known;
  const seed = Buffer.from(context.random(SEED_BYTES)).toString('hex');
  const row = { id: 'own', public_key: publicOf(seed), seed, by_user: user.id, at: now };
  await insertSigningKey(db, row);
  return row;
}

export const signatureOf = (text: string, { seed }: { readonly seed: string }): string =>
  sign(null, Buffer.from(text), privateKey(seed)).toString('hex');

/** Does a signature hold? Of a key that is no point of the curve none does. */
export function holds(text: string, key: string, signature: string): boolean {
  try {
    const x = Buffer.from(key, 'hex').toString('base64url');
    const read = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(text), read, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}
