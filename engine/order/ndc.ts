import { checkDigitFits } from '../gs1/check-digit.ts';
import { fail, issue, ok, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';

/** Digits of labeler, product and package: the three layouts of ten digits, and the eleven of a claim. */
const LAYOUTS = [
  [4, 4, 2],
  [5, 3, 2],
  [5, 4, 1],
  [5, 4, 2],
] as const;
const TEN = LAYOUTS.slice(0, 3);

const eleven = (labeler: string, product: string, pack: string): string =>
  `${labeler.padStart(5, '0')}-${product.padStart(4, '0')}-${pack.padStart(2, '0')}`;

/** Labeler and product of a code of eleven digits as 5-4-2: drug, strength and form, whatever the package. */
export const productOfNdc = (ndc: string): string => ndc.slice(0, 10);

/** Digits of labeler and product, as lists of products have them without the package. */
const PRODUCT_LAYOUTS = new Set(['4-4', '5-3', '5-4']);

/**
 * The product that a list names without a package. In: labeler and product as 4-4, 5-3 or 5-4. Out: 5-4, the beginning of
 * every code of its packages. Refuses another layout, and a labeler of zeros. Source: 21 CFR 207.33; FDA, National Drug Code Directory.
 */
export function readProductCode(text: string): Result<string> {
  const [labeler = '', product = '', ...rest] = text.split('-');
  const isRead =
    /^[\d-]{8,10}$/.test(text) &&
    rest.length === 0 &&
    PRODUCT_LAYOUTS.has(`${labeler.length}-${product.length}`) &&
    !/^0+$/.test(labeler);
  return isRead
    ? ok(productOfNdc(eleven(labeler, product, '')))
    : fail(issue('ndc-not-read', text.slice(0, 40), { code: 'ndc-product' }, 'ndc'));
}

/** Ten digits without hyphens, laid out each way. */
const laidOut = (digits: string): string[] =>
  TEN.map(([labeler, product]) =>
    eleven(
      digits.slice(0, labeler),
      digits.slice(labeler, labeler + product),
      digits.slice(labeler + product),
    ),
  );

/** The ten digits in the NDC position of a UPC-12, an EAN-13 or a GTIN-14: 3, 03, or an indicator and 03. */
const IN_SYMBOL = /^(?:3|03|\d03)(\d{10})\d$/;

const notRead = (text: string): Result<never> => fail(issue('ndc-not-read', text, { code: 'ndc' }, 'ndc'));

/**
 * Which products a National Drug Code can mean. In: the code as a label, a claim or a barcode has it. Out: the codes of
 * eleven digits as 5-4-2, one where hyphens or eleven digits say which, three where ten digits stand without hyphens.
 * Refuses what has another layout, a check digit that does not fit, and a labeler of zeros.
 * Source: 21 CFR 207.33 (ten digits, 4-4-2, 5-3-2 or 5-4-1); HIPAA's eleven, 5-4-2; GS1 General Specifications for UPC and GTIN.
 */
export function ndcsOf(text: string): Result<readonly string[]> {
  const long = tooLong(text, 20);
  if (long) return fail({ ...long, path: 'ndc' });
  if (!/^\d[\d-]*\d$/.test(text)) return notRead(text);
  const read = text.includes('-') ? hyphened(text) : unhyphened(text);
  return read.ok && read.value.some((ndc) => ndc.startsWith('00000-')) ? notRead(text) : read;
}

function hyphened(text: string): Result<readonly string[]> {
  const parts = text.split('-');
  const [labeler = '', product = '', pack = ''] = parts;
  const fits = LAYOUTS.some((l) => parts.length === l.length && parts.every((p, i) => p.length === l[i]));
  return fits ? ok([eleven(labeler, product, pack)]) : notRead(text);
}

function unhyphened(text: string): Result<readonly string[]> {
  if (text.length === 11) return ok([eleven(text.slice(0, 5), text.slice(5, 9), text.slice(9))]);
  if (text.length === 10) return ok(laidOut(text));
  const [, digits] = IN_SYMBOL.exec(text) ?? [];
  if (digits === undefined) return notRead(text);
  return checkDigitFits(text)
    ? ok(laidOut(digits))
    : fail(issue('ndc-check-digit', text, { code: 'code-again' }, 'ndc'));
}

/**
 * The one product that a National Drug Code means. In: the code as typed or scanned, and whether a code of eleven digits
 * is a known product. Out: eleven digits as 5-4-2. Of ten digits without hyphens the layout that is a known product, where
 * it is the only one; otherwise it refuses, since nothing says which of three it is. Source: as `ndcsOf`.
 */
export function readNdc(text: string, isKnown: (ndc: string) => boolean): Result<string> {
  const read = ndcsOf(text);
  if (!read.ok) return read;
  const [only] = read.value;
  if (read.value.length === 1 && only !== undefined) return ok(only);
  const known = read.value.filter(isKnown);
  const [found] = known;
  return known.length === 1 && found !== undefined
    ? ok(found)
    : fail(issue('ndc-ambiguous', text, { code: 'ndc-one-of', ndcs: read.value }, 'ndc'));
}
