import type { Accepted } from '../answers/accepted.ts';
import type { Missing } from '../answers/missing.ts';
import * as z from 'zod';
import { ageOn, dayOf, parseDate, type Day, type Minute } from '../time/calendar.ts';
import { derive, named, times, type Derivation } from '../derivation/derivation.ts';
import {
  actualWeight,
  adjusted,
  bmi,
  CG,
  chosen,
  cockcroftGault,
  devine,
  lean,
  reachesDevine,
} from './body.ts';
import { NONE_STATED, type AskedList } from './asked-lists.ts';
import { exact, exactText } from '../number/notation.ts';
import { compare, inBase, isZero, quantity, quantityText, type Weight } from '../number/quantity.ts';
import { issue, unwrap, type Issue } from '../number/result.ts';
import { dateField, decimalField, instantField, quantityField, wordsField } from '../number/fields.ts';
import { unit } from '../number/units.ts';

const measured = (...dimensions: string[]) =>
  z.strictObject({ value: quantityField(...dimensions), on: dateField() });

export const opioidStatus = z.enum(['naive', 'tolerant', 'unknown']);
/** What the rules of the library ask about; anything else stands in the notes. */
export const condition = z.enum([
  'sleep-apnoea',
  'copd',
  'respiratory-compromise',
  'severe-asthma',
  'renal-impairment',
  'dialysis',
  'severe-hepatic-impairment',
  'seizures',
  'pregnancy',
  'lactation',
  'long-qt',
  'heart-block',
  'severe-heart-failure',
  'cardiovascular-disease',
  'raised-pressure',
  'psychosis',
  'gi-obstruction',
  'peptic-ulcer',
  'bleeding-risk',
  'volume-depletion',
  'injection-site-infection',
  'cabg',
  'local-anaesthetic-toxicity',
  'cancer',
  'sickle-cell-disease',
  'palliative-care',
  'end-of-life',
]);
const medicineKind = z.enum([
  'opioid',
  'transdermal-opioid',
  'buprenorphine',
  'nalbuphine',
  'benzodiazepine',
  'cns-depressant',
  'maoi',
  'cyp3a4-inhibitor',
  'cyp3a4-inducer',
  'cyp3a4-inducer-stopped',
  'cyp2b6-or-2d6-modifier',
  'qt-prolonging',
  'antiarrhythmic',
  'beta-blocker',
  'nsaid',
  'anticoagulant',
  'ssri-or-snri',
  'local-anaesthetic',
  'naloxone',
  'other',
]);

/** Who says something of a patient, and on which day. */
const statement = { by: wordsField(80).describe('who says so, by name'), on: dateField() };
/** What a word stands for that no table knows: the name of a medicine or group that one knows, or nothing of concern. */
const meaning = z.strictObject({
  as: wordsField(80).describe('a name that the tables know, or "not-related"'),
  ...statement,
});
export type Meaning = z.infer<typeof meaning>;

