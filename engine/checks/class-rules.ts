import type { Finding } from './report.ts';
import type { Library } from '../formulary/formulary.ts';

type Entry = NonNullable<Library['formulary']['classes'][string]>['rules'][number];
export type ClassRule = Exclude<Entry, string>;

/** The rules of a class that carry an amount of their own; names of rules of its drugs are left to those. */
export const classRules = (library: Library, id: string): readonly ClassRule[] =>
  (library.formulary.classes[id]?.rules ?? []).filter((r) => typeof r !== 'string');

/** What the amount of a rule of tolerance is so many of, as its unit in the library: what a dose or a rate is held against. */
export const AGAINST_DAY = [
  'times the baseline per hour',
  'of a baseline day, background',
  'of a baseline day, demand',
  'of a baseline day, scheduled',
  'times the demand dose',
  'times the basal rate or an hour of the baseline, demand',
  'times the basal rate, demand at least',
  'times the basal rate before',
  'h since the last change, with a rise',
  'of a baseline day, rotation to methadone',
  'of a baseline day, rotation to methadone at worst',
  'baseline days above the naive limit in 4 h',
] as const;
/** The same of the sum of all opioids. */
const AGAINST_BASELINE = ['times the baseline', 'times the baseline, given'] as const;

const within = <T extends string>(list: readonly T[], unit: string | undefined): unit is T =>
  (list as readonly (string | undefined)[]).includes(unit);
/** What a rule of tolerance holds of a dose or a rate; null where it is no such rule. */
export const againstDay = (r: ClassRule): (typeof AGAINST_DAY)[number] | null =>
  within(AGAINST_DAY, r.unit) ? r.unit : null;
/** What a rule of tolerance holds of the sum of all opioids; null where it is no such rule. */
export const againstBaseline = (r: ClassRule): (typeof AGAINST_BASELINE)[number] | null =>
  within(AGAINST_BASELINE, r.unit) ? r.unit : null;

/** Of several grades of one question only the gravest that is broken is told, and where none is, one of them. */
export function gravest(findings: readonly Finding[]): readonly Finding[] {
  const broken = findings.filter((f) => f.outcome === 'fail');
  const hard = broken.find((f) => f.severity === 'hard');
  return (hard ? [hard] : [...broken, ...findings]).slice(0, 1);
}

/** Units that grade one question: the background by its hour and by its day, a rotation as it is used and at worst. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'of a baseline day, background': 'times the baseline per hour',
  'of a baseline day, rotation to methadone at worst': 'of a baseline day, rotation to methadone',
};
const questionOf = (r: ClassRule): string => QUESTIONS[r.unit ?? ''] ?? r.unit ?? '';

/** Rules of one question together, in the order in which the library has them. */
export const byUnit = (rules: readonly ClassRule[]): readonly (readonly ClassRule[])[] =>
  [...new Set(rules.map(questionOf))].map((asked) => rules.filter((r) => questionOf(r) === asked));
