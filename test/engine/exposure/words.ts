import { KEEPS_ITS_LIMIT, type PcaDelivery } from '../../../engine/exposure/delivery.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { exact } from '../../../engine/number/notation.ts';
import { inBase, quantity, quantityText } from '../../../engine/number/quantity.ts';
import type { AtLimit } from '../../../engine/pumps/pump.ts';

export const time = (t: string) => quantity(t, 'time');
export const mass = (t: string) => quantity(t, 'mass');
const rate = (t: string) => quantity(t, 'mass/time');

/** A delivery of a PCA in words; what is not said is a dose of 0.2 mg every 10 min in a session of 24 h. */
export interface Words {
  demand?: string;
  lockout?: string;
  basal?: string;
  limit?: [string, string];
  atLimit?: AtLimit;
  perHour?: string;
  loading?: string;
  clinician?: [dose: string, interval: string, most: string, per: string];
  scheduled?: [dose: string, every: string];
  kvo?: string;
  sessions?: [duration: string, every: string, count: string];
}
export const delivery = (w: Words): PcaDelivery => {
  const [duration, every, count] = w.sessions ?? ['24 h', '24 h', '1'];
  return {
    kind: 'pca',
    dayNight: null,
    demand: mass(w.demand ?? '0.2 mg'),
    lockout: time(w.lockout ?? '10 min'),
    basal: rate(w.basal ?? '0 mg/h'),
    limit: w.limit
      ? { amount: mass(w.limit[0]), window: time(w.limit[1]), atLimit: w.atLimit ?? KEEPS_ITS_LIMIT }
      : null,
    doseLimits: w.perHour === undefined ? [] : [{ count: exact(w.perHour), window: time('1 h') }],
    loading: w.loading === undefined ? null : mass(w.loading),
    scheduled: w.scheduled ? { amount: mass(w.scheduled[0]), every: time(w.scheduled[1]) } : null,
    clinician: w.clinician
      ? {
          dose: mass(w.clinician[0]),
          interval: time(w.clinician[1]),
          most: exact(w.clinician[2]),
          per: time(w.clinician[3]),
        }
      : null,
    kvoAtLimit: rate(w.kvo ?? '0 mg/h'),
    sessions: { duration: time(duration), every: time(every), count: exact(count) },
  };
};
export const worst = (w: Words, window: string) => worstIn(delivery(w), time(window));
export const amount = (w: Words, window: string) => quantityText(worst(w, window).amount.result);
export const simulated = (w: Words, window: string) =>
  quantityText(largestWindow(simulate(delivery(w), inBase(time('72 h'))), time(window)));
