import Fraction from 'fraction.js';
import type { Exact } from '../../number/notation.ts';
import { inBase, quantity, type Mass, type MassRate, type Time } from '../../number/quantity.ts';
import { whole } from '../../exposure/simulated-run.ts';
import { lcm } from '../../exposure/whole-numbers.ts';

export interface Pca {
  readonly demand: Mass;
  readonly lockout: Time;
  readonly basal: MassRate;
  readonly limit1h: Mass | null;
  readonly limit4h: Mass | null;
  readonly maxDosesPerHour: Exact | null;
}

/** A demand dose as it is given, in whole ticks and whole units of amount. */
interface Given {
  readonly at: bigint;
  readonly amount: bigint;
}
/** What a rolling window (at − length, at] holds of the doses given so far; it only ever moves forward. */
interface Rolling {
  readonly length: bigint;
  /** what the limit leaves for demand doses, the basal rate keeping its share; null where doses are only counted */
  readonly room: bigint | null;
  first: number;
  held: bigint;
}

const HOUR = quantity('1 h', 'time');
const larger = (a: bigint, b: bigint): bigint => (a < b ? b : a);
const commonDenominator = (list: readonly Exact[]): bigint => list.map((x) => x.d).reduce(lcm, 1n);

interface Limit {
  readonly window: Exact;
  readonly room: Exact;
}
function limitsOf(p: Pca): Limit[] {
  const basal = inBase(p.basal);
  const limit = (amount: Pca['limit1h'], hours: bigint): Limit[] =>
    amount ? [{ window: new Fraction(hours), room: inBase(amount).sub(basal.mul(hours)) }] : [];
  return [...limit(p.limit1h, 1n), ...limit(p.limit4h, 4n)];
}

function moveTo(at: bigint, r: Rolling, given: readonly Given[]): void {
  for (let oldest = given[r.first]; oldest && oldest.at <= at - r.length; oldest = given[r.first]) {
    r.held -= oldest.amount;
    r.first += 1;
  }
}

/**
 * Dose by dose, under all limits at once: the patient presses at each instant at which the pump would deliver, a dose is cut
 * to what the tightest limit still holds, and the basal rate runs throughout. Knows nothing of the closed form.
 */
function run(p: Pca, ticks: bigint, units: bigint, limits: readonly Limit[]): Given[] {
  const [demand, lockout] = [whole(inBase(p.demand), units), whole(inBase(p.lockout), ticks)];
  const caps = limits.map((c): Rolling & { room: bigint } => ({
    length: whole(c.window, ticks),
    room: whole(c.room, units),
    first: 0,
    held: 0n,
  }));
  const lastHour: Rolling = { length: whole(inBase(HOUR), ticks), room: null, first: 0, held: 0n };
  const given: Given[] = [];
  const end = 24n * ticks;
  let at = 0n;
  while (at < end) {
    for (const r of [...caps, lastHour]) moveTo(at, r, given);
    const size = caps.reduce((least, c) => (c.room - c.held < least ? c.room - c.held : least), demand);
    const inHour = BigInt(given.length - lastHour.first);
    const counted = p.maxDosesPerHour !== null && p.maxDosesPerHour.n <= inHour;
    if (size > 0n && !counted) {
      given.push({ at, amount: size });
      for (const r of [...caps, lastHour]) r.held += size;
      at += lockout;
      continue;
    }
    // the oldest dose of each window that is full has to leave it
    const full: Rolling[] = caps.filter((c) => c.room <= c.held);
    if (counted) full.push(lastHour);
    const leaving = full.flatMap((r) => {
      const oldest = given[r.first];
      return oldest ? [oldest.at + r.length] : [];
    });
    if (leaving.length === 0) return given;
    at = leaving.reduce(larger);
  }
  return given;
}

/** The most doses of any half-open window [t, t + length), in units of amount: the largest begins with a dose. */
function mostIn(given: readonly Given[], length: bigint): bigint {
  let [best, held, next] = [0n, 0n, 0];
  for (const first of given) {
    for (let g = given[next]; g && g.at < first.at + length; g = given[next]) {
      held += g.amount;
      next += 1;
    }
    best = larger(best, held);
    held -= first.amount;
  }
  return best;
}

/** The most that run gives in any half-open window, in mg: demand doses in it and the basal over all of it. */
export function jointMost(p: Pca, windows: readonly Time[]): Exact[] {
  const limits = limitsOf(p);
  const lengths = windows.map(inBase);
  const ticks = commonDenominator([inBase(p.lockout), ...lengths]);
  const units = commonDenominator([inBase(p.demand), ...limits.map((c) => c.room)]);
  const given = run(p, ticks, units, limits);
  const basal = inBase(p.basal);
  return lengths.map((length) =>
    new Fraction(mostIn(given, whole(length, ticks)), units).add(basal.mul(length)),
  );
}
