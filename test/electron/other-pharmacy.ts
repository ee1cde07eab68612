import { generateKeyPairSync, sign } from 'node:crypto';
import { canonical } from '../../db/canonical.ts';

/** Another pharmacy, made here by hand: its key, and files that it signs, written by RFC 8785 and RFC 8032 alone. */
const other = generateKeyPairSync('ed25519');
export const otherKey = Buffer.from(other.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString(
  'hex',
);
export type Json = Record<string, unknown>;
export interface FileParts extends Json {
  records: Record<string, { record: Json; source: unknown; provenance: string; until: string | null }[]>;
  about: Json;
}
/** What the other pharmacy makes of our library: changed, and signed with its own key. */
export function theirs(text: string, change: (file: FileParts) => void): string {
  const { signature: _, ...file } = JSON.parse(text) as FileParts;
  change(file as FileParts);
  const value = sign(null, Buffer.from(canonical(file)), other.privateKey).toString('hex');
  return `${canonical({ ...file, signature: { algorithm: 'Ed25519', key: otherKey, value } })}\n`;
}
