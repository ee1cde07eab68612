import { exact } from '../notation.ts';
import { compare, least, of, quantity, recorded, shownText, type Concentration } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, houseRule, pass, type Check, type Facts } from './check.ts';

const CHECK = 'preparation-concentration';
const ORDERED = houseRule(
  'bag-not-as-ordered',
  'hard',
  'What is in the bag is not the concentration that was ordered.',
  'errors.md 4, 22',
);
const CHANGED = houseRule(
  'concentration-changed',
  'soft',
  'Another concentration than in the last order: the pump may still hold the old one, and the line does.',
  'ISMP-040729; errors.md 4 (CONC-MIN)',
);
const STRONG = houseRule(
  'strong-concentration-for-naive',
  'soft',
  'A stronger standard concentration than the usual one, in a patient who is not opioid-tolerant.',
  'formulary, uses of the standard concentrations',
);

function standards(f: Facts): Concentration[] {
  return f.drug.standard_concentrations.map((c) => of(exact(c.value), unit(c.unit, 'mass/volume')));
}

export const preparationConcentration: Check = {
  id: CHECK,
  asks: 'Is the bag what was ordered, does its concentration differ from the last one, and is it a strong one for this patient?',
  run: (f): Finding[] => {
    const made = f.preparation.concentration.result;
    const found: Finding[] = [];
    const answer = { subject: 'concentration', observed: shownText(made) };
    const held = (rule: typeof ORDERED, fails: boolean, limit: string) =>
      found.push(
        fails ? failing(CHECK, rule, { ...answer, limit }) : pass(CHECK, rule, { ...answer, limit }),
      );
    if (f.order.concentration !== undefined)
      held(
        ORDERED,
        compare(made, quantity(f.order.concentration, 'mass/volume')) !== 0,
        `ordered ${f.order.concentration}`,
      );
    const before = f.previous?.concentration;
    if (before !== undefined)
      held(CHANGED, compare(made, recorded(before, 'mass/volume')) !== 0, `${before} before`);
    const [first, ...rest] = standards(f);
    if (first && f.patient.opioidStatus !== 'tolerant' && f.drug.class_ids.includes('opioid_full_agonist')) {
      const usual = least(first, ...rest);
      held(STRONG, compare(made, usual) > 0, `usual ${shownText(usual)}`);
    }
    return found;
  },
};
