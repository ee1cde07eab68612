import { bracketed, looksLikeGs1, LONGEST_SCAN, parseGs1, type Gs1Element } from '../../engine/gs1/parse.ts';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import { tooLong } from '../../engine/number/text-bound.ts';
import { readCode } from './release-code.ts';

/**
 * Our own identifiers in a GS1 symbol. 91 to 99 are for information within a company: lot (10), expiry (17) and serial
 * (21) would need the GTIN of a trade item beside them, and a bag for one patient is none (General Specifications 3.9.14).
 */
const AI = { code: '91', serial: '92', lot: '93', useBy: '94' } as const;

/** What the DataMatrix of a label says: nothing of the patient; the release code binds the rest. */
export interface LabelCode {
  readonly releaseCode: string;
  /** order number, version and container: `M000001.1.2` */
  readonly serial: string;
  readonly lot: string;
  /** the beyond-use instant in UTC, minutes: `2612111320` */
  readonly useBy: string;
}

/** How a scanner sends the separator of a GS1 symbol. */
const FNC1 = '\u001d';
const GROUPED = /^(....)(....)(....)$/;

/** The element strings of a label. Refuses a character that GS1 symbols do not carry. */
export function labelElements(label: LabelCode): Result<readonly { ai: string; value: string }[]> {
  const list = [
    { ai: AI.code, value: label.releaseCode.replaceAll('-', '') },
    { ai: AI.serial, value: label.serial },
    { ai: AI.lot, value: label.lot },
    { ai: AI.useBy, value: label.useBy },
  ];
  const odd = list.find(({ ai, value }) => !parseGs1(ai + value).ok);
  return odd ? fail(issue('barcode-character', odd.value, 'characters of GS1 set 82')) : ok(list);
}

/** `2026-12-11T13:20Z` as ten digits. The calendar of the symbol is UTC: a scanner knows no time zone. */
export const useByDigits = (instant: string): string =>
  new Date(instant).toISOString().slice(2, 16).replaceAll(/\D/g, '');

export const serialOf = (number: string, version: number | string, container: number): string =>
  `${number}.${version}.${container}`;

/** What a scan is: a label of ours, a code that was typed or scanned alone, or a manufacturer's pack. */
type Scanned =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'label'; readonly label: LabelCode }
  | { readonly kind: 'product'; readonly elements: readonly Gs1Element[] };

/** Reads what a scanner or a person typed. Refuses by name what is neither a release code nor a GS1 symbol. */
export function readScan(given: string): Result<Scanned> {
  const long = tooLong(given, LONGEST_SCAN);
  if (long) return fail({ ...long, path: 'code' });
  // Line ends and spaces are the scanner's; the separator, which is no printing character either, is the symbol's.
  const text = given.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (!looksLikeGs1(text) && !/^(?:91|01)\S{14}/.test(text)) {
    // The QR code beside it holds the release code alone; a scanner may say what symbol that was.
    const code = readCode(text.replace(/^\][A-Za-z]\d/, ''));
    return code.ok ? ok({ kind: 'code', code: code.value }) : code;
  }
  const parsed = parseGs1(text);
  if (!parsed.ok) return parsed;
  const value = (ai: string) => parsed.value.find((e) => e.ai === ai)?.value;
  const code = value(AI.code);
  if (code === undefined) return ok({ kind: 'product', elements: parsed.value });
  // Nothing ran together: what is not there was never in the symbol.
  const missing = text.includes(FNC1) ? Object.values(AI).filter((ai) => value(ai) === undefined) : [];
  if (missing.length > 0)
    return fail(
      issue(
        'barcode-field-missing',
        bracketed(parsed.value),
        `a label of ours, which has the fields ${Object.values(AI).join(', ')} (without ${missing.join(', ')} it is none), or the QR code beside it`,
        'code',
      ),
    );
  const [serial, lot, useBy] = [value(AI.serial), value(AI.lot), value(AI.useBy)];
  if (serial === undefined || lot === undefined || useBy === undefined || !GROUPED.test(code))
    return fail(
      issue(
        'barcode-separators-lost',
        bracketed(parsed.value),
        'the symbol again with a scanner that sends FNC1 as ASCII 29, or the QR code beside it',
        'code',
      ),
    );
  const read = readCode(code);
  return read.ok ? ok({ kind: 'label', label: { releaseCode: read.value, serial, lot, useBy } }) : read;
}