/** What the checks need to know of a patient. Missing facts stay missing: a check that needs one says so. */
export const patientFacts = z.strictObject({
  birthDate: dateField(),
  sex: z.enum(['female', 'male']),
  weight: measured('weight')
    .extend({
      confirmed: z.boolean().optional().describe('the odd-looking weight was asked about and stands'),
    })
    .optional(),
  earlierWeight: measured('weight')
    .optional()
    .describe('a weight of the same patient from before: the yardstick for the weight in use'),
  height: measured('height').optional(),
  creatinine: measured('mass/volume', 'substance/volume')
    .extend({
      confirmed: z.boolean().optional().describe('the odd-looking creatinine was asked about and stands'),
    })
    .optional(),
  qtc: measured('time').optional().describe('corrected QT interval of the last ECG, and its day'),
  lastLocalAnaesthetic: z
    .union([z.literal('none'), instantField()])
    .optional()
    .describe('last block, patch or catheter of a local anaesthetic'),
  opioidStatus,
  opioidEvidence: wordsField(400).optional(),
  baselineMme: decimalField()
    .optional()
    .describe('oral morphine milligram equivalents a day on which the tolerance rests'),
  allergies: z
    .array(
      z.strictObject({
        substance: wordsField(80),
        reaction: wordsField(120),
        means: meaning.optional().describe('what the substance stands for, where no table knows the word'),
      }),
    )
    .max(40)
    .describe(
      'as they were told; none listed means that nobody asked, unless it is stated that none are known',
    ),
  noKnownAllergies: z.strictObject(statement).optional().describe('the statement that none are known'),
  conditions: z
    .array(condition)
    .max(20)
    .describe('none listed means that nobody asked, unless it is stated beside it that there are none'),
  noKnownConditions: z
    .strictObject(statement)
    .nullable()
    .optional()
    .describe('the statement that none of the conditions is known; null where nobody asked'),
  medicines: z
    .array(
      z.strictObject({
        name: wordsField(80),
        kind: medicineKind,
        intended: z.boolean(),
        dailyMme: decimalField().optional(),
        means: meaning.optional().describe('what the name stands for, where no table knows it'),
        stopped: dateField().optional().describe('the day on which it was stopped'),
      }),
    )
    .max(60)
    .describe('none listed means that nobody asked, unless it is stated beside it that there are none'),
  noHomeMedicines: z
    .strictObject(statement)
    .nullable()
    .optional()
    .describe('the statement that none is taken; null where nobody asked'),
});
export type PatientFacts = z.infer<typeof patientFacts>;

/** Plausibility limits for asking back. House rule (errors.md 35), editable in the site settings. */
const ADULT = { lightest: quantity('30 kg', 'weight'), heaviest: quantity('250 kg', 'weight') };
const HEIGHT = { shortest: quantity('100 cm', 'height'), tallest: quantity('230 cm', 'height') };
const POUNDS = exact('0.45359237');
/** mg/dL; from 20 on a number in mg/dL reads as one in mcmol/L, and one under 18 in mcmol/L as mg/dL. House rules. */
export const CREATININE = {
  least: quantity('0.2 mg/dL'),
  most: quantity('20 mg/dL'),
  leastMolar: exact('18'),
};
/** Creatinine weighs 113.12 g/mol: 1 mg/dL is 10000/113.12 mcmol/L. Source: from general knowledge, verify. */
const MOLAR = named('molar mass of creatinine', quantity('113.12 g/mol'));
/** A QTc outside is a slip of the keys or of the unit: 42 ms, 4.2 s. House rule. */
const QTC = { shortest: quantity('200 ms', 'time'), longest: quantity('1 s', 'time') };
const OLDEST = 120;

