import type { Delivery } from './delivery.ts';
import type { Exact } from './notation.ts';
import { runPca } from './simulation-pca.ts';
import { runPlan } from './simulation-plan.ts';
import type { Run } from './tape.ts';

/**
 * The second way to the worst case: an event-by-event run of the pump in whole ticks and whole amount units (BigInt), for
 * a patient who presses at once whenever the pump would deliver. Knows nothing of the closed form.
 * In: the delivery, and how many hours to run at most. Out: the cumulative amount, instant by instant.
 */
export const simulate = (d: Delivery, hours: Exact): Run =>
  d.kind === 'pca' ? runPca(d, hours) : runPlan(d, hours);
