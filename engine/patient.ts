import * as z from 'zod';
import { ageOn, dayOf, parseDate, type Day, type Minute } from './calendar.ts';
import {
  derive,
  minus,
  named,
  number,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
  type Source,
} from './derivation.ts';
import { lean } from './calculators/patient/weights.ts';
import { exact } from './notation.ts';
import {
  compare,
  inBase,
  isZero,
  plain,
  quantity,
  quantityText,
  to,
  type Quantity,
  type Weight,
} from './quantity.ts';
import { issue, unwrap, type Issue } from './result.ts';
import { dateField, decimalField, instantField, quantityField, wordsField } from './schema.ts';
import { unit } from './units.ts';

const measured = (dimension: string) => z.strictObject({ value: quantityField(dimension), on: dateField() });

export const opioidStatus = z.enum(['naive', 'tolerant', 'unknown']);
/** What the rules of the library ask about; anything else stands in the notes. */
export const condition = z.enum([
  'sleep-apnoea',
  'copd',
  'respiratory-compromise',
  'severe-asthma',
  'renal-impairment',
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
]);
export const medicineKind = z.enum([
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
  creatinine: measured('mass/volume').optional(),
  qtc: measured('time').optional().describe('corrected QT interval of the last ECG, and its day'),
  lastLocalAnaesthetic: z
    .union([z.literal('none'), instantField()])
    .optional()
    .describe('last block, patch or catheter of a local anaesthetic'),
  opioidStatus,
  opioidEvidence: wordsField(400).optional(),
  allergies: z.array(z.strictObject({ substance: wordsField(80), reaction: wordsField(120) })).max(40),
  conditions: z.array(condition).max(20),
  medicines: z
    .array(
      z.strictObject({
        name: wordsField(80),
        kind: medicineKind,
        intended: z.boolean(),
        dailyMme: decimalField().optional(),
      }),
    )
    .max(60),
});
export type PatientFacts = z.infer<typeof patientFacts>;

/** Plausibility limits for asking back. House rule (errors.md 35), editable in the site settings. */
const ADULT = { lightest: quantity('30 kg', 'weight'), heaviest: quantity('250 kg', 'weight') };
const HEIGHT = { shortest: quantity('100 cm', 'height'), tallest: quantity('230 cm', 'height') };
const POUNDS = exact('0.45359237');

/** Body-mass index in kg/m², for the question only. */
const bmi = (kg: Weight, cm: Quantity<'height'>) => {
  const metres = inBase(cm).div(100n);
  return inBase(kg).div(metres.mul(metres));
};

/** What can not stand in a patient's facts on a given day: each a named refusal, none repaired. */
export function patientIssues(p: PatientFacts, today: Day): Issue[] {
  const found: Issue[] = [];
  const birth = unwrap(parseDate(p.birthDate));
  if (birth > today)
    found.push(issue('birth-date-in-future', p.birthDate, 'a birth date not after today', 'birthDate'));
  for (const fact of ['weight', 'height', 'creatinine', 'qtc'] as const) {
    const on = p[fact]?.on;
    if (on !== undefined && unwrap(parseDate(on)) > today)
      found.push(issue('measured-in-future', on, 'the date on which it was measured', `${fact}.on`));
  }
  if (p.opioidStatus === 'tolerant' && p.opioidEvidence === undefined)
    found.push(
      issue('opioid-evidence-missing', null, 'drug, dose and dates over at least 7 days', 'opioidEvidence'),
    );
  const isAdult = birth > today || ageOn(birth, today).years >= 18;
  if (p.height) found.push(...heightIssues(p.height.value, isAdult));
  if (p.weight && p.weight.confirmed !== true) found.push(...weightIssues(p.weight.value, p.height?.value));
  return found;
}

function heightIssues(text: string, isAdult: boolean): Issue[] {
  const height = quantity(text, 'height');
  if (height.unit.code === 'm')
    return [issue('height-in-metres', text, 'height in cm or in', 'height.value')];
  // a child may be shorter than any adult; nothing here says from where on a height is odd in one
  const isTall = compare(height, HEIGHT.tallest) > 0;
  const isShort = isAdult ? compare(height, HEIGHT.shortest) < 0 : isZero(height);
  if (!isTall && !isShort) return [];
  const accepted = isAdult ? 'a height from 100 cm to 230 cm' : 'a height above zero, up to 230 cm';
  return [issue('height-implausible', text, accepted, 'height.value')];
}

