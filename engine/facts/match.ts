import type { Missing } from '../answers/missing.ts';
import { exact } from '../number/notation.ts';
import { inBase, quantity, to } from '../number/quantity.ts';
import { isUnasked } from '../order/asked-lists.ts';
import type { Facts } from './facts.ts';

/** Does something hold: yes, no, or it can not be told for want of a fact. */
export type Match = 'yes' | 'no' | { readonly missing: Missing };

/** Do both hold? One that does not is enough for no, whatever of the other is not known. */
export const both = (a: Match, b: Match): Match => (a === 'no' || b === 'no' ? 'no' : a === 'yes' ? b : a);
/** Does either hold? One that does is enough for yes, whatever of the other is not known. */
export const either = (a: Match, b: Match): Match =>
  a === 'yes' || b === 'yes' ? 'yes' : a === 'no' ? b : a;
/** What is known for certain, as an answer. */
export const when = (condition: boolean): Match => (condition ? 'yes' : 'no');

/** Has the patient a condition? An empty list is no answer until somebody has stated that there is none. */
export const has = (f: Facts, condition: Facts['patient']['conditions'][number]): Match =>
  f.patient.conditions.includes(condition)
    ? 'yes'
    : isUnasked(f.patient, 'conditions')
      ? { missing: { code: 'conditions-asked' } }
      : 'no';

/** Body weight against an edge in kg. */
export function weighs(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if (!f.weight) return { missing: { code: 'weight' } };
  return when(test(to(f.weight, 'kg').amount.compare(exact(edge))));
}

/** On dialysis creatinine says nothing of the kidneys: they clear less than any edge. House rule. */
export const isOnDialysis = (f: Facts): boolean => f.patient.conditions.includes('dialysis');

/** Creatinine clearance against an edge in mL/min. */
export function clears(f: Facts, test: (order: number) => boolean, edge: string): Match {
  if (isOnDialysis(f)) return when(test(-1));
  if ('missing' in f.clearance)
    return {
      missing:
        f.clearance.missing.code === 'creatinine' && f.patient.conditions.includes('renal-impairment')
          ? { ...f.clearance.missing, impaired: true }
          : f.clearance.missing,
    };
  return when(test(inBase(f.clearance.clearance.result).compare(inBase(quantity(`${edge} mL/min`)))));
}
