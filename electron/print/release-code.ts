import { hashOf } from '../../db/canonical.ts';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import { tooLong } from '../../engine/number/text-bound.ts';

/** 32 characters that are not mistaken for each other: no 0, 1, I, O. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const BODY = 10;
const MODULUS = 1021;
const ACCEPTED = 'a release code as printed: XXXX-XXXX-XXXX';

/** What a release code stands for. */
export interface Bound {
  readonly order: string;
  readonly version: number;
  readonly content: unknown;
  readonly preparation: unknown;
  readonly program: unknown;
  readonly ruleSet: string;
}

const group = (code: string): string => `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;

const remainder = (text: string): number =>
  [...text].reduce((rest, character) => (rest * 32 + ALPHABET.indexOf(character)) % MODULUS, 0);

/**
 * Two check characters: ISO/IEC 7064's pure system with two check characters, on 32 characters and the prime 1021. A
 * wrong character and two exchanged ones, next to each other or not, are always found.
 */
function checkCharacters(body: string): string {
  const value = (((1 - remainder(`${body}22`)) % MODULUS) + MODULUS) % MODULUS;
  return `${ALPHABET[Math.floor(value / 32)] ?? ''}${ALPHABET[value % 32] ?? ''}`;
}

/** The code of a released preparation: the first 50 bits of the hash of everything that it binds. */
export function releaseCode(bound: Bound): string {
  let bits = BigInt(`0x${hashOf(bound).slice(0, 13)}`) >> 2n;
  let body = '';
  for (let i = 0; i < BODY; i += 1) {
    body = `${ALPHABET[parseInt((bits % 32n).toString(), 10)] ?? ''}${body}`;
    bits /= 32n;
  }
  return group(body + checkCharacters(body));
}

/** Reads a typed or scanned code; small letters and missing dashes are the keyboard's doing and change nothing. */
export function readCode(text: string): Result<string> {
  const long = tooLong(text);
  if (long) return fail({ ...long, path: 'code' });
  const code = text.toUpperCase().replaceAll('-', '');
  if (code.length !== BODY + 2 || [...code].some((c) => !ALPHABET.includes(c)))
    return fail(issue('release-code-not-read', text, ACCEPTED, 'code'));
  if (remainder(code) !== 1)
    return fail(issue('release-code-check-differs', text, 'the code again: a character is wrong', 'code'));
  return ok(group(code));
}
