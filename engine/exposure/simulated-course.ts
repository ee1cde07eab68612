import Fraction from 'fraction.js';
import type { Exact } from '../number/notation.ts';
import { lcmOf, scaled } from './whole-numbers.ts';
import { boundedPoints, type Run } from './simulated-run.ts';

/** A run by the clock as it goes on: in whole ticks and whole amount units, until its end. */
export class Course {
  private readonly points = boundedPoints();
  private now = 0n;
  private total = 0n;
  private readonly ticks: bigint;
  private readonly units: bigint;
  readonly end: bigint;
  constructor(hours: Exact, times: readonly Exact[], amounts: readonly Exact[], rates: readonly Exact[]) {
    // windows of whole minutes are asked of every run
    this.ticks = lcmOf([...times, new Fraction(1n, 60n)]);
    this.units = lcmOf([...amounts, ...rates.map((r) => r.div(this.ticks))]);
    this.end = hours.mul(this.ticks).floor().n;
  }
  tick = (hours: Exact): bigint => scaled(hours, this.ticks);
  amount = (mg: Exact): bigint => scaled(mg, this.units);
  rate = (perHour: Exact): bigint => scaled(perHour.div(this.ticks), this.units);
  over = (): boolean => this.now >= this.end;
  jump(size: bigint): void {
    this.points.push({ at: this.now, before: this.total, after: this.total + size });
    this.total += size;
  }
  flow(at: bigint, rate: bigint): void {
    const until = at < this.end ? at : this.end;
    if (until <= this.now) return;
    this.mark();
    this.total += rate * (until - this.now);
    this.now = until;
    this.mark();
  }
  private mark(): void {
    this.points.push({ at: this.now, before: this.total, after: this.total });
  }
  run(drugUnit: string): Run {
    this.mark();
    return {
      points: this.points.list,
      ticksPerHour: new Fraction(this.ticks),
      unitsPerMg: new Fraction(this.units),
      drugUnit,
      doses: 0,
    };
  }
}
