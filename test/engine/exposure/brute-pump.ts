import type { SmallDelivery } from './deliveries.ts';

/** What flowed, minute by minute: a jump at the beginning of a minute, and the flow during it. */
export interface Tape {
  readonly jumps: readonly number[];
  readonly flows: readonly number[];
}

/**
 * The naive pump: one loop over the minutes with plain counters, looking back over the whole tape each time. Slow, and
 * built differently from engine/exposure/simulation.ts on purpose. `presses` says in which minutes the patient asks for a dose;
 * `firstEnds` when the first window of a limit ends that does not roll: as soon as its limit is used up where nothing is said.
 */
export function brutePump(
  d: SmallDelivery,
  horizon: number,
  presses: (minute: number) => boolean,
  firstEnds: number | null = null,
): Tape {
  const jumps: number[] = [];
  const flows: number[] = [];
  const countedDose: number[] = [];
  const countedFlow: number[] = [];
  const clinicianAt: number[] = [];
  let loaded = d.loading === 0;
  const fixed = d.limit && d.atLimit?.window === 'fixed' ? d.limit : null;
  let held = 0;
  let isFirst = firstEnds === null;
  let ends = firstEnds ?? fixed?.window ?? 0;
  const beginWindow = (t: number) => {
    if (!fixed) return;
    if (isFirst && held >= fixed.amount) ends = t;
    if (t < ends) return;
    while (ends <= t) ends += fixed.window;
    [isFirst, held] = [false, 0];
  };
  for (let t = 0; t < horizon; t += 1) {
    jumps[t] = 0;
    flows[t] = 0;
    countedDose[t] = 0;
    countedFlow[t] = 0;
    const session = Math.floor(t / d.sessions.every);
    if (session >= d.sessions.count || t % d.sessions.every >= d.sessions.duration) continue;
    if (!loaded) {
      jumps[t]! += d.loading;
      loaded = true;
    }
    if (d.clinician && clinicianMay(d.clinician, clinicianAt, t)) {
      jumps[t]! += d.clinician.dose;
      clinicianAt.push(t);
    }
    if (d.scheduled && (t % d.sessions.every) % d.scheduled.every === 0) jumps[t]! += d.scheduled.dose;
    const doses = (minutes: number) => {
      let n = 0;
      for (let s = Math.max(0, t - minutes + 1); s < t; s += 1) if (countedDose[s]! > 0) n += 1;
      return n;
    };
    const room = () => {
      if (fixed) return fixed.amount - held;
      if (!d.limit) return Infinity;
      let sum = 0;
      for (let s = Math.max(0, t - d.limit.window); s <= t; s += 1) {
        if (s > t - d.limit.window) sum += countedDose[s]!;
        sum += countedFlow[s]!;
      }
      return d.limit.amount - sum;
    };
    const mayDose =
      doses(d.lockout) === 0 &&
      (d.maxPerHour === null || doses(60) < d.maxPerHour) &&
      (!d.counts || doses(d.counts.window) < d.counts.count);
    beginWindow(t);
    if (mayDose && presses(t) && room() > 0) {
      const size = d.atLimit?.demand === 'finished' ? d.demand : Math.min(d.demand, room());
      jumps[t]! += size;
      countedDose[t] = size;
      held += size;
      beginWindow(t);
    }
    // at the limit the basal goes on only as fast as the minute that leaves the window had basal in it
    const leaving = d.limit && !fixed ? (countedFlow[t - d.limit.window] ?? 0) : 0;
    const basal = basalAt(d, t);
    const runs = d.atLimit?.basal === 'not-known' || room() > 0 || (room() === 0 && basal > 0 && leaving > 0);
    flows[t] = runs ? basal : d.kvo;
    countedFlow[t] = runs ? basal : 0;
    held += countedFlow[t]!;
  }
  return { jumps, flows };
}

function basalAt({ basal, night }: SmallDelivery, t: number): number {
  if (!night) return basal;
  const sinceNight = (t + night.clock - night.from + 1440) % 1440;
  return sinceNight < night.lasts ? night.rate : basal;
}

function clinicianMay(
  c: NonNullable<SmallDelivery['clinician']>,
  given: readonly number[],
  t: number,
): boolean {
  const last = given.at(-1);
  if (last !== undefined && t - last < c.interval) return false;
  return given.filter((at) => at > t - c.per).length < c.most;
}

/** The most on the tape in any half-open window: jump at its start or at its end, not both. */
export function mostOnTape(tape: Tape, window: number): number {
  const { jumps, flows } = tape;
  let most = 0;
  for (let t = -window; t < jumps.length; t += 1) {
    let [atStart, atEnd, flow] = [0, 0, 0];
    for (let s = Math.max(0, t); s < Math.min(jumps.length, t + window); s += 1) {
      atStart += jumps[s]!;
      flow += flows[s]!;
    }
    for (let s = Math.max(0, t + 1); s <= Math.min(jumps.length - 1, t + window); s += 1) atEnd += jumps[s]!;
    most = Math.max(most, atStart + flow, atEnd + flow);
  }
  return most;
}
