import Fraction from 'fraction.js';
import { categoryLimit, stabilityRow, type BudLimit } from '../order/beyond-use-date.ts';
import type { Facts } from '../facts/facts.ts';
import { derive, min, minus, named, type Derivation, type Source } from '../derivation/derivation.ts';
import { exact, type Exact } from '../number/notation.ts';
import { compare, inBase, mul, of, quantity, type Mass, type Time } from '../number/quantity.ts';
import { contentsOf } from '../order/stability-match.ts';
import type { Run } from '../exposure/simulated-run.ts';
import { unit } from '../number/units.ts';
import { NO_PRESSES, runUnder, WORST, type Use } from '../exposure/use.ts';

const CALC_10: Source = {
  id: 'CALC-10',
  title:
    'a container lasts until its usable volume (fill − priming − residual) has been given; run-out, BUD and stability: the earliest binds (calculations.md 10)',
};
const hour = unit('h', 'time');

/** How long one container lasts from the first start, gaps between sessions included; null: longer than all sessions. */
export interface RunOut {
  /** pressed at once, with every bolus that is allowed */
  readonly shortest: Time | null;
  readonly expected: Time | null;
  /** nobody presses */
  readonly longest: Time | null;
  readonly binding: { readonly what: string; readonly within: Derivation<'time'> } | null;
  /** each thing that ends the container's use, from the first start */
  readonly limits: readonly { readonly what: string; readonly within: Time }[];
  /** facts without which an end is not known */
  readonly missing: readonly string[];
}

/** The instant of a run at which so much has been given, in hours; null if the run gives less. */
function given(run: Run, amount: Exact): Exact | null {
  const units = amount.mul(run.unitsPerMg);
  const isThere = (total: bigint): boolean => total * units.d >= units.s * units.n;
  let before: Run['points'][number] | undefined;
  for (const p of run.points) {
    if (before && isThere(p.before)) {
      const part = units.sub(before.after).div(new Fraction(p.before - before.after));
      return part
        .mul(p.at - before.at)
        .add(before.at)
        .div(run.ticksPerHour);
    }
    if (isThere(p.after)) return new Fraction(p.at).div(run.ticksPerHour);
    before = p;
  }
  return null;
}

/**
 * When a delivery has given an amount of drug. In: the delivery with its sessions, the amount above zero, the use.
 * Out: hours from the first start; null if all sessions together give less.
 */
export function timeToGive(d: Facts['delivery'], amount: Mass, use: Use): Time | null {
  const { duration, every, count } = d.sessions;
  const all = inBase(every).mul(count.sub(1n)).add(inBase(duration));
  // a run is as short as it may be: a day, two days, four …
  for (let hours = exact('24'); ; hours = hours.mul(2n)) {
    const length = hours.compare(all) < 0 ? hours : all;
    const found = given(runUnder(use, d, length), inBase(amount));
    if (found !== null) return of(found, hour);
    if (length === all) return null;
  }
}

/** The stability row for the time on the pump: room temperature, whatever it was stored at. */
export function stabilityOnThePump(f: Facts): BudLimit | null {
  const { order, library } = f;
  const room = { ...order, preparation: { ...order.preparation, storage: 'room' as const } };
  const row = stabilityRow(room, contentsOf(order.drug, f.preparation), library);
  return (
    row && {
      what: `stability at run temperature: ${row.temperature}, ${row.days} days`,
      within: quantity(`${row.days} day`, 'time'),
      source: row.source,
    }
  );
}

/**
 * How long one container of an order lasts and what ends its use. In: the facts, doses per hour if somebody stated them.
 * Out: run-out at worst, as expected and without presses, and the earliest of run-out, BUD and stability at run
 * temperature, counted from the first start, with the reason. The BUD counts as if compounded at the instant of the
 * check. What is not known is named and not guessed. Source: calculations.md 10.
 */
export function runOutOf(f: Facts, dosesPerHour: Exact | null): RunOut {
  const missing: string[] = [];
  const { usable, concentration } = f.preparation;
  if (!usable) missing.push('priming and residual volume: the usable volume is not known');
  const amount = usable && mul(concentration.result, usable.result);
  const last = (u: Use): Time | null => amount && timeToGive(f.delivery, amount, u);
  const [shortest, longest] = [last(WORST), last(NO_PRESSES)];
  const isStated = dosesPerHour !== null || f.delivery.kind !== 'pca';
  if (!isStated) missing.push('doses per hour: no expected use is stated');
  const expected =
    dosesPerHour === null ? (isStated ? longest : null) : last({ kind: 'expected', dosesPerHour });
  const wait = of(exact(BigInt(Math.max(0, f.schedule.start - f.at))).div(60n), hour);
  const category = categoryLimit(f.order, f.library);
  const stored = stabilityRow(f.order, contentsOf(f.order.drug, f.preparation), f.library);
  const room = stabilityOnThePump(f);
  if (!category) missing.push('a USP <797> row for this storage');
  if (!stored) missing.push('a stability record for this preparation as stored');
  if (!room) missing.push('a stability record at run temperature');
  const budEnds: [string, Time][] = [
    ...(category ? [[`BUD, ${category.what}`, category.within] as [string, Time]] : []),
    ...(stored
      ? [
          [`BUD, stability as stored, ${stored.days} days`, quantity(`${stored.days} day`, 'time')] as [
            string,
            Time,
          ],
        ]
      : []),
  ];
  const ends = [
    ...(shortest ? [{ what: 'run-out at worst-case use', expr: named('run-out', shortest) }] : []),
    ...budEnds.map(([what, within]) => ({
      what,
      expr: minus(named(what, within), named('wait until the first start', wait)),
    })),
    ...(room ? [{ what: room.what, expr: named(room.what, room.within) }] : []),
  ].map((e) => ({ ...e, within: derive('', e.what, e.expr, hour, CALC_10).result }));
  const [first, ...others] = ends;
  const binds = first && others.reduce((a, b) => (compare(b.within, a.within) < 0 ? b : a), first);
  return {
    shortest,
    expected,
    longest,
    binding: binds
      ? {
          what: binds.what,
          within: derive(
            'container-until',
            'use of a container ends after',
            others.length === 0 ? binds.expr : min(...ends.map((e) => e.expr)),
            hour,
            CALC_10,
          ),
        }
      : null,
    limits: ends.map(({ what, within }) => ({ what, within })),
    missing,
  };
}
