import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV = 12;
const TAG = 16;

/** Encrypts a few bytes with AES-256-GCM, bound to what they are for; base64url of iv, ciphertext and tag. */
export function seal(key: Uint8Array, bytes: Uint8Array, purpose: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(purpose));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The bytes again; null for another key, another purpose and any bit that differs. */
export function unseal(key: Uint8Array, sealed: string, purpose: string): Buffer | null {
  const all = Buffer.from(sealed, 'base64url');
  if (all.length < IV + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(all.subarray(all.length - TAG));
  try {
    return Buffer.concat([decipher.update(all.subarray(IV, all.length - TAG)), decipher.final()]);
  } catch {
    return null;
  }
}
