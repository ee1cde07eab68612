import { amount } from '../answers/facts.ts';
import { exact, exactText } from '../number/notation.ts';
import { factAge } from '../order/patient.ts';
import { compare, inBase, quantity, quantityText, to } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { ratioOf } from './entry-error.ts';

const CHECK = 'order-measures';
const CHANGED = houseRule('weight-changed', 'soft');
const BODY = houseRule('weight-against-height', 'soft');
const IMPOSSIBLE = houseRule('body-not-possible', 'hard');
const HEIGHT = houseRule('height-stale', 'soft');
const UNUSUAL = houseRule('measure-unusual', 'soft');
/** kg in lb, to four places: near enough to give a change its name. */
const POUND = exact('2.2046');

function weight(f: Facts): Finding[] {
  const house = f.library.site.plausibility;
  const { weight: now, earlierWeight: before } = f.patient;
  if (!now || !before) return [];
  const ratio = ratioOf(quantity(now.value, 'weight'), quantity(before.value, 'weight'));
  if (ratio === null) return [];
  const answer = {
    subject: 'weight',
    observed: amount(to(quantity(now.value, 'weight'), 'kg')),
    limit: { code: 'measured-on', value: before.value, on: before.on },
  } as const;
  if (ratio.sub(1n).abs().compare(exact(house.weightChange)) <= 0) return [pass(CHECK, CHANGED, answer)];
  const factor = ratio.compare(1n) > 0 ? ratio : ratio.inverse();
  const pounds = factor.div(POUND).sub(1n).abs().compare(exact(house.poundSpread)) <= 0;
  const looks = ratio.compare(1n) > 0 ? ('lb-as-kg' as const) : ('kg-as-lb' as const);
  const message = { code: 'weight-changed', ratio: exactText(ratio), ...(pounds && { looks }) } as const;
  return [failing(CHECK, CHANGED, { ...answer, message })];
}

function together(f: Facts): Finding[] {
  const { weight: now, height: tall } = f.patient;
  if (!now || !tall || f.years < 18) return [];
  const metres = inBase(quantity(tall.value, 'height')).div(100n);
  const index = inBase(quantity(now.value, 'weight')).div(metres.mul(metres));
  const answer = {
    subject: 'weight',
    observed: { code: 'weight-and-height', weight: now.value, height: tall.value },
  } as const;
  const { usual, possible } = f.library.site.plausibility;
  const isOutside = ({ least, most }: { least: string; most: string }) =>
    index.compare(exact(least)) < 0 || index.compare(exact(most)) > 0;
  // that a weight was confirmed does not make it possible
  if (isOutside(possible.bodyMassIndex)) return [failing(CHECK, IMPOSSIBLE, answer)];
  const odd = now.confirmed !== true && isOutside(usual.bodyMassIndex);
  return [odd ? failing(CHECK, BODY, answer) : pass(CHECK, BODY, answer)];
}

function height(f: Facts): Finding[] {
  if (!f.patient.height) return [];
  const allowed = f.library.site.maxAge.height;
  const age = factAge(f.patient.height.on, f.at);
  const answer = {
    subject: 'height',
    observed: { code: 'measured-days-ago', value: f.patient.height.value, days: age },
    limit: { code: 'days', days: allowed },
  } as const;
  const stale = exact(BigInt(age)).compare(exact(allowed)) > 0;
  return [stale ? failing(CHECK, HEIGHT, answer) : pass(CHECK, HEIGHT, answer)];
}

function unusual(f: Facts): Finding[] {
  if (f.years < 18) return [];
  const creatinine =
    'missing' in f.clearance ? undefined : f.clearance.steps.find((s) => s.id === 'creatinine');
  const measured = [
    ['height', f.patient.height && quantity(f.patient.height.value, 'height')],
    ['creatinine', creatinine?.result],
  ] as const;
  return measured.flatMap(([subject, value]) => {
    if (value === undefined) return [];
    const { usual } = f.library.site.plausibility;
    const [least, most] = [quantity(usual[subject].least), quantity(usual[subject].most)];
    const answer = {
      subject,
      observed: amount(value),
      limit: { code: 'from-to', min: quantityText(least), max: quantityText(most) },
    } as const;
    const fits = compare<string>(value, least) >= 0 && compare<string>(value, most) <= 0;
    return [fits ? pass(CHECK, UNUSUAL, answer) : failing(CHECK, UNUSUAL, answer)];
  });
}

export const orderMeasures: Check = {
  id: CHECK,
  asks: 'Is the weight near the one before, does it go with the height, and is it not lb for kg or the next patient’s? Is the height recent?',
  run: (f) => [...weight(f), ...together(f), ...height(f), ...unusual(f)],
};
