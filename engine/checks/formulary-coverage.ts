import { amount } from '../answers/facts.ts';
import { isOpioid, type DoseRule } from '../formulary/formulary.ts';
import { linesUnder } from './formulary-doses.ts';
import { boundByBaseline } from './formulary-tolerance.ts';
import { houseRule, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { rulesFor } from '../facts/rules-for.ts';
import { type Mass } from '../number/quantity.ts';
import { isBesideTheBlood } from '../order/routes.ts';

const CHECK = 'formulary-coverage';
const RULE = houseRule('no-library-limit', 'soft');
const NO_LIMIT = houseRule('no-limit-for-route', 'hard');
const WINDOWS: readonly DoseRule['kind'][] = ['hourly', '4_hourly', '24h', 'rate', 'weight_based'];

/** Kinds of rule that bound an amount of drug: a route without one has no limit at all. */
const AMOUNTS = new Set<DoseRule['kind']>([
  'single_dose',
  'hourly',
  '4_hourly',
  '24h',
  'rate',
  'weight_based',
  'titration_dose',
  'lifetime_episode',
]);

/** What is given at one time, by the patient's button or by the clock. */
const SINGLE: readonly { name: 'demand dose' | 'scheduled dose'; of: (f: Facts) => Mass | null }[] = [
  { name: 'demand dose', of: (f) => f.highest.demand },
  { name: 'scheduled dose', of: (f) => f.regimen.dose?.amount ?? null },
];

function covered(f: Facts, kinds: readonly DoseRule['kind'][], is: (line: string) => boolean): boolean {
  return rulesFor(f, ...kinds).some((r) => linesUnder(r, f).some(is));
}

export const formularyCoverage: Check = {
  id: CHECK,
  asks: 'Does the library hold a limit for each dose and for the worst case of this patient at all?',
  run: (f) => {
    const value = amount(f.worst.day.amount.result);
    if (!rulesFor(f).some((r) => AMOUNTS.has(r.kind)))
      return [
        notDone(
          CHECK,
          NO_LIMIT,
          { code: 'library-limit', of: { code: 'worst-case limit' }, drug: f.name, route: f.order.route },
          { subject: 'route', observed: value },
        ),
      ];
    // a tolerant patient's limits are shares of the baseline
    const byBaseline = boundByBaseline(f);
    const lines = [
      ...SINGLE.flatMap(({ name, of }) => {
        const dose = of(f);
        if (!dose) return [];
        const is =
          byBaseline ||
          covered(f, ['single_dose'], (line) => line === name) ||
          // beside a nerve or the cord an hour is bounded, and what a button gives stands in it
          (isBesideTheBlood(f.order.route) &&
            covered(f, ['rate', 'hourly'], (line) => line.startsWith('worst case')));
        return [{ subject: `${name} limit`, line: { code: name }, is, value: amount(dose) } as const];
      }),
      {
        subject: 'worst-case limit',
        line: { code: 'worst-case limit' },
        is: byBaseline || covered(f, WINDOWS, (line) => line.startsWith('worst case')),
        value,
      } as const,
    ];
    // the limits of other drugs by vein and under the skin are near; of an opioid into a muscle nothing stands there
    const severity = isOpioid(f.drug) && f.order.route === 'IM' ? 'hard' : 'soft';
    return lines.map(({ subject, line, is, value: observed }) =>
      is
        ? pass(CHECK, RULE, { subject, observed })
        : notDone(
            CHECK,
            RULE,
            { code: 'library-limit', of: line, drug: f.name, route: f.order.route },
            { subject, observed, severity },
          ),
    );
  },
};
