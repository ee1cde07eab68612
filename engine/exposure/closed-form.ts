import type { Delivery } from './delivery.ts';
import { worstOfPca } from './closed-form-pca.ts';
import { worstOfPlan } from './closed-form-plan.ts';
import { worstOfRepeat } from './closed-form-repeat.ts';
import type { Time } from '../number/quantity.ts';
import type { Worst } from './worst-case.ts';

/**
 * The most a patient can receive in any window of a given length, wherever it begins and whenever the patient presses.
 * In: what the pump gives, and the window. Out: the exact amount with its derivation, and whether it is exact or an upper
 * bound. Source: calculations.md 7 and 12 with the corrections of notes.md 4. Counterpart: `simulate`.
 */
export const worstIn = (d: Delivery, window: Time): Worst =>
  d.kind === 'pca'
    ? worstOfPca(d, window)
    : d.kind === 'repeated'
      ? worstOfRepeat(d, window)
      : worstOfPlan(d, window);