/** What can not stand in a patient's facts on a given day: each a named refusal, none repaired. */
export function patientIssues(p: PatientFacts, today: Day): Issue[] {
  const found: Issue[] = [];
  const birth = unwrap(parseDate(p.birthDate));
  if (birth > today)
    found.push(
      issue('birth-date-in-future', p.birthDate, { code: 'birth-date-not-after-today' }, 'birthDate'),
    );
  else if (ageOn(birth, today).years > OLDEST)
    found.push(
      issue('age-implausible', p.birthDate, { code: 'birth-date-within', years: OLDEST }, 'birthDate'),
    );
  for (const fact of ['weight', 'height', 'creatinine', 'qtc'] as const) {
    const on = p[fact]?.on;
    if (on !== undefined && unwrap(parseDate(on)) > today)
      found.push(issue('measured-in-future', on, { code: 'date-of-measurement' }, `${fact}.on`));
  }
  const stated = [
    ...Object.values(NONE_STATED).map((none) => [none, p[none]?.on] as const),
    ...p.allergies.map((a, i) => [`allergies.${i}.means`, a.means?.on] as const),
    ...p.medicines.map((m, i) => [`medicines.${i}.means`, m.means?.on] as const),
  ] as const;
  for (const [path, on] of stated)
    if (on !== undefined && unwrap(parseDate(on)) > today)
      found.push(issue('stated-in-future', on, { code: 'date-of-statement' }, `${path}.on`));
  for (const [i, { stopped }] of p.medicines.entries())
    if (stopped !== undefined && unwrap(parseDate(stopped)) > today)
      found.push(issue('stopped-in-future', stopped, { code: 'date-of-stop' }, `medicines.${i}.stopped`));
  for (const list of Object.keys(NONE_STATED) as AskedList[])
    if ((p[NONE_STATED[list]] ?? null) !== null && p[list].length > 0)
      found.push(
        issue(`${list}-and-none-known`, null, { code: 'list-or-statement', list }, NONE_STATED[list]),
      );
  if (p.opioidStatus === 'tolerant' && p.opioidEvidence === undefined)
    found.push(issue('opioid-evidence-missing', null, { code: 'opioid-evidence' }, 'opioidEvidence'));
  const isAdult = birth > today || ageOn(birth, today).years >= 18;
  if (p.height) found.push(...heightIssues(p.height.value, isAdult));
  if (p.weight && p.weight.confirmed !== true) found.push(...weightIssues(p.weight.value, p.height?.value));
  if (p.qtc) found.push(...qtcIssues(p.qtc.value));
  if (p.creatinine && p.creatinine.confirmed !== true)
    found.push(...creatinineIssues(p.creatinine.value, isAdult));
  return found;
}

const creatinineIn = (text: string): Derivation => {
  const given = quantity(text, 'mass/volume', 'substance/volume');
  const measuredAs = named('serum creatinine', given);
  return derive(
    'creatinine',
    'serum creatinine',
    given.unit.dimension === 'mass/volume' ? measuredAs : times(measuredAs, MOLAR),
    unit('mg/dL', 'mass/volume'),
    CG,
  );
};

function creatinineIssues(text: string, isAdult: boolean): Issue[] {
  const given = quantity(text, 'mass/volume', 'substance/volume');
  const value = creatinineIn(text).result;
  const say = (code: string, accepted: Accepted) => [issue(code, text, accepted, 'creatinine.value')];
  if (isZero(given)) return say('creatinine-implausible', { code: 'creatinine-between' });
  if (given.unit.dimension === 'mass/volume' && compare(value, CREATININE.most) >= 0)
    return say('creatinine-looks-like-mcmol', {
      code: 'other-unit-or-confirmed',
      value: `${exactText(given.amount)} mcmol/L`,
    });
  if (given.unit.code === 'mcmol/L' && given.amount.compare(CREATININE.leastMolar) < 0)
    return say('creatinine-looks-like-mg', {
      code: 'other-unit-or-confirmed',
      value: `${exactText(given.amount)} mg/dL`,
    });
  // a child may have less than any adult
  const tooLow = isAdult && compare(value, CREATININE.least) < 0;
  return tooLow || compare(value, CREATININE.most) > 0
    ? say('creatinine-implausible', { code: 'creatinine-between' })
    : [];
}

function qtcIssues(text: string): Issue[] {
  const qtc = quantity(text, 'time');
  const plausible = compare(qtc, QTC.shortest) >= 0 && compare(qtc, QTC.longest) <= 0;
  return plausible ? [] : [issue('qtc-implausible', text, { code: 'qtc-between' }, 'qtc.value')];
}

function heightIssues(text: string, isAdult: boolean): Issue[] {
  const height = quantity(text, 'height');
  if (height.unit.code === 'm')
    return [issue('height-in-metres', text, { code: 'height-in-cm' }, 'height.value')];
  // a child may be shorter than any adult; nothing here says from where on a height is odd in one
  const isTall = compare(height, HEIGHT.tallest) > 0;
  const isShort = isAdult ? compare(height, HEIGHT.shortest) < 0 : isZero(height);
  if (!isTall && !isShort) return [];
  return [issue('height-implausible', text, { code: 'height-between', adult: isAdult }, 'height.value')];
}

