import type { Exact } from './notation.ts';
import type { Mass, MassRate, Time } from './quantity.ts';
import type { Schedule, Train } from './regimen.ts';

/** What a pump gives at most, once programmed: the input of both the closed form and the simulation. */
export interface Delivery {
  readonly demand: Mass;
  readonly lockout: Time;
  readonly basal: MassRate;
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  readonly maxDosesPerHour: Exact | null;
  /** outside the limit, once at the first start */
  readonly loading: Mass | null;
  /** outside the limit, as often as the order allows */
  readonly clinician: Train | null;
  /** drug per time that still flows at the limit, on top of what the limit counts */
  readonly kvoAtLimit: MassRate;
  readonly sessions: Pick<Schedule, 'duration' | 'every' | 'count'>;
}
