import type { Library } from '../formulary/formulary.ts';
import { medicineName } from '../formulary/medicine-names.ts';
import { exact, type Exact } from '../number/notation.ts';
import { parseDate, type Day } from '../time/calendar.ts';

/** One opioid of a home regimen, as the evidence of tolerance states it. */
export interface Taken {
  readonly opioid: string;
  readonly route: 'oral' | 'parenteral' | 'transdermal';
  /** as it is written, such as `60 mg`; of a patch its rate, such as `25 mcg/h` */
  readonly amount: string;
  /** so many of it in 24 h */
  readonly perDay: Exact;
}

const TIMES_A_DAY: readonly (readonly [words: RegExp, times: string])[] = [
  [/\b(?:twelve|12) times\b/, '12'],
  [/\b(?:eight|8) times\b/, '8'],
  [/\b(?:six|6) times\b/, '6'],
  [/\b(?:five|5) times\b/, '5'],
  [/\b(?:four times|4 times|qid)\b/, '4'],
  [/\b(?:three times|3 times|tid)\b/, '3'],
  [/\b(?:twice|two times|2 times|bid)\b/, '2'],
  [/\b(?:a|per|each|every)\s+day\b|\bdaily\b|\/\s*day\b|(?:\/|\bin|\bper|\bevery|\bq)\s*24\s*h\b/, '1'],
];
const EVERY = /\b(?:every|q)\s*(\d{1,2})\s*h(?:ours?|rs?)?\b/;
const AMOUNT = /(?<![\d.,])(\d+(?:\.\d+)?)\s*(mg|mcg)\b(\s*\/\s*h(?:our|r)?\b)?/g;
/** A dose that is not taken around the clock, or no more, or that is a range, is no baseline. */
const NOT_STEADY =
  /\d\s*(?:-|–|to)\s*\d+\s*m|\d,\d|\bup to\b|\bprn\b|\bas needed\b|\bif needed\b|\bstopped\b|\buntil\b|\bheld\b|\bintolerant\b|\bno longer\b|\bnever\b|\bnot\b/;

/** Taken once, or in a time that is over. */
const OVER =
  /\bonce\b(?!\s*-?\s*(?:daily|a\b|per\b|each\b|every\b|at\b|in\b))|\b(?:single|one) dose\b|\b(?<!\b(?:the|since|from) )last (?:week|month|year|spring|summer|autumn|fall|winter)\b|\b(?<!\b(?:since|started|begun|from)\b[^;,]*)ago\b|\bprevious(?:ly)?\b|\bformer(?:ly)?\b|\bused to\b|\bno longer\b/;
/** For a day at most. */
const NEW =
  /\bsince (?:yesterday|today|this morning|last (?:night|evening))\b|\bfor (?:a|one|1) day\b|\bfor \d+ (?:h|hours?)\b/;
const UNDER_A_WEEK = /\bfor (?:[2-6]|two|three|four|five|six) days\b/;

/** A day as the record writes it. */
const SINCE = /\b(?:since|started|begun|from)\s+(?:on\s+)?(\d{4}-\d{2}-\d{2})\b/g;
const WEEK = 7;

/** The day on which it ended, as the record writes it; what was filled or begun on a day did not end on it. */
const ENDED =
  /(?:\b(?:until|till|through|ended|stopped|discontinued|last (?:dose|taken|took|used)|(?:none|nothing|not|off|no opioids?)(?: it| any| them)? since)\b[^\d;,]{0,16}|\b\d{4}-\d{2}-\d{2}\s*(?:to|-|–)\s*)(\d{4}-\d{2}-\d{2})/g;

/** Days since the last that the words say was taken; null where they name no end, or one that is still to come. */
function daysSinceEnd(said: string, today: Day): number | null {
  const days = [...said.matchAll(ENDED)]
    .map(([, day = '']) => parseDate(day))
    .flatMap((d) => (d.ok ? [today - d.value] : []));
  // of several opioids the one that was taken longest
  return days.length === 0 ? null : Math.min(...days);
}

