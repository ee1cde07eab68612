import type { Accepted } from '../answers/accepted.ts';
import { fail, issue, ok, Refused, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';
import { checkDigitFits } from './check-digit.ts';
import { identifierAt, type Component, type Identifier } from './identifiers.ts';

export interface Gs1Element {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
}

/** FNC1 as scanners send it: the group separator, ASCII 29. */
export const GS = '\u001d';
/** AIM identifiers of symbols that hold GS1 element strings: DataMatrix, GS1-128, DataBar and composite, QR, DotCode. */
const GS1_SYMBOLS = [']d2', ']C1', ']e0', ']Q3', ']J1'];

/** What the largest GS1 DataMatrix holds, ISO/IEC 16022: 2,335 characters; and the AIM identifier before them. */
export const LONGEST_SCAN = 2_338;

const SETS: Readonly<Record<Component['set'], RegExp>> = {
  N: /^\d*$/,
  // GS1 General Specifications, figure 7.11-1
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  // figure 7.11-2
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[\w=-]*$/,
};

const refuse = (code: string, given: string, accepted: Accepted): never => {
  throw new Refused(issue(code, given, accepted, 'code'));
};

/** Whether a text is meant as GS1 element strings: it says so by its symbol, or holds a separator. */
export const looksLikeGs1 = (text: string): boolean =>
  GS1_SYMBOLS.some((s) => text.startsWith(s)) || text.includes(GS);

/**
 * The element strings of a GS1 barcode. In: what a scanner sends, with or without AIM identifier, FNC1 as ASCII 29.
 * Out: identifier, title and value of each, in order. Refuses, with code and place: another symbology, an identifier
 * that does not exist, a value of the wrong length, characters or check digit, a date that is none, one identifier with
 * two values, and one whose partner is missing. Nothing is guessed: where a scanner drops separators, the value that
 * swallowed its neighbours is refused as too long, or stands as the symbol has it.
 * Source: GS1 General Specifications 7.8; GS1 Barcode Syntax Dictionary.
 */
export function parseGs1(text: string): Result<readonly Gs1Element[]> {
  const long = tooLong(text, LONGEST_SCAN);
  if (long) return fail({ ...long, path: 'code' });
  try {
    return ok(elements(text));
  } catch (error) {
    if (error instanceof Refused && error.issues[0]) return fail(error.issues[0]);
    throw error;
  }
}

function elements(text: string): Gs1Element[] {
  const symbol = text.startsWith(']') ? text.slice(0, 3) : '';
  if (symbol !== '' && !GS1_SYMBOLS.includes(symbol))
    refuse('gs1-symbology', symbol, { code: 'gs1-symbol', symbols: GS1_SYMBOLS });
  let rest = text.slice(symbol.length);
  if (rest.startsWith(GS)) rest = rest.slice(1);
  const found: Gs1Element[] = [];
  while (rest !== '') {
    const identifier = identifierAt(rest);
    if (!identifier) return refuse('gs1-identifier-unknown', rest.slice(0, 4), { code: 'gs1-identifier' });
    const { ai, title } = identifier;
    const after = rest.slice(ai.length);
    const end = after.indexOf(GS);
    const length = identifier.fixed ? fixedLength(identifier) : end < 0 ? after.length : end;
    const value = after.slice(0, length);
    checkValue(identifier, value);
    const before = found.find((e) => e.ai === ai);
    if (before && before.value !== value)
      refuse('gs1-two-values', `(${ai})${before.value}(${ai})${value}`, { code: 'gs1-one-value', ai });
    found.push({ ai, title, value });
    rest = after.slice(length);
    if (rest.startsWith(GS)) rest = rest.slice(1);
  }
  if (found.length === 0) refuse('gs1-empty', text, { code: 'gs1-element' });
  for (const e of found) checkPartners(e.ai, found);
  return found;
}

const fixedLength = ({ components }: Identifier): number => components.reduce((sum, c) => sum + c.most, 0);

function checkValue({ ai, components }: Identifier, value: string): void {
  const given = `(${ai})${value}`;
  let rest = value;
  for (const c of components) {
    if (rest === '' && c.optional) break;
    const part = rest.slice(0, c.most);
    rest = rest.slice(c.most);
    if (part.length < c.least) refuse('gs1-length', given, lengthsOf(ai, components));
    if (!SETS[c.set].test(part)) refuse('gs1-character', given, { code: 'gs1-characters', ai, set: c.set });
    if (c.checks.includes('csum') && !checkDigitFits(part))
      refuse('gs1-check-digit', given, { code: 'code-again' });
    if (c.checks.includes('yymmd0') && !isDate(part, true)) refuse('gs1-date', given, { code: 'yymmdd' });
    if (c.checks.includes('yymmdd') && !isDate(part, false)) refuse('gs1-date', given, { code: 'yymmdd' });
  }
  if (rest !== '') refuse('gs1-length', given, lengthsOf(ai, components));
}

const lengthsOf = (ai: string, components: readonly Component[]): Accepted => ({
  code: 'gs1-lengths',
  ai,
  lengths: components.map((c) => ({ most: c.most, exact: c.least === c.most })),
});

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(text: string, lastDayAsZero: boolean): boolean {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)].map((t) => parseInt(t, 10)); // count: date
  const days = DAYS[(month ?? 0) - 1];
  if (days === undefined || year === undefined || day === undefined) return false;
  // A two-digit year is a leap year every fourth year, 2000 included.
  const most = month === 2 && year % 4 !== 0 ? 28 : days;
  return day <= most && (day > 0 || lastDayAsZero);
}

function checkPartners(ai: string, found: readonly Gs1Element[]): void {
  // `31nn` stands for every identifier of four digits that begins with 31
  const has = (wanted: string) => {
    const begins = wanted.replace(/n+$/, '');
    return found.some((e) => e.ai.length === wanted.length && e.ai.startsWith(begins));
  };
  for (const group of identifierAt(ai)?.partners ?? [])
    if (!group.some((alternative) => alternative.every(has)))
      refuse('gs1-partner-missing', `(${ai})`, { code: 'gs1-partners', ai, partners: group });
}

/** As printed for people: identifiers in brackets. */
export const bracketed = (list: readonly { ai: string; value: string }[]): string =>
  list.map((e) => `(${e.ai})${e.value}`).join('');

/** As a symbol holds it: FNC1 in front, and after each value of variable length but the last. `fnc1` is how the encoder writes it. */
export function encoded(list: readonly { ai: string; value: string }[], fnc1: string): string {
  return list
    .map(({ ai, value }, i) => {
      const separator = i < list.length - 1 && identifierAt(ai)?.fixed !== true ? fnc1 : '';
      return `${ai}${value}${separator}`;
    })
    .reduce((text, part) => text + part, fnc1);
}
