import type { Exact } from '../number/notation.ts';
import { inBase } from '../number/quantity.ts';
import type { PlannedDelivery } from './delivery.ts';
import { outsideBoluses } from './outside-boluses.ts';
import { Course } from './simulated-course.ts';
import type { Run } from './simulated-run.ts';

/** The second way to the worst case of a plan: every session run through, one event after the other. */
export function runPlan(d: PlannedDelivery, hours: Exact): Run {
  const { duration, every, count } = d.sessions;
  const course = new Course(
    hours,
    [
      duration,
      every,
      ...d.flows.flatMap((f) => [f.from, f.to]),
      ...d.doses.map((x) => x.at),
      ...(d.clinician ? [d.clinician.interval, d.clinician.per] : []),
    ].map(inBase),
    [
      ...d.doses.map((x) => x.amount),
      ...(d.loading ? [d.loading] : []),
      ...(d.clinician ? [d.clinician.dose] : []),
    ].map(inBase),
    d.flows.map((f) => inBase(f.rate)),
  );
  const tick = (t: typeof duration): bigint => course.tick(inBase(t));
  const events = [
    ...d.doses.map((x) => ({
      at: tick(x.at),
      until: tick(x.at),
      rate: 0n,
      size: course.amount(inBase(x.amount)),
    })),
    ...d.flows.map((f) => ({
      at: tick(f.from),
      until: tick(f.to),
      rate: course.rate(inBase(f.rate)),
      size: 0n,
    })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const amount = (m: NonNullable<typeof d.loading>): bigint => course.amount(inBase(m));
  const boluses = outsideBoluses(d, { tick, amount, end: course.end });
  let next = 0;
  const flow = (until: bigint, rate: bigint): void => {
    for (let b = boluses[next]; b && b.at < until; b = boluses[(next += 1)]) {
      course.flow(b.at, rate);
      course.jump(b.amount);
    }
    course.flow(until, rate);
  };
  for (let s = 0n; s < count.n && !course.over(); s += 1n) {
    const start = s * tick(every);
    for (const e of events) {
      flow(start + e.at, 0n);
      if (course.over()) break;
      if (e.size > 0n) course.jump(e.size);
      flow(start + e.until, e.rate);
    }
    flow(start + tick(duration), 0n);
  }
  return course.run(d.massUnit.code);
}
