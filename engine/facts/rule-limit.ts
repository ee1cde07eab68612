import { derive, named, times, type Derivation } from '../derivation/derivation.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { of, type Quantity, type Weight } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { idealWeight, leanWeight } from '../order/patient.ts';
import type { Facts } from './facts.ts';
import type { Missing } from '../answers/missing.ts';

/**
 * The amount that a dose rule allows this patient. In: the rule, the facts, a quantity whose dimension is asked for. Out:
 * the limit with the way from a limit per kg to it, or the measure that is missing. Source: the rule's own.
 */
export function limitOf(
  rule: DoseRule,
  f: Facts,
  like: Quantity,
): { limit: Quantity; steps: Derivation[] } | { readonly missing: Missing } {
  const base = of(exact(rule.amount), unit(rule.unit, like.unit.dimension));
  if (rule.per === 'none') return { limit: base, steps: [] };
  const body = WEIGHTS[rule.per](f);
  if ('missing' in body) return body;
  const perKg = of(base.amount, unit(perKgUnit(rule.unit)));
  const scaled = derive(
    `${rule.id}-limit`,
    'limit for this weight',
    times(named('limit per kg', perKg), named(body.name, body.kilograms)),
    base.unit,
    rule.source,
  );
  return { limit: scaled.result, steps: [...body.steps, scaled] };
}

interface Body {
  readonly name: string;
  readonly kilograms: Weight;
  readonly steps: readonly Derivation[];
}
/** Which weight a limit per kg is multiplied by. */
const WEIGHTS: Readonly<
  Record<Exclude<DoseRule['per'], 'none'>, (f: Facts) => Body | { readonly missing: Missing }>
> = {
  kg_actual: ({ weight }) =>
    weight ? { name: 'weight', kilograms: weight, steps: [] } : { missing: { code: 'weight' } },
  kg_IBW: ({ patient }) => {
    const ideal = idealWeight(patient);
    return ideal
      ? { name: 'ideal weight', kilograms: ideal.result, steps: [ideal] }
      : { missing: { code: 'ideal-weight' } };
  },
  kg_LBW: ({ patient }) => {
    const lean = leanWeight(patient);
    return lean
      ? { name: 'lean weight', kilograms: lean.lean.result, steps: [...lean.steps, lean.lean] }
      : { missing: { code: 'lean-weight' } };
  },
};

const perKgUnit = (text: string): string => {
  const [over = '', ...rest] = text.split('/');
  return [over, 'kg', ...rest].join('/');
};
