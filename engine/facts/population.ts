import { exact } from '../number/notation.ts';
import type { Population } from '../formulary/formulary.ts';
import type { Facts } from './facts.ts';
import { both, clears, either, has, isOnDialysis, weighs, when, type Match } from './match.ts';

function renallyImpaired(f: Facts): Match {
  if (f.patient.conditions.includes('renal-impairment') || isOnDialysis(f)) return 'yes';
  return clears(f, (o) => o < 0, '60');
}

/** Impaired kidneys on record beside a clearance that says the opposite: one of the two is wrong, or the creatinine of another day. */
function clearsBelow(f: Facts, edge: string): Match {
  const below = clears(f, (o) => o < 0, edge);
  const contradicted =
    f.patient.conditions.includes('renal-impairment') && clears(f, (o) => o >= 0, '60') === 'yes';
  // rules of severe impairment go by the degree that was measured
  return contradicted && exact(edge).compare(50n) >= 0
    ? { missing: { code: 'clearance-or-impairment' } }
    : below;
}

const ANY_OF: Readonly<Record<string, (f: Facts) => Match>> = {
  'age>=65': (f) => when(f.years >= 65),
  'weight<50 kg': (f) => weighs(f, (o) => o < 0, '50'),
  'renal impairment': renallyImpaired,
  seizures: (f) => has(f, 'seizures'),
};
const CONDITIONS: Readonly<Record<string, (f: Facts) => Match>> = {
  'severe hepatic impairment': (f) => has(f, 'severe-hepatic-impairment'),
  LAST: (f) => has(f, 'local-anaesthetic-toxicity'),
};

/**
 * Is this patient in a rule's population? An unknown opioid status counts as naive: the stricter rules apply. A fact
 * that is missing makes the answer "missing", never "no".
 */
export function inPopulation(p: Population, f: Facts): Match {
  const tests: Match[] = [];
  if (p.age_min_y !== undefined) tests.push(when(exact(BigInt(f.years)).compare(exact(p.age_min_y)) >= 0));
  if (p.age_max_y !== undefined) tests.push(when(exact(BigInt(f.years)).compare(exact(p.age_max_y)) <= 0));
  if (p.opioid_status !== undefined) {
    const status = f.patient.opioidStatus === 'unknown' ? 'naive' : f.patient.opioidStatus;
    tests.push(when(status === p.opioid_status));
  }
  if (p.weight_min_kg !== undefined) tests.push(weighs(f, (o) => o >= 0, p.weight_min_kg));
  if (p.weight_max_kg_excl !== undefined) tests.push(weighs(f, (o) => o < 0, p.weight_max_kg_excl));
  if (p.crcl_min_ml_min !== undefined) tests.push(clears(f, (o) => o >= 0, p.crcl_min_ml_min));
  if (p.crcl_max_ml_min_excl !== undefined) tests.push(clearsBelow(f, p.crcl_max_ml_min_excl));
  if (p.renal === 'not impaired') {
    const impaired = renallyImpaired(f);
    tests.push(impaired === 'yes' ? 'no' : impaired === 'no' ? 'yes' : impaired);
  }
  if (p.condition !== undefined)
    tests.push(CONDITIONS[p.condition]?.(f) ?? { missing: { code: 'tell-fact', fact: p.condition } });
  if (p.any_of)
    tests.push(
      p.any_of
        .map((word) => ANY_OF[word]?.(f) ?? ({ missing: { code: 'tell-fact', fact: word } } as Match))
        .reduce(either, 'no'),
    );
  return tests.reduce(both, 'yes');
}
