import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ALTERED, RESTORE } from './kept.ts';
import { lately, sameBytes } from './lately.ts';
import { issue, Refused } from '../engine/number/result.ts';

/** The most effort saves a fiftieth more of a report and takes three times as long, within the transaction that keeps it; 9 takes four times as long for more bytes. */
const EFFORT = 10;
/** What no report comes near: a few bytes that were altered could else fill the memory. */
const MOST = 16 * 1024 * 1024;

/** A text as it is kept where it is long: a sixth or less of its bytes. */
export const packed = (text: string): Uint8Array =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: EFFORT,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });

/** The text again; null where the bytes are not those of one. One command reads the report of its order several times. */
export const unpackedOr = lately(8, sameBytes, (bytes): string | null => {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: MOST }).toString('utf8');
  } catch {
    return null;
  }
});

/** The text of a record again; refused as `record-altered` where the bytes are not those of one. */
export function unpacked(bytes: Uint8Array, table: string, id: string): string {
  const text = unpackedOr(bytes);
  if (text === null) throw new Refused(issue(ALTERED, `${table} ${id}: does not read`, RESTORE));
  return text;
}