function weightIssues(text: string, heightText: string | undefined): Issue[] {
  const weight = quantity(text, 'weight');
  if (weight.unit.code === 'kg' && looksLikePounds(weight, heightText))
    return [
      issue(
        'weight-looks-like-pounds',
        text,
        `${quantityText(weight).replace('kg', 'lb')} if pounds were meant, or the same weight marked as confirmed`,
        'weight.value',
      ),
    ];
  const plausible = compare(weight, ADULT.lightest) >= 0 && compare(weight, ADULT.heaviest) <= 0;
  return plausible
    ? []
    : [
        issue(
          'weight-implausible',
          text,
          'a weight from 30 kg to 250 kg, or the same weight marked as confirmed',
          'weight.value',
        ),
      ];
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
    bmi(kg, height).compare(40n) >= 0 &&
    bmi(asPounds, height).compare(exact('18.5')) >= 0 &&
    bmi(asPounds, height).compare(30n) <= 0
  );
}

const CG: Source = {
  id: 'CG-1976',
  title:
    'Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31 (from general knowledge, verify)',
};
const DEVINE: Source = {
  id: 'DEVINE-1974',
  title: 'Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650 (from general knowledge, verify)',
};
const ADJUSTED: Source = {
  id: 'ADJBW',
  title: 'Adjusted body weight: IBW + 0.4 × (actual − IBW) (from general knowledge, verify)',
};

/** Devine ideal weight. Adults of 60 in and taller; `undefined` below: the formula is not valid there. */
export function idealWeight(p: PatientFacts): Derivation<'weight'> | undefined {
  if (!p.height) return undefined;
  const inches = plain(to(quantity(p.height.value, 'height'), 'in').amount);
  if (inches.amount.compare(60n) < 0) return undefined;
  const perInch = times(
    named('2.3 kg', quantity('2.3 kg')),
    minus(named('height in inches', inches), number('60')),
  );
  const base = p.sex === 'male' ? named('50 kg', quantity('50 kg')) : named('45.5 kg', quantity('45.5 kg'));
  return derive('ibw', 'ideal body weight', plus(base, perInch), unit('kg', 'weight'), DEVINE);
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
): Clearance | { readonly missing: string } {
  if (!p.creatinine) return { missing: 'creatinine' };
  if (!p.weight) return { missing: 'weight' };
  if (!p.height) return { missing: 'height' };
  const ideal = idealWeight(p);
  if (!ideal) return { missing: 'ideal weight (height under 60 in: enter one by hand)' };
  const actual = to(quantity(p.weight.value, 'weight'), 'kg');
  const [use, steps] = chooseWeight(actual, ideal);
  const creatinine = plain(to(quantity(p.creatinine.value, 'mass/volume'), 'mg/dL').amount);
  if (creatinine.amount.n === 0n) return { missing: 'creatinine above zero' };
  const kilograms = plain(use.value.amount);
  const ml: Expr = named('1 mL/min', quantity('1 mL/min'));
  const raw = times(
    times(
      minus(number('140'), named('age in years', plain(BigInt(years)))),
      named(`${use.kind} weight in kg`, kilograms),
    ),
    ml,
  );
  const sexed = p.sex === 'female' ? times(raw, number('0.85')) : raw;
  const under = times(number('72'), named('serum creatinine in mg/dL', creatinine));
  const clearance = derive(
    'crcl',
    `creatinine clearance (${use.kind} weight)`,
    over(sexed, under),
    unit('mL/min'),
    CG,
  );
  return { clearance, steps: [...steps, clearance], weightUsed: use.kind };
}

function chooseWeight(
  actual: Weight,
  ideal: Derivation<'weight'>,
): [{ kind: Clearance['weightUsed']; value: Weight }, Derivation[]] {
  if (compare(actual, ideal.result) < 0) return [{ kind: 'actual', value: actual }, [ideal]];
  const edge = { amount: ideal.result.amount.mul(exact('1.3')), unit: ideal.result.unit };
  if (compare(actual, edge) <= 0) return [{ kind: 'ideal', value: ideal.result }, [ideal]];
  const excess = minus(named('actual weight', actual), step(ideal));
  const adjusted = derive(
    'adjbw',
    'adjusted body weight',
    plus(step(ideal), times(number('0.4'), excess)),
    unit('kg', 'weight'),
    ADJUSTED,
  );
  return [{ kind: 'adjusted', value: adjusted.result }, [ideal, adjusted]];
}

export const ageAt = (p: PatientFacts, at: Minute) => ageOn(unwrap(parseDate(p.birthDate)), dayOf(at));

/** Days since a fact was measured. */
export const factAge = (on: string, at: Minute): number => dayOf(at) - unwrap(parseDate(on));
