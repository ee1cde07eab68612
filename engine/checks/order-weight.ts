import { amount } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import type { Facts } from '../facts/facts.ts';
import { isOpioid } from '../formulary/formulary.ts';
import { inBase, quantity, quantityText, recorded, scale, type Quantity } from '../number/quantity.ts';
import { adjusted, bmi } from '../order/body.ts';
import { idealWeight, leanWeight } from '../order/patient.ts';
import { failing, houseRule, pass, type Check } from './check.ts';

const CHECK = 'order-weight';
const WHICH = houseRule('weight-for-dose', 'soft');

/** Opioids and ketamine by ideal or adjusted weight; local anaesthetics by the actual one, under their fixed maximum. */
const speaksOf = (f: Facts): boolean => isOpioid(f.drug) || f.drug.class_ids.includes('nmda_antagonist');

function others(
  f: Facts,
  value: Quantity,
): { readonly weight: 'ideal' | 'adjusted' | 'lean'; readonly value: string }[] {
  const ideal = idealWeight(f.patient);
  const lean = leanWeight(f.patient);
  const by = (kilograms: Quantity): string =>
    f.weight ? quantityText(scale(value, inBase(kilograms).div(inBase(f.weight)))) : '';
  return [
    ...(ideal && f.weight
      ? [
          { weight: 'ideal' as const, value: by(ideal.result) },
          { weight: 'adjusted' as const, value: by(adjusted(f.weight, ideal).result) },
        ]
      : []),
    ...(lean ? [{ weight: 'lean' as const, value: by(lean.lean.result) }] : []),
  ];
}

export const orderWeight: Check = {
  id: CHECK,
  asks: 'Is a dose by weight of an obese patient by the weight that is meant, and what would the other weights give?',
  run: (f) => {
    if (!f.weight || !f.patient.height || !speaksOf(f)) return [];
    const lines = f.regimen.lines.filter((l) => l.ordered.includes('/kg'));
    if (lines.length === 0) return [];
    const index = bmi(f.weight, quantity(f.patient.height.value, 'height'));
    const obese = index.result.amount.compare(30n) >= 0;
    return lines.map((l) => {
      const value = recorded(l.exact);
      const answer = { subject: text(l.name), observed: amount(value) };
      return obese
        ? failing(CHECK, WHICH, {
            ...answer,
            limit: { code: 'by-other-weights', by: others(f, value) },
            derivations: [index],
          })
        : pass(CHECK, WHICH, answer);
    });
  },
};
