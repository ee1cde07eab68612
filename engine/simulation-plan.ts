import Fraction from 'fraction.js';
import type { PlannedDelivery } from './delivery.ts';
import { inBase, type Mass, type Time } from './quantity.ts';
import type { Exact } from './notation.ts';
import { lcm, whole, type Point, type Run } from './tape.ts';

/** The second way to the worst case of a plan: every session run through, one event after the other. */
export function runPlan(d: PlannedDelivery, hours: Exact): Run {
  const times = [d.sessions.duration, d.sessions.every, ...d.flows.flatMap((f) => [f.from, f.to])];
  const instants = [...times, ...d.doses.map((x) => x.at)].map(inBase);
  const perHour = [...instants, new Fraction(1n, 60n)].map((t) => t.d).reduce(lcm, 1n);
  const amounts = [...d.doses.map((x) => x.amount), ...(d.loading ? [d.loading] : [])].map(inBase);
  const flows = d.flows.map((f) => inBase(f.rate).div(perHour));
  const perMg = [...amounts, ...flows].map((x) => x.d).reduce(lcm, 1n);
  const tick = (t: Time): bigint => whole(inBase(t), perHour);
  const amount = (m: Mass): bigint => whole(inBase(m), perMg);
  const end = hours.mul(perHour).floor().n;

  const points: Point[] = [];
  let [now, total] = [0n, 0n];
  const to = (at: bigint, rate: bigint): void => {
    const until = at < end ? at : end;
    if (until <= now) return;
    points.push({ at: now, before: total, after: total });
    total += rate * (until - now);
    now = until;
    points.push({ at: now, before: total, after: total });
  };
  const jump = (size: bigint): void => {
    points.push({ at: now, before: total, after: total + size });
    total += size;
  };
  if (d.loading) jump(amount(d.loading));
  for (let s = 0n; s < d.sessions.count.n; s += 1n) {
    const start = s * tick(d.sessions.every);
    if (start >= end) break;
    const events = [
      ...d.doses.map((x) => ({ at: tick(x.at), until: tick(x.at), rate: 0n, size: amount(x.amount) })),
      ...d.flows.map((f) => ({
        at: tick(f.from),
        until: tick(f.to),
        rate: whole(inBase(f.rate).div(perHour), perMg),
        size: 0n,
      })),
    ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const e of events) {
      to(start + e.at, 0n);
      if (start + e.at >= end) break;
      if (e.size > 0n) jump(e.size);
      to(start + e.until, e.rate);
    }
    to(start + tick(d.sessions.duration), 0n);
  }
  points.push({ at: now, before: total, after: total });
  return {
    points,
    ticksPerHour: new Fraction(perHour),
    unitsPerMg: new Fraction(perMg),
    drugUnit: d.massUnit.code,
    doses: 0,
  };
}
