import { randomInt } from 'node:crypto';
import { issue, Refused } from '../../../engine/number/result.ts';

/** No 0, O, 1, I: they are read for each other on paper. 32 signs, 5 bits each. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const RANDOM = 27;
const GROUP = 4;

/**
 * The check sign of ISO/IEC 7064's hybrid system for 32 signs: a wrong sign is always noticed, two that changed places
 * nearly always.
 */
function checkOf(signs: string): string {
  const M = SIGNS.length;
  let p = M;
  for (const sign of signs) p = (((p + SIGNS.indexOf(sign)) % M || M) * 2) % (M + 1);
  return SIGNS[(M + 1 - p) % M] ?? '';
}

/** A new code: 135 random bits and a check sign, in groups of four. */
export function newRecoveryCode(): string {
  const random = Array.from({ length: RANDOM }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return (random + checkOf(random)).match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** What a typed code stands for. Small letters, spaces and dashes are as good; a code with a slip is refused before it is tried. */
export function codeSecret(typed: string): Buffer {
  const signs = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  const isCode =
    signs.length === RANDOM + 1 &&
    [...signs].every((s) => SIGNS.includes(s)) &&
    checkOf(signs.slice(0, RANDOM)) === signs[RANDOM];
  if (!isCode)
    throw new Refused(
      issue(
        'recovery-code-not-read',
        null,
        '28 letters and digits in seven groups, as printed; there is no 0, O, 1 or I among them',
        'code',
      ),
    );
  return Buffer.from(signs);
}
