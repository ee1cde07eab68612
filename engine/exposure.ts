import type { Delivery } from './delivery.ts';
import { worstOfPca } from './exposure-pca.ts';
import { worstOfPlan } from './exposure-plan.ts';
import type { Time } from './quantity.ts';
import type { Worst } from './worst.ts';

/**
 * The most a patient can receive in any window of a given length, wherever it begins and whenever the patient presses.
 * In: what the pump gives, and the window. Out: the exact amount with its derivation, and whether it is exact or an upper
 * bound. Source: calculations.md 7 and 12 with the corrections of notes.md 4. Counterpart: `simulate`.
 */
export const worstIn = (d: Delivery, window: Time): Worst =>
  d.kind === 'pca' ? worstOfPca(d, window) : worstOfPlan(d, window);
