import type { Coded } from '../answers/accepted.ts';
import {
  derive,
  minus,
  named,
  number,
  over,
  plus,
  step,
  stepIn,
  times,
  type Derivation,
  type Expr,
  type Source,
} from '../derivation/derivation.ts';
import { exact, type Exact } from '../number/notation.ts';
import { compare, plain, quantity, quantityText, to, type Quantity } from '../number/quantity.ts';
import { issue, Refused } from '../number/result.ts';
import { unit, type Dimension } from '../number/units.ts';

/** What is computed of a body: each formula stands here once, for orders and for calculators. */

export const DEVINE: Source = {
  id: 'DEVINE-1974',
  title: 'Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650 (from general knowledge, verify)',
};
export const ADJUSTED: Source = {
  id: 'ADJBW',
  title: 'Adjusted body weight: IBW + 0.4 × (actual − IBW), above 1.3 × IBW (from general knowledge, verify)',
};
export const LEAN: Source = {
  id: 'LBW',
  title:
    'Janmahasatian S et al. Clin Pharmacokinet 2005;44:1051; Boer P. Am J Physiol 1984;247:F632; James WPT 1976 (from general knowledge, verify)',
};
export const BMI: Source = {
  id: 'WHO-BMI',
  title: 'WHO: body mass index, kg/m² (from general knowledge, verify)',
};
export const CG: Source = {
  id: 'CG-1976',
  title:
    'Cockcroft DW, Gault MH. Nephron 1976;16:31 (from general knowledge, verify); weight choice: house rule',
};

const refuse = (path: string, code: string, given: string | null, accepted: Coded): never => {
  throw new Refused(issue(code, given, accepted, path));
};
const kg = unit('kg', 'weight');
export const SEXES = ['female', 'male'] as const;
export type Sex = (typeof SEXES)[number];
export const LEAN_FORMULAS = ['janmahasatian', 'boer', 'james'] as const;
type LeanFormula = (typeof LEAN_FORMULAS)[number];

const inUnit = (name: string, q: Quantity, code: string): Expr =>
  named(`${name} in ${code}`, plain(to(q, code).amount));
const inKg = (e: Expr): Expr => times(e, named('1 kg', quantity('1 kg', 'weight')));

/** Is a person tall enough for the formula? Source: Devine 1974 was fitted above 60 in. */
export const reachesDevine = (height: Quantity): boolean => compare(height, quantity('60 in', 'height')) >= 0;

/** Devine ideal weight, kg. Refuses a height under 60 in: the formula was fitted above it. */
export function devine(sex: Sex, height: Quantity, path = 'height'): Derivation<'weight'> {
  if (!reachesDevine(height))
    refuse(path, 'height-under-validity', quantityText(height), { code: 'height-of-devine' });
  const base = sex === 'male' ? '50 kg' : '45.5 kg';
  const perInch = times(
    named('2.3 kg', quantity('2.3 kg', 'weight')),
    minus(inUnit('height', height, 'in'), number('60')),
  );
  return derive(
    'ideal-weight',
    'ideal body weight',
    plus(named(base, quantity(base, 'weight')), perInch),
    kg,
    DEVINE,
  );
}

/** IBW + factor × (actual − IBW), kg. The usual factor is 0.4. */
export function adjusted(
  actual: Quantity,
  ideal: Derivation<'weight'>,
  factor: Expr = number('0.4'),
): Derivation<'weight'> {
  if (compare(actual, ideal.result) < 0)
    refuse('weight', 'weight-below-ideal', quantityText(actual), {
      code: 'at-least-ideal-weight',
      value: quantityText(ideal.result),
    });
  const excess = minus(named('actual weight', actual), step(ideal));
  return derive(
    'adjusted-weight',
    'adjusted body weight',
    plus(step(ideal), times(factor, excess)),
    kg,
    ADJUSTED,
  );
}

/** Lean body weight, kg, by one of three published formulas. Refuses where the formula gives nothing above zero. */
export function lean(
  sex: Sex,
  weight: Quantity,
  height: Quantity,
  formula: LeanFormula,
): { steps: Derivation[]; lean: Derivation<'weight'> } {
  const [w, h] = [inUnit('weight', weight, 'kg'), inUnit('height', height, 'cm')];
  const male = sex === 'male';
  const steps: Derivation[] = [];
  const make = (): Expr => {
    if (formula === 'boer')
      return minus(
        plus(times(number(male ? '0.407' : '0.252'), w), times(number(male ? '0.267' : '0.473'), h)),
        number(male ? '19.2' : '48.3'),
      );
    if (formula === 'james')
      return minus(
        times(number(male ? '1.1' : '1.07'), w),
        times(number(male ? '128' : '148'), times(over(w, h), over(w, h))),
      );
    const index = bmi(weight, height);
    steps.push(index);
    const under = plus(
      number(male ? '6680' : '8780'),
      times(number(male ? '216' : '244'), stepIn(index, 'BMI', 'kg/m2')),
    );
    return over(times(number('9270'), w), under);
  };
  const d = derive('lean-weight', `lean body weight (${formula})`, inKg(make()), kg, LEAN);
  if (d.result.amount.compare(0n) <= 0 || compare<Dimension>(d.result, weight) > 0)
    refuse('weight', 'outside-formula', quantityText(weight), { code: 'within-formula', formula });
  return { steps, lean: d };
}

/** Body mass index, kg/m2. */
export function bmi(weight: Quantity, height: Quantity): Derivation {
  const metres = inUnit('height', height, 'm');
  const square = times(times(metres, metres), named('1 m2', quantity('1 m2', 'surface')));
  return derive('bmi', 'body mass index', over(named('weight', weight), square), unit('kg/m2'), BMI);
}

/** Above this share of the ideal weight the adjusted weight is used. Source: calculations.md 13 (from general knowledge). */
const OBESE = exact('1.3');

/** Actual below ideal, ideal up to 1.3 × ideal, adjusted above. */
export function chosen(actual: Quantity, ideal: Derivation<'weight'>): 'actual' | 'ideal' | 'adjusted' {
  if (compare(actual, ideal.result) < 0) return 'actual';
  return compare(to(actual, kg), { amount: ideal.result.amount.mul(OBESE), unit: kg }) > 0
    ? 'adjusted'
    : 'ideal';
}

/**
 * Cockcroft–Gault, mL/min. In: age in years, sex, the weight that is used with its kind, serum creatinine in mg/dL above
 * zero. Source: Cockcroft and Gault 1976; which weight is used is a house rule (`chosen`).
 */
export function cockcroftGault(
  years: Exact,
  sex: Sex,
  use: 'actual' | 'ideal' | 'adjusted' | 'lean',
  weight: Derivation,
  creatinine: Derivation,
): Derivation {
  const above = times(
    minus(number('140'), named('age in years', plain(years))),
    stepIn(weight, `${use} weight in kg`, 'kg'),
  );
  const sexed = sex === 'female' ? times(above, number('0.85')) : above;
  const under = times(number('72'), stepIn(creatinine, 'serum creatinine in mg/dL', 'mg/dL'));
  return derive(
    'clearance',
    `creatinine clearance (${use} weight)`,
    over(times(sexed, named('1 mL/min', quantity('1 mL/min'))), under),
    unit('mL/min'),
    CG,
  );
}

/** The weight as it was measured, as a line of its own. */
export const actualWeight = (actual: Quantity): Derivation<'weight'> =>
  derive('weight-used', 'actual weight', named('actual weight', actual), kg, ADJUSTED);
