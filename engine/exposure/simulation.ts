import type { Delivery } from './delivery.ts';
import type { Exact } from '../number/notation.ts';
import { runPca } from './simulation-pca.ts';
import { runRepeat } from './simulation-repeat.ts';
import { runPlan } from './simulation-plan.ts';
import type { Run } from './simulated-run.ts';

/**
 * The second way to the worst case: an event-by-event run of the pump in whole ticks and whole amount units (BigInt), for
 * a patient who presses at once whenever the pump would deliver. Knows nothing of the closed form.
 * In: the delivery, and how many hours to run at most. Out: the cumulative amount, instant by instant.
 */
export const simulate = (d: Delivery, hours: Exact): Run =>
  d.kind === 'pca' ? runPca(d, hours) : d.kind === 'repeated' ? runRepeat(d, hours) : runPlan(d, hours);
