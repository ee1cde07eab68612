import type { DoseRule } from '../formulary.ts';
import { shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, notDone, pass, type Check, type Facts } from './check.ts';
import { inPopulation } from './population.ts';

const CHECK = 'formulary-cautions';
const KINDS = new Set<DoseRule['kind']>([
  'renal_block',
  'dose_reduction',
  'age_block',
  'home_block',
  'interaction_block',
  'ecg_required',
]);

function apply(rule: DoseRule, f: Facts): Finding[] {
  if (rule.comparator !== 'predicate' || !KINDS.has(rule.kind) || !rule.routes.includes(f.order.route))
    return [];
  if (rule.kind === 'interaction_block') {
    const found = f.patient.medicines.filter(
      (m) => m.kind === 'cyp3a4-inhibitor' || m.kind === 'cyp3a4-inducer-stopped',
    );
    const subject = 'interacting medicine';
    return [
      found.length > 0
        ? failing(CHECK, rule, { subject, observed: found.map((m) => m.name).join(', ') })
        : pass(CHECK, rule, { subject, observed: 'none listed' }),
    ];
  }
  if (rule.kind === 'ecg_required') {
    const { qtc } = f.patient;
    const subject = 'baseline ECG';
    if (qtc) return [pass(CHECK, rule, { subject, observed: `QTc ${qtc.value} of ${qtc.on}` })];
    return [failing(CHECK, rule, { subject, observed: 'none recorded' })];
  }
  const renal = rule.population.crcl_max_ml_min_excl;
  const match = inPopulation(rule.population, f);
  const subject = renal === undefined ? 'patient' : 'creatinine clearance';
  const answer =
    renal !== undefined && !('missing' in f.clearance)
      ? {
          subject,
          observed: shownText(f.clearance.clearance.result),
          limit: `${renal} mL/min`,
          derivations: f.clearance.steps,
        }
      : { subject, observed: `${f.years} y`, limit: null };
  if (match === 'yes') return [failing(CHECK, rule, answer)];
  if (match === 'no') return [pass(CHECK, rule, answer)];
  return [notDone(CHECK, rule, match.missing, { subject })];
}

export const formularyCautions: Check = {
  id: CHECK,
  asks: 'Does the library hold a caution for this patient: renal, age, home use, interaction, ECG?',
  run: (f) => f.drug.rules.flatMap((rule) => apply(rule, f)),
};