function weightIssues(text: string, heightText: string | undefined): Issue[] {
  const weight = quantity(text, 'weight');
  if (weight.unit.code === 'kg' && looksLikePounds(weight, heightText))
    return [
      issue(
        'weight-looks-like-pounds',
        text,
        { code: 'pounds-or-confirmed', pounds: quantityText(weight).replace('kg', 'lb') },
        'weight.value',
      ),
    ];
  const plausible = compare(weight, ADULT.lightest) >= 0 && compare(weight, ADULT.heaviest) <= 0;
  return plausible ? [] : [issue('weight-implausible', text, { code: 'weight-between' }, 'weight.value')];
}

/** A kg figure that is odd as kilograms and ordinary as pounds. */
function looksLikePounds(kg: Weight, heightText: string | undefined): boolean {
  const asPounds: Weight = { amount: kg.amount.mul(POUNDS), unit: kg.unit };
  if (heightText === undefined)
    return (
      compare(kg, quantity('130 kg', 'weight')) >= 0 && compare(asPounds, quantity('110 kg', 'weight')) <= 0
    );
  const height = quantity(heightText, 'height');
  if (inBase(height).n === 0n) return false;
  return (
    bmi(kg, height).result.amount.compare(40n) >= 0 &&
    bmi(asPounds, height).result.amount.compare(exact('18.5')) >= 0 &&
    bmi(asPounds, height).result.amount.compare(30n) <= 0
  );
}

/** Devine ideal weight; `undefined` without a height and below 60 in, where the formula is not valid. */
export function idealWeight(p: PatientFacts): Derivation<'weight'> | undefined {
  if (!p.height) return undefined;
  const height = quantity(p.height.value, 'height');
  return reachesDevine(height) ? devine(p.sex, height) : undefined;
}

/** Lean weight, Janmahasatian; `undefined` without weight and height. Refuses where the formula gives no part of the weight. */
export const leanWeight = (p: PatientFacts) =>
  p.weight && p.height
    ? lean(p.sex, quantity(p.weight.value, 'weight'), quantity(p.height.value, 'height'), 'janmahasatian')
    : undefined;

export interface Clearance {
  readonly clearance: Derivation;
  readonly steps: readonly Derivation[];
  readonly weightUsed: 'actual' | 'ideal' | 'adjusted';
}

/**
 * Creatinine clearance by Cockcroft–Gault. Weight choice: actual below ideal, ideal up to 1.3 × ideal, adjusted above.
 * Out: mL/min and which weight was used; or the missing fact. Source: calculations.md 13.
 */
export function creatinineClearance(
  p: PatientFacts,
  years: number,
): Clearance | { readonly missing: Missing } {
  if (!p.creatinine) return { missing: { code: 'creatinine' } };
  if (!p.weight) return { missing: { code: 'weight' } };
  if (!p.height) return { missing: { code: 'height' } };
  const ideal = idealWeight(p);
  if (!ideal) return { missing: { code: 'ideal-weight-by-hand' } };
  const creatinine = creatinineIn(p.creatinine.value);
  if (isZero(creatinine.result)) return { missing: { code: 'creatinine-above-zero' } };
  const actual = quantity(p.weight.value, 'weight');
  const use = chosen(actual, ideal);
  const weights = { actual: [ideal, actualWeight(actual)], ideal: [ideal], adjusted: [ideal] }[use];
  if (use === 'adjusted') weights.push(adjusted(actual, ideal));
  const used = weights.at(-1) ?? ideal;
  const clearance = cockcroftGault(exact(BigInt(years)), p.sex, use, used, creatinine);
  return { clearance, steps: [...weights, creatinine, clearance], weightUsed: use };
}

/** Completed years, months and days of a patient at an instant, by the date in UTC. */
export const ageAt = (p: PatientFacts, at: Minute) => ageOn(unwrap(parseDate(p.birthDate)), dayOf(at));

/** Days since a fact was measured. */
export const factAge = (on: string, at: Minute): number => dayOf(at) - unwrap(parseDate(on));
