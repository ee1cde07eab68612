import Fraction from 'fraction.js';
import type { Exact } from '../number/notation.ts';
import { inBase } from '../number/quantity.ts';
import type { RepeatedDelivery } from './delivery.ts';
import { Course } from './simulated-course.ts';
import type { Run } from './simulated-run.ts';

/** The second way to the worst case of doses by the clock: one dose after the other, session by session. */
export function runRepeat(d: RepeatedDelivery, hours: Exact): Run {
  const { sessions } = d;
  const rate = d.over ? inBase(d.amount).div(inBase(d.over)) : new Fraction(0n);
  const course = new Course(
    hours,
    [sessions.duration, sessions.every, d.every, ...(d.over ? [d.over] : [])].map(inBase),
    [inBase(d.amount), ...(d.loading ? [inBase(d.loading)] : [])],
    [inBase(d.kvo), rate],
  );
  const [length, every, over] = [sessions.duration, d.every, d.over].map((t) =>
    t ? course.tick(inBase(t)) : 0n,
  ) as [bigint, bigint, bigint];
  const [kvo, flow, dose] = [course.rate(inBase(d.kvo)), course.rate(rate), course.amount(inBase(d.amount))];
  if (d.loading) course.jump(course.amount(inBase(d.loading)));
  for (let s = 0n; s < sessions.count.n && !course.over(); s += 1n) {
    const start = s * course.tick(inBase(sessions.every));
    course.flow(start, 0n);
    for (let at = start; at < start + length && !course.over(); at += every) {
      course.flow(at, kvo);
      if (course.over()) break;
      if (over === 0n) course.jump(dose);
      else course.flow(at + over, flow);
    }
    course.flow(start + length, kvo);
  }
  return course.run(d.amount.unit.code);
}
