import type { Derivation } from '../../derivation/derivation.ts';
import type { Quantity } from '../../number/quantity.ts';
import { actualWeight, adjusted, devine, lean, type Sex } from '../../order/body.ts';
import { refuseField } from '../calculator.ts';

type WeightUse = 'actual' | 'ideal' | 'adjusted' | 'lean';

/** The weight to dose by, with the way to it. Asks for sex and height where the choice needs them. */
export function weightFor(
  use: WeightUse,
  actual: Quantity | undefined,
  sex: Sex | undefined,
  height: Quantity | undefined,
): Derivation[] {
  if (!actual && use !== 'ideal') refuseField('weight', 'missing', null, { code: 'actual-weight-for', use });
  if (use === 'actual' && actual) return [actualWeight(actual)];
  if (!sex) refuseField('sex', 'missing', null, { code: 'sex-for', use });
  if (!height) refuseField('height', 'missing', null, { code: 'height-for', use });
  if (use === 'lean' && actual) {
    const found = lean(sex, actual, height, 'janmahasatian');
    return [...found.steps, found.lean];
  }
  const ideal = devine(sex, height);
  return use === 'ideal' || !actual ? [ideal] : [ideal, adjusted(actual, ideal)];
}
