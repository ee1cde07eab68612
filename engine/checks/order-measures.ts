import { exact, aboutText } from '../notation.ts';
import { factAge } from '../patient.ts';
import { quantity, quantityText, to } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, pass, type Check, type Facts } from './check.ts';
import { ratioOf } from './slips.ts';

const CHECK = 'order-measures';
const CHANGED = houseRule(
  'weight-changed',
  'soft',
  'The weight differs from the one before by more than the site takes for a change: weigh again, and compare the name.',
  'errors.md 35 (WT)',
);
const HEIGHT = houseRule(
  'height-stale',
  'soft',
  'The height is older than the site allows: ideal weight and creatinine clearance rest on it.',
);
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
    observed: quantityText(to(quantity(now.value, 'weight'), 'kg')),
    limit: `${before.value} on ${before.on}`,
  };
  if (ratio.sub(1n).abs().compare(exact(house.weightChange)) <= 0) return [pass(CHECK, CHANGED, answer)];
  const factor = ratio.compare(1n) > 0 ? ratio : ratio.inverse();
  const pounds = factor.div(POUND).sub(1n).abs().compare(exact(house.poundSpread)) <= 0;
  const words = pounds
    ? ratio.compare(1n) > 0
      ? ' It looks like lb entered as kg.'
      : ' It looks like kg entered as lb.'
    : ` It is ${aboutText(ratio, 3)} times the one before.`;
  return [failing(CHECK, CHANGED, { ...answer, message: `${CHANGED.message}${words}` })];
}

function height(f: Facts): Finding[] {
  if (!f.patient.height) return [];
  const allowed = f.library.site.maxAge.height;
  const age = factAge(f.patient.height.on, f.at);
  const answer = {
    subject: 'height',
    observed: `${f.patient.height.value}, ${age} days old`,
    limit: `${allowed} days`,
  };
  const stale = exact(BigInt(age)).compare(exact(allowed)) > 0;
  return [stale ? failing(CHECK, HEIGHT, answer) : pass(CHECK, HEIGHT, answer)];
}

export const orderMeasures: Check = {
  id: CHECK,
  asks: 'Is the weight near the one before, and not lb for kg or the next patient’s? Is the height recent?',
  run: (f) => [...weight(f), ...height(f)],
};
