import { fail, issue, ok, type Result } from '../number/result.ts';
import { checkDigitFits } from './check-digit.ts';

const LENGTHS = new Set([8, 12, 13, 14]);

/**
 * The number of a trade item as one key. In: a GTIN-14, an EAN-13, a UPC-12 or a GTIN-8, digits only. Out: fourteen digits,
 * zeros in front. Refuses another length, other characters, and a check digit that does not fit.
 * Source: GS1 General Specifications 3.3.2 and 7.9.1.
 */
export function readGtin(text: string): Result<string> {
  if (!/^\d{8,14}$/.test(text) || !LENGTHS.has(text.length))
    return fail(issue('gtin-not-read', text.slice(0, 40), { code: 'gtin' }, 'gtin'));
  return checkDigitFits(text)
    ? ok(text.padStart(14, '0'))
    : fail(issue('gtin-check-digit', text, { code: 'code-again' }, 'gtin'));
}