/**
 * What the words say of the time in which the opioids were taken. In: the words as they were written, and the day. Out: `over` where it
 * is past, ended more than a week ago or began a day ago, `short` where it is less than a week or ended in it, else `steady`. Source: OT-FDA, a week or longer.
 */
export function sayingOf(words: string, today: Day): 'over' | 'short' | 'steady' {
  const said = words.toLowerCase();
  if (OVER.test(said) || NEW.test(said)) return 'over';
  const ended = daysSinceEnd(said, today);
  // who stopped a day before is changed over from one to another
  if (ended !== null && ended > 1) return ended > WEEK ? 'over' : 'short';
  const days = [...said.matchAll(SINCE)]
    .map(([, day = '']) => parseDate(day))
    .flatMap((d) => (d.ok ? [today - d.value] : []));
  // of several opioids the one that was begun first
  if (days.length > 0 && Math.max(...days) < WEEK) return Math.max(...days) <= 1 ? 'over' : 'short';
  return UNDER_A_WEEK.test(said) ? 'short' : 'steady';
}

/** Words by which an amount is only the least that is taken: a ground of tolerance, and no yardstick of how much. */
export const isLeast = (words: string): boolean => /\bor more\b|\bat least\b|\bmore than\b|[>≥]/i.test(words);

function timesADay(clause: string): Exact | null {
  const hours = EVERY.exec(clause)?.[1];
  if (hours !== undefined) return exact(hours).n === 0n ? null : exact('24').div(exact(hours));
  const found = TIMES_A_DAY.find(([words]) => words.test(clause));
  return found ? exact(found[1]) : null;
}

function routeOf(clause: string): Taken['route'] {
  if (/\bpatch\b|\btransdermal\b/.test(clause)) return 'transdermal';
  return /\b(?:iv|sc|im|subcut\w*|intravenous\w*|infusion|injection\w*|pump|pca|epidural)\b/.test(clause)
    ? 'parenteral'
    : 'oral';
}

/** A clause that names no amount says when or why, and holds no dose. */
function taken(names: Pick<Library, 'names'>, clause: string): Taken | 'no dose' | null {
  const { generics, opioids: within } = medicineName(names, clause);
  const opioids = within.map((o) => o.generic);
  const amounts = [...clause.matchAll(AMOUNT)];
  const [opioid, ...more] = opioids;
  const [amount, ...further] = amounts;
  if (amount === undefined) return opioid === undefined ? 'no dose' : null;
  // another medicine with its dose says nothing of opioids
  if (opioid === undefined && generics.length > 0) return 'no dose';
  if (opioid === undefined || more.length > 0 || further.length > 0) return null;
  const route = routeOf(clause);
  const [, number = '', unit = '', perHour] = amount;
  if (route === 'transdermal')
    return perHour === undefined || unit !== 'mcg'
      ? null
      : { opioid, route, amount: `${number} mcg/h`, perDay: exact('1') };
  const perDay = perHour === undefined ? timesADay(clause) : exact('24');
  return perDay === null ? null : { opioid, route, amount: `${number} ${unit}`, perDay };
}

/**
 * The home regimen that the evidence of tolerance states. In: the names that the library knows, the words as they were written. Out: one entry for each
 * opioid with its amount and how often; null where anything of it is not plainly an opioid, an amount and a time, so that
 * nothing is guessed. Source: the words themselves.
 */
export function regimenStated(names: Pick<Library, 'names'>, words: string): readonly Taken[] | null {
  const text = words.toLowerCase();
  if (NOT_STEADY.test(text)) return null;
  const found = text.split(/;|\+|,\s|\bplus\b|\band\b/).map((clause) => taken(names, clause));
  const doses = found.filter((t) => t !== 'no dose');
  const known = doses.filter((t) => t !== null);
  return known.length > 0 && known.length === doses.length ? known : null;
}
