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
} from '../../derivation.ts';
import { exact } from '../../notation.ts';
import { compare, plain, quantity, quantityText, to, type Quantity } from '../../quantity.ts';
import { unit, type Dimension } from '../../units.ts';
import { refuseField } from '../calculator.ts';
import { ADJUSTED, BMI, DEVINE, LEAN } from '../sources.ts';

const kg = unit('kg', 'weight');
export const SEXES = ['female', 'male'] as const;
export type Sex = (typeof SEXES)[number];
export const LEAN_FORMULAS = ['janmahasatian', 'boer', 'james'] as const;
export type LeanFormula = (typeof LEAN_FORMULAS)[number];

const inUnit = (name: string, q: Quantity, code: string): Expr =>
  named(`${name} in ${code}`, plain(to(q, code).amount));
const inKg = (e: Expr): Expr => times(e, named('1 kg', quantity('1 kg', 'weight')));

/** Devine ideal weight, kg. Refuses a height under 60 in: the formula was fitted above it. */
export function devine(sex: Sex, height: Quantity, path = 'height'): Derivation<'weight'> {
  if (compare(height, quantity('60 in', 'height')) < 0)
    refuseField(
      path,
      'height-under-validity',
      quantityText(height),
      'a height of 60 in (152.4 cm) or more; enter an ideal weight by hand below it',
    );
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
    refuseField(
      'weight',
      'weight-below-ideal',
      quantityText(actual),
      `a weight of at least the ideal weight, ${quantityText(ideal.result)}: below it the actual weight is used`,
    );
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
    refuseField(
      'weight',
      'outside-formula',
      quantityText(weight),
      `a weight and height for which the ${formula} formula gives a part of the weight`,
    );
  return { steps, lean: d };
}

/** Body mass index, kg/m2. */
export function bmi(weight: Quantity, height: Quantity): Derivation {
  const metres = inUnit('height', height, 'm');
  const square = times(times(metres, metres), named('1 m2', quantity('1 m2', 'surface')));
  return derive('bmi', 'body mass index', over(named('weight', weight), square), unit('kg/m2'), BMI);
}

export type WeightUse = 'actual' | 'ideal' | 'adjusted' | 'lean';

/** Above this share of the ideal weight the adjusted weight is used. Source: calculations.md 13 (from general knowledge). */
const OBESE = exact('1.3');

/** Actual below ideal, ideal up to 1.3 × ideal, adjusted above. */
export function chosen(actual: Quantity, ideal: Derivation<'weight'>): Exclude<WeightUse, 'lean'> {
  if (compare(actual, ideal.result) < 0) return 'actual';
  return compare(to(actual, kg), { amount: ideal.result.amount.mul(OBESE), unit: kg }) > 0
    ? 'adjusted'
    : 'ideal';
}

/** The weight to dose by, with the way to it. Asks for sex and height where the choice needs them. */
export function weightFor(
  use: WeightUse,
  actual: Quantity | undefined,
  sex: Sex | undefined,
  height: Quantity | undefined,
): Derivation[] {
  if (!actual && use !== 'ideal')
    refuseField('weight', 'missing', null, `the actual weight, for the ${use} weight`);
  if (use === 'actual' && actual)
    return [derive('weight-used', 'actual weight', named('actual weight', actual), kg, ADJUSTED)];
  if (!sex) refuseField('sex', 'missing', null, `female or male, for the ${use} weight`);
  if (!height) refuseField('height', 'missing', null, `the height, for the ${use} weight`);
  if (use === 'lean' && actual) {
    const found = lean(sex, actual, height, 'janmahasatian');
    return [...found.steps, found.lean];
  }
  const ideal = devine(sex, height);
  return use === 'ideal' || !actual ? [ideal] : [ideal, adjusted(actual, ideal)];
}
