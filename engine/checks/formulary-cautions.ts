import { amount } from '../answers/facts.ts';
import type { Term } from '../answers/subjects.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, scale } from '../number/quantity.ts';
import { factAge } from '../order/patient.ts';

import type { Finding } from './report.ts';
import { failing, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { inPopulation } from '../facts/population.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { isOnDialysis } from '../facts/match.ts';
import { rulesFor } from '../facts/rules-for.ts';
import { linesOf } from './lines.ts';
import { severityFor } from './rule-facts.ts';

const CHECK = 'formulary-cautions';
const KINDS = new Set<DoseRule['kind']>([
  'renal_block',
  'dose_reduction',
  'age_block',
  'home_block',
  'ecg_required',
]);

/** Days in so many months, at most: a quarter of a year has 92. */
const daysIn = (months: string): bigint => exact(months).mul(92n).div(3n).ceil().n;

/** An ECG has to be there and recent (APS 2014: 3 months; older ones of patients without any risk are for a pharmacist to accept). */
export function ecg(rule: DoseRule, f: Facts): Finding {
  const { qtc } = f.patient;
  const subject = 'baseline ECG' as const;
  if (!qtc) return failing(CHECK, rule, { subject, observed: { code: 'none-recorded' } });
  const days = factAge(qtc.on, f.at);
  const allowed = daysIn(rule.amount);
  const answer = {
    subject,
    observed: { code: 'measured-days-ago', value: qtc.value, days },
    limit: { code: 'days', days: `${allowed}` },
  } as const;
  return BigInt(days) > allowed ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
}

/** The unit of a rule that a first dose can satisfy: so many hundredths of the most that the library starts a naive patient with. */
const OF_FIRST_DOSE = 'percent of the first dose';
/**
 * Is every dose of a first order already as low as a rule of reduction asks? Without a limit for a dose nobody knows what the
 * usual one is; who is tolerant, or has a background, does not start by it.
 */
function isReduced(rule: DoseRule, f: Facts): boolean {
  if (rule.unit !== OF_FIRST_DOSE || f.patient.opioidStatus !== 'naive' || !isZero(f.highest.basal))
    return false;
  const share = exact(rule.amount).div(100n);
  const fits = rulesFor(f, 'single_dose')
    .filter((r) => r.direction === 'max' && r.population.opioid_status === 'naive')
    .filter((r) => r.routes.includes(f.order.route) && inPopulation(r.population, f) === 'yes')
    .flatMap((r) =>
      linesOf(r, f).map((line) => {
        if ('missing' in line) return false;
        const limited = limitOf(r, f, line.value);
        return !('missing' in limited) && compare<string>(line.value, scale(limited.limit, share)) <= 0;
      }),
    );
  return fits.length > 0 && fits.every((fit) => fit);
}

function apply(rule: DoseRule, f: Facts): Finding[] {
  if (rule.comparator !== 'predicate' || !KINDS.has(rule.kind) || !rule.routes.includes(f.order.route))
    return [];
  if (rule.kind === 'ecg_required') {
    return [ecg(rule, f)];
  }
  const renal = rule.population.crcl_max_ml_min_excl;
  const match = inPopulation(rule.population, f);
  const subject: Term = renal === undefined ? 'patient' : 'creatinine clearance';
  const answer =
    renal !== undefined && isOnDialysis(f)
      ? { subject, observed: { code: 'conditions', conditions: ['dialysis'] } as const, limit: null }
      : renal !== undefined && !('missing' in f.clearance)
        ? {
            subject,
            observed: amount(f.clearance.clearance.result),
            limit: { code: 'amount', value: `${renal} mL/min` } as const,
            derivations: f.clearance.steps,
          }
        : { subject, observed: { code: 'years', years: f.years } as const, limit: null };
  if (match === 'yes' && !isReduced(rule, f))
    return [failing(CHECK, rule, { ...answer, severity: severityFor(rule, f) })];
  if (match === 'yes' || match === 'no') return [pass(CHECK, rule, answer)];
  // for want of the same fact its milder sister asks, and that is enough
  return [
    notDone(CHECK, rule, match.missing, { subject, ...(rule.softer && { severity: 'soft' as const }) }),
  ];
}

export const formularyCautions: Check = {
  id: CHECK,
  asks: 'Does the library hold a caution for this patient: renal, age, home use, ECG?',
  run: (f) => rulesFor(f).flatMap((rule) => apply(rule, f)),
};
