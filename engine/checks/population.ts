import { exact } from '../notation.ts';
import type { Population } from '../formulary.ts';
import { inBase, quantity, to } from '../quantity.ts';
import type { Facts } from './check.ts';

export type Match = 'yes' | 'no' | { readonly missing: string };

const both = (a: Match, b: Match): Match => (a === 'no' || b === 'no' ? 'no' : a === 'yes' ? b : a);
const either = (a: Match, b: Match): Match => (a === 'yes' || b === 'yes' ? 'yes' : a === 'no' ? b : a);
const when = (condition: boolean): Match => (condition ? 'yes' : 'no');

function weighs(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if (!f.weight) return { missing: 'weight' };
  return when(test(to(f.weight, 'kg').amount.compare(exact(edge))));
}

function clears(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if ('missing' in f.clearance)
    return f.patient.conditions.includes('renal-impairment')
      ? { missing: `${f.clearance.missing} (renal impairment is recorded)` }
      : { missing: f.clearance.missing };
  return when(test(inBase(f.clearance.clearance.result).compare(inBase(quantity(`${edge} mL/min`)))));
}

function renallyImpaired(f: Facts): Match {
  if (f.patient.conditions.includes('renal-impairment')) return 'yes';
  return clears(f, (o) => o < 0, '60');
}

const ANY_OF: Readonly<Record<string, (f: Facts) => Match>> = {
  'age>=65': (f) => when(f.years >= 65),
  'weight<50 kg': (f) => weighs(f, (o) => o < 0, '50'),
  'renal impairment': renallyImpaired,
};
const CONDITIONS: Readonly<Record<string, (f: Facts) => Match>> = {
  'severe hepatic impairment': (f) => when(f.patient.conditions.includes('severe-hepatic-impairment')),
  LAST: () => 'no',
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
  if (p.crcl_max_ml_min_excl !== undefined) tests.push(clears(f, (o) => o < 0, p.crcl_max_ml_min_excl));
  if (p.renal === 'not impaired') {
    const impaired = renallyImpaired(f);
    tests.push(impaired === 'yes' ? 'no' : impaired === 'no' ? 'yes' : impaired);
  }
  if (p.condition !== undefined)
    tests.push(CONDITIONS[p.condition]?.(f) ?? { missing: `how to tell "${p.condition}"` });
  if (p.any_of)
    tests.push(
      p.any_of
        .map((word) => ANY_OF[word]?.(f) ?? ({ missing: `how to tell "${word}"` } as Match))
        .reduce(either, 'no'),
    );
  return tests.reduce(both, 'yes');
}
