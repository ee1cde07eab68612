import { exact } from '../notation.ts';
import { inBase, quantity, to } from '../quantity.ts';
import type { Facts } from './check.ts';

/** Does something hold: yes, no, or it can not be told for want of a fact. */
export type Match = 'yes' | 'no' | { readonly missing: string };

export const both = (a: Match, b: Match): Match => (a === 'no' || b === 'no' ? 'no' : a === 'yes' ? b : a);
export const either = (a: Match, b: Match): Match =>
  a === 'yes' || b === 'yes' ? 'yes' : a === 'no' ? b : a;
export const when = (condition: boolean): Match => (condition ? 'yes' : 'no');

/** Body weight against an edge in kg. */
export function weighs(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if (!f.weight) return { missing: 'weight' };
  return when(test(to(f.weight, 'kg').amount.compare(exact(edge))));
}

/** Creatinine clearance against an edge in mL/min. */
export function clears(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if ('missing' in f.clearance)
    return f.patient.conditions.includes('renal-impairment')
      ? { missing: `${f.clearance.missing} (renal impairment is recorded)` }
      : { missing: f.clearance.missing };
  return when(test(inBase(f.clearance.clearance.result).compare(inBase(quantity(`${edge} mL/min`)))));
}
