import { amount, type Fact } from '../answers/facts.ts';
import { exact } from '../number/notation.ts';
import {
  compare,
  inBase,
  least,
  of,
  quantity,
  recorded,
  type Concentration,
  quantityText,
  type Volume,
} from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { unit } from '../number/units.ts';
import { standardsFor } from '../formulary/standards.ts';
import { failing, houseRule, ofDrug, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'preparation-concentration';
const ORDERED = houseRule('bag-not-as-ordered', 'hard');
const CHANGED = houseRule('concentration-changed', 'soft');
const STRONG = houseRule('strong-concentration-for-naive', 'soft');

function standards(f: Facts): Concentration[] {
  return standardsFor(f.drug, f.order.route).map((c) => of(exact(c.value), unit(c.unit, 'mass/volume')));
}

/** What one dose by SC may come to: the soft rule of the route for one injection. */
const ofOneInjection = (f: Facts): Volume | null => {
  const rule = f.library.formulary.route_rules.find(
    (r) => r.kind === 'single_dose' && r.severity === 'soft' && r.routes.includes(f.order.route),
  );
  return rule === undefined ? null : quantity(`${rule.amount} ${rule.unit}`, 'volume');
};

/** The weakest standard in which a dose goes under the skin at all; by other routes the weakest. */
function leastThatFits(f: Facts, first: Concentration, rest: readonly Concentration[]): Concentration {
  const most = ofOneInjection(f);
  const dose = f.highest.demand ?? f.regimen.dose?.amount ?? null;
  const fits = [first, ...rest].filter(
    (c) => most === null || dose === null || inBase(dose).compare(inBase(c).mul(inBase(most))) <= 0,
  );
  const [one, ...others] = fits;
  return one === undefined ? f.preparation.concentration.result : least(one, ...others);
}

function changed({ preparation, previous }: Pick<Facts, 'preparation' | 'previous'>): Finding[] {
  const before = previous?.concentration;
  if (before === undefined) return [];
  const made = preparation.concentration.result;
  const answer = {
    subject: 'concentration',
    observed: amount(made),
    limit: { code: 'before', value: before },
  } as const;
  return [
    compare(made, recorded(before, 'mass/volume')) === 0
      ? pass(CHECK, CHANGED, answer)
      : failing(CHECK, CHANGED, answer),
  ];
}

export const preparationConcentration: Check = {
  id: CHECK,
  asks: 'Is the bag what was ordered, does its concentration differ from the last one, and is it a strong one for this patient?',
  run: (f): Finding[] => {
    const made = f.preparation.concentration.result;
    const found: Finding[] = [];
    const answer = { subject: 'concentration', observed: amount(made) } as const;
    const held = (rule: typeof ORDERED, fails: boolean, limit: Fact) =>
      found.push(
        fails ? failing(CHECK, rule, { ...answer, limit }) : pass(CHECK, rule, { ...answer, limit }),
      );
    if (f.order.concentration !== undefined)
      held(ORDERED, compare(made, quantity(f.order.concentration, 'mass/volume')) !== 0, {
        code: 'ordered',
        value: f.order.concentration,
      });
    found.push(...changed(f), ...f.also.flatMap((x) => changed(x).map((c) => ofDrug(x, c))));
    const [first, ...rest] = standards(f);
    if (first && f.patient.opioidStatus !== 'tolerant' && f.drug.class_ids.includes('opioid_full_agonist')) {
      const usual = leastThatFits(f, first, rest);
      held(STRONG, compare(made, usual) > 0, { code: 'usual', value: quantityText(usual) });
    }
    return found;
  },
};
