import { fail, issue, ok, Refused, type Result } from '../result.ts';
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

const SETS: Readonly<Record<Component['set'], RegExp>> = {
  N: /^\d*$/,
  // GS1 General Specifications, figure 7.11-1
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/,
  // figure 7.11-2
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[\w=-]*$/,
};

const refuse = (code: string, given: string, accepted: string): never => {
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
    refuse('gs1-symbology', symbol, `a GS1 symbol: ${GS1_SYMBOLS.join(', ')}`);
  let rest = text.slice(symbol.length);
  if (rest.startsWith(GS)) rest = rest.slice(1);
  const found: Gs1Element[] = [];
  while (rest !== '') {
    const identifier = identifierAt(rest);
    if (!identifier)
      return refuse('gs1-identifier-unknown', rest.slice(0, 4), 'a GS1 application identifier');
    const { ai, title } = identifier;
    const after = rest.slice(ai.length);
    const end = after.indexOf(GS);
    const length = identifier.fixed ? fixedLength(identifier) : end < 0 ? after.length : end;
    const value = after.slice(0, length);
    checkValue(identifier, value);
    const before = found.find((e) => e.ai === ai);
    if (before && before.value !== value)
      refuse('gs1-two-values', `(${ai})${before.value}(${ai})${value}`, `one value of (${ai})`);
    found.push({ ai, title, value });
    rest = after.slice(length);
    if (rest.startsWith(GS)) rest = rest.slice(1);
  }
  if (found.length === 0) refuse('gs1-empty', text, 'at least one GS1 element string');
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
    if (part.length < c.least) refuse('gs1-length', given, lengthWords(ai, components));
    if (!SETS[c.set].test(part)) refuse('gs1-character', given, `(${ai}) in GS1 character set ${c.set}`);
    if (c.checks.includes('csum') && !hasCheckDigit(part))
      refuse('gs1-check-digit', given, 'the code again: a digit is wrong');
    if (c.checks.includes('yymmd0') && !isDate(part, true)) refuse('gs1-date', given, 'a date as YYMMDD');
    if (c.checks.includes('yymmdd') && !isDate(part, false)) refuse('gs1-date', given, 'a date as YYMMDD');
  }
  if (rest !== '') refuse('gs1-length', given, lengthWords(ai, components));
}

const lengthWords = (ai: string, components: readonly Component[]): string =>
  `(${ai}) of ${components.map((c) => `${c.least === c.most ? '' : 'up to '}${c.most}`).join(' and ')} characters`;

/** Weights 3 and 1 from the right, without the check digit (General Specifications 7.9.1). */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1)
    sum += parseInt(digits.charAt(digits.length - 1 - i), 10) * (i % 2 === 0 ? 1 : 3); // count: check digit
  return sum % 10 === 0;
}

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
  const has = (wanted: string) =>
    found.some((e) => (wanted.endsWith('n') ? e.ai.startsWith(wanted.slice(0, -1)) : e.ai === wanted));
  for (const group of identifierAt(ai)?.partners ?? [])
    if (!group.some((alternative) => alternative.every(has)))
      refuse('gs1-partner-missing', `(${ai})`, `(${ai}) with ${group.map((a) => a.join('+')).join(' or ')}`);
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
