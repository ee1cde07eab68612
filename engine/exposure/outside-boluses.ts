import type { Mass, Time } from '../number/quantity.ts';
import type { PcaDelivery } from './delivery.ts';

/** An amount at once, in whole ticks and whole amount units of a run. */
export interface Bolus {
  readonly at: bigint;
  readonly amount: bigint;
}

interface Scaled {
  readonly tick: (t: Time) => bigint;
  readonly amount: (m: Mass) => bigint;
  /** nothing is given from here on */
  readonly end: bigint;
}

/**
 * What no press triggers and no limit stops, in order of time: the loading dose at the first start, clinician boluses as
 * early as the order allows (their interval, and so many in any `per`), boluses by the clock from the start of each session.
 */
export function outsideBoluses(
  d: Pick<PcaDelivery, 'loading' | 'clinician' | 'sessions'> & Partial<Pick<PcaDelivery, 'scheduled'>>,
  by: Scaled,
): readonly Bolus[] {
  const [duration, every] = [by.tick(d.sessions.duration), by.tick(d.sessions.every)];
  const starts: bigint[] = [];
  for (let s = 0n; s < d.sessions.count.n && s * every < by.end; s += 1n) starts.push(s * every);
  const list: Bolus[] = d.loading ? [{ at: 0n, amount: by.amount(d.loading) }] : [];
  if (d.scheduled) {
    const [apart, amount] = [by.tick(d.scheduled.every), by.amount(d.scheduled.amount)];
    for (const start of starts)
      for (let at = start; at < start + duration && at < by.end; at += apart) list.push({ at, amount });
  }
  if (d.clinician) list.push(...byHand(d.clinician, starts, duration, by));
  return list.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function byHand(
  c: NonNullable<PcaDelivery['clinician']>,
  starts: readonly bigint[],
  duration: bigint,
  by: Scaled,
): Bolus[] {
  const [amount, interval, per] = [by.amount(c.dose), by.tick(c.interval), by.tick(c.per)];
  const list: Bolus[] = [];
  const recent: bigint[] = []; // the last so many instants that a period may hold
  let next = 0n;
  for (const start of starts) {
    if (next < start) next = start;
    while (next < start + duration && next < by.end) {
      list.push({ at: next, amount });
      recent.push(next);
      next += interval;
      if (BigInt(recent.length) < c.most.n) continue;
      const reopens = (recent.shift() as bigint) + per;
      if (next < reopens) next = reopens;
    }
  }
  return list;
}
