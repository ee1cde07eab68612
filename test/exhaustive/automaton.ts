/**
 * A pump as a small automaton: one tick after the other, plain counters, and each way of behaving that a manual may mean.
 * It knows nothing of the engine's two ways to the worst case, and is built differently on purpose.
 */

/** How a pump may behave where manuals differ or are silent. */
export interface Behaviour {
  readonly basalAtLimit: 'stops' | 'runs-on';
  readonly demandAtLimit: 'refused' | 'cut' | 'finished';
  /** whether the lockout runs from the start or from the end of a dose */
  readonly lockoutFrom: 'start' | 'end';
  /** a limit window that does not roll: one begins in this tick, the others one after the other; null: it rolls */
  readonly windowFrom: number | null;
}

/**
 * Amounts in whole units, rates in units a tick; the limit, a demand dose and what of it flows in a tick are whole ticks of
 * the basal rate.
 */
export interface Program {
  readonly basal: number;
  readonly pca: {
    readonly demand: number;
    readonly lockout: number;
    /** ticks over which a dose flows; zero: at once */
    readonly takes: number;
    readonly limit: { readonly amount: number; readonly window: number } | null;
    readonly mostDoses: { readonly count: number; readonly window: number } | null;
    readonly kvoAtLimit: number;
  } | null;
  /** a dose by the clock, from the start of each session */
  readonly clock: {
    readonly dose: number;
    readonly takes: number;
    readonly every: number;
    readonly kvo: number;
  } | null;
  readonly steps: readonly { readonly rate: number; readonly lasts: number }[];
  readonly loading: number;
  readonly clinician: {
    readonly dose: number;
    readonly interval: number;
    readonly most: number;
    readonly per: number;
  } | null;
  readonly sessions: { readonly duration: number; readonly every: number; readonly count: number };
}

/** What went in at the beginning of each tick, and evenly during it. */
export interface Tape {
  readonly jumps: Float64Array;
  readonly flows: Float64Array;
}

/** Runs a program. `presses` says in which ticks the patient asks for a dose. */
export function run(p: Program, how: Behaviour, presses: (tick: number) => boolean): Tape {
  const { duration, every, count: sessions } = p.sessions;
  const horizon = every * (sessions - 1) + duration;
  const [jumps, flows] = [new Float64Array(horizon), new Float64Array(horizon)];
  // what the pump itself has counted under its limit, and which doses it has begun
  const counted = { doses: [] as number[], flows: [] as number[], basal: [] as number[] };
  let held = 0;
  const begun: number[] = [];
  const byHand: number[] = [];
  let flowing = { share: 0, left: 0 };
  for (let t = 0; t < horizon; t += 1) {
    counted.doses[t] = 0;
    counted.basal[t] = 0;
    counted.flows[t] = 0;
    const window = p.pca?.limit?.window ?? t + 1;
    const left = how.windowFrom === null ? t - window : -1;
    if (how.windowFrom !== null && (t - how.windowFrom) % window === 0) held = 0;
    // a dose at once leaves the window at once, what flows during a tick by the end of the tick
    held -= (counted.doses[left] ?? 0) + (counted.flows[left - 1] ?? 0) + (counted.basal[left - 1] ?? 0);
    const into = t % every;
    if (Math.floor(t / every) >= sessions || into >= duration) {
      flowing = { share: 0, left: 0 };
      continue;
    }
    if (t === 0) jumps[t]! += p.loading;
    handBolus(p, t, byHand, jumps);
    planned(p, into, t, jumps, flows);
    const { pca } = p;
    if (!pca) {
      flows[t]! += p.basal;
      continue;
    }
    const room = (): number => (pca.limit ? pca.limit.amount - held : Infinity);
    const locked = how.lockoutFrom === 'start' ? pca.lockout : pca.lockout + pca.takes;
    const last = begun.at(-1);
    const cap = pca.mostDoses;
    const free =
      (last === undefined || t - last >= locked) &&
      (!cap || begun.filter((s) => s > t - cap.window).length < cap.count) &&
      room() > (how.demandAtLimit === 'refused' ? pca.demand - 1 : 0);
    if (free && presses(t)) {
      const size = how.demandAtLimit === 'cut' ? Math.min(pca.demand, room()) : pca.demand;
      begun.push(t);
      if (pca.takes > 0) flowing = { share: pca.demand / pca.takes, left: pca.takes };
      else {
        counted.doses[t] = size;
        held += size;
        jumps[t]! += size;
      }
    }
    if (flowing.left > 0) {
      const may = how.demandAtLimit === 'cut' ? Math.max(0, room()) : flowing.share;
      const size = Math.min(flowing.share, may);
      counted.flows[t]! += size;
      held += size;
      flows[t]! += size;
      // a dose that was cut is over
      flowing = { ...flowing, left: size < flowing.share ? 0 : flowing.left - 1 };
    }
    // at the limit a tick of basal goes in for each that leaves the window; beyond it none does
    const leaving = (counted.basal[left] ?? 0) > 0;
    const runs = how.basalAtLimit === 'runs-on' || room() > 0 || (room() === 0 && leaving);
    if (runs) {
      flows[t]! += p.basal;
      counted.basal[t] = p.basal;
      held += p.basal;
    } else flows[t]! += pca.kvoAtLimit;
  }
  return { jumps, flows };
}

function handBolus(p: Program, t: number, given: number[], jumps: Float64Array): void {
  const c = p.clinician;
  if (!c) return;
  const last = given.at(-1);
  if (last !== undefined && t - last < c.interval) return;
  if (given.filter((s) => s > t - c.per).length >= c.most) return;
  given.push(t);
  jumps[t]! += c.dose;
}

function planned(p: Program, into: number, t: number, jumps: Float64Array, flows: Float64Array): void {
  let from = 0;
  for (const { rate, lasts } of p.steps) {
    if (into >= from && into < from + lasts) flows[t]! += rate;
    from += lasts;
  }
  if (!p.clock) return;
  const since = into % p.clock.every;
  if (p.clock.takes === 0) {
    if (since === 0) jumps[t]! += p.clock.dose;
    flows[t]! += p.clock.kvo;
  } else flows[t]! += since < p.clock.takes ? p.clock.dose / p.clock.takes : p.clock.kvo;
}

/** The most in any half-open window: a jump at its start or at its end, not both. */
export function most({ jumps, flows }: Tape, window: number): number {
  const n = jumps.length;
  const [jumped, flowed] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let t = 0; t < n; t += 1) {
    jumped[t + 1] = jumped[t]! + jumps[t]!;
    flowed[t + 1] = flowed[t]! + flows[t]!;
  }
  const at = (of: Float64Array, t: number): number => of[Math.max(0, Math.min(n, t))]!;
  let best = 0;
  for (let t = -window; t < n; t += 1) {
    const flow = at(flowed, t + window) - at(flowed, t);
    const begins = at(jumped, t + window) - at(jumped, t) + flow;
    const ends = at(jumped, t + window + 1) - at(jumped, t + 1) + flow;
    if (begins > best) best = begins;
    if (ends > best) best = ends;
  }
  return best;
}
