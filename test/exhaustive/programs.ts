import type { Delivery, PcaDelivery } from '../../engine/exposure/delivery.ts';
import { worstIn } from '../../engine/exposure/closed-form.ts';
import { exact } from '../../engine/number/notation.ts';
import { inBase, of, quantity, type Mass, type Time } from '../../engine/number/quantity.ts';
import { unit } from '../../engine/number/units.ts';
import { pumpModels } from '../../engine/pumps/models.ts';
import { worstAtLimit, type PumpModel, type Therapy } from '../../engine/pumps/pump.ts';
import { most, run, type Behaviour, type Program } from './automaton.ts';

/** A tick is five minutes, an amount unit 0.12 mg: a unit a tick is 1.44 mg/h. */
const TICK = 5;
const time = (ticks: number): Time => quantity(`${ticks * TICK} min`, 'time');
const mass = (units: number): Mass => of(exact(BigInt(units)).mul(12n).div(100n), unit('mg', 'mass'));
const rate = (units: number) => of(exact(BigInt(units)).mul(144n).div(100n), unit('mg/h', 'mass/time'));

type Draw = (from: number, to: number) => number;

/** Whole numbers from a seed, the same in every run. */
function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return (from, to) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return from + (((x ^ (x >>> 14)) >>> 0) % (to - from + 1));
  };
}

/**
 * Every way of behaving that the sources of a pump leave open, read off its model here and not in the engine. `begins`: the
 * ticks in which windows that do not roll are tried to begin.
 */
function openBehaviours({ limit, lockoutFrom }: PumpModel, begins: readonly number[]): Behaviour[] {
  const window = limit.kind === 'amount' ? limit.window : 'rolling';
  const windows = [...(window === 'fixed' ? [] : [null]), ...(window === 'rolling' ? [] : begins)];
  const basal =
    limit.kind === 'amount' && limit.atLimit.kind !== 'not-known'
      ? (['stops'] as const)
      : (['stops', 'runs-on'] as const);
  const cut = limit.kind === 'amount' ? limit.truncatesDose : true;
  const demand: readonly Behaviour['demandAtLimit'][] =
    cut === null ? ['refused', 'cut', 'finished'] : [cut ? 'cut' : 'finished'];
  const from = lockoutFrom === 'not-stated' ? (['start', 'end'] as const) : [lockoutFrom];
  return basal.flatMap((basalAtLimit) =>
    demand.flatMap((demandAtLimit) =>
      from.flatMap((x) =>
        windows.map((w): Behaviour => ({ basalAtLimit, demandAtLimit, lockoutFrom: x, windowFrom: w })),
      ),
    ),
  );
}

const some = <T>(draw: Draw, share: number, value: () => T): T | null =>
  draw(1, 100) <= share ? value() : null;

function pcaOf(draw: Draw, basal: number, pump: PumpModel): NonNullable<Program['pca']> {
  const step = Math.max(1, basal);
  const lockout = draw(1, 9);
  const takes = draw(0, Math.min(3, lockout));
  const demand = step * Math.max(1, takes) * draw(1, 8);
  const holds = pump.limit.kind === 'amount';
  const window = draw(2, 24);
  const limit = holds
    ? some(draw, 75, () => ({ amount: Math.max(demand, basal * window + step * draw(1, 30)), window }))
    : null;
  const kvo =
    limit && basal > 0 && pump.limit.kind === 'amount' && pump.limit.atLimit.kind === 'kvo' ? draw(0, 3) : 0;
  return {
    demand,
    lockout,
    takes,
    limit,
    mostDoses: some(draw, 20, () => ({ count: draw(1, 5), window: draw(3, 18) })),
    kvoAtLimit: kvo,
  };
}

function drawProgram(draw: Draw, therapy: Therapy, pump: PumpModel): Program {
  const duration = draw(1, 48);
  const sessions = {
    duration,
    every: duration + (some(draw, 60, () => draw(0, 24)) ?? 0),
    count: draw(1, 3),
  };
  const common = {
    basal: 0,
    pca: null,
    clock: null,
    steps: [],
    loading: some(draw, 30, () => draw(1, 20)) ?? 0,
    clinician: some(draw, 25, () => {
      const interval = draw(1, 12);
      return { dose: draw(1, 12), interval, most: draw(1, 3), per: interval + draw(0, 24) };
    }),
    sessions,
  };
  if (therapy === 'taper')
    return {
      ...common,
      steps: Array.from({ length: draw(1, 4) }, () => ({ rate: draw(0, 4), lasts: draw(1, 12) })),
    };
  if (therapy === 'intermittent') {
    const every = draw(1, 16);
    const takes = draw(0, every);
    return {
      ...common,
      clinician: null,
      clock: {
        dose: draw(1, 9) * Math.max(1, takes),
        takes,
        every,
        kvo: takes === every ? 0 : draw(0, 1),
      },
    };
  }
  if (therapy === 'continuous') return { ...common, basal: draw(1, 5) };
  const basal = draw(0, 3);
  // boluses by the clock beside those of the patient: at once, and outside the limit
  const clock = some(draw, 25, () => ({ dose: draw(1, 9), takes: 0, every: draw(1, 16), kvo: 0 }));
  return { ...common, basal, pca: pcaOf(draw, basal, pump), clock };
}

/** The same program as the engine takes it on this pump. */
function deliveryOf(p: Program, pump: PumpModel): Delivery {
  const sessions = {
    duration: time(p.sessions.duration),
    every: time(p.sessions.every),
    count: exact(BigInt(p.sessions.count)),
  };
  const loading = p.loading === 0 ? null : mass(p.loading);
  const massUnit = unit('mg', 'mass');
  const clinician = p.clinician && {
    dose: mass(p.clinician.dose),
    interval: time(p.clinician.interval),
    most: exact(BigInt(p.clinician.most)),
    per: time(p.clinician.per),
  };
  if (p.clock && !p.pca)
    return {
      kind: 'repeated',
      amount: mass(p.clock.dose),
      over: p.clock.takes === 0 ? null : time(p.clock.takes),
      every: time(p.clock.every),
      kvo: rate(p.clock.kvo),
      loading,
      sessions,
    };
  if (!p.pca) {
    const steps = p.steps.length > 0 ? p.steps : [{ rate: p.basal, lasts: p.sessions.duration }];
    let from = 0;
    const flows = steps.map((s, i) => {
      const flow = {
        name: `step ${i + 1}`,
        from: time(from),
        to: time(from + s.lasts),
        rate: rate(s.rate),
        dose: null,
      };
      from += s.lasts;
      return flow;
    });
    return { kind: 'planned', flows, doses: [], loading, clinician, sessions, massUnit };
  }
  const { pca } = p;
  const atLimit = pump.limit.kind === 'amount' ? worstAtLimit(pump.limit) : null;
  const delivery: PcaDelivery = {
    kind: 'pca',
    demand: mass(pca.demand),
    lockout: time(pca.lockout),
    basal: rate(p.basal),
    dayNight: null,
    limit:
      pca.limit && atLimit
        ? { amount: mass(pca.limit.amount), window: time(pca.limit.window), atLimit }
        : null,
    doseLimits: pca.mostDoses
      ? [{ count: exact(BigInt(pca.mostDoses.count)), window: time(pca.mostDoses.window) }]
      : [],
    loading,
    clinician,
    scheduled: p.clock && { amount: mass(p.clock.dose), every: time(p.clock.every) },
    kvoAtLimit: rate(pca.kvoAtLimit),
    sessions,
  };
  return delivery;
}

/** A taper fills its session: the sum of its steps is the session's length. */
function fitted(p: Program): Program {
  if (p.steps.length === 0) return p;
  const duration = p.steps.reduce((n, s) => n + s.lasts, 0);
  const gap = p.sessions.every - p.sessions.duration;
  return { ...p, sessions: { ...p.sessions, duration, every: duration + gap } };
}

export interface Tally {
  readonly programs: number;
  readonly runs: number;
  readonly reached: number;
  /** of those whose limit window need not roll: how many the run of one that does not roll brings to its own closed form */
  readonly fixed: { readonly programs: number; readonly reached: number };
  readonly perPump: Readonly<Record<string, number>>;
  /** programs whose run gave more than the closed form */
  readonly above: readonly string[];
}

/** Draws so many programs over all pumps and their kinds, runs each open behaviour, and holds the closed form against it. */
export function tryPrograms(count: number, seed: number): Tally {
  const draw = drawing(seed);
  const above: string[] = [];
  const perPump: Record<string, number> = {};
  let [runs, reached] = [0, 0];
  const fixed = { programs: 0, reached: 0 };
  const pairs = pumpModels.flatMap((pump) =>
    (Object.keys(pump.modes) as Therapy[]).map((therapy) => {
      const bolus = pump.modes[therapy]?.some((f) => f.id === 'bolus-volume') === true;
      return { pump, therapy: therapy === 'elastomeric' ? (bolus ? 'pca' : 'continuous') : therapy };
    }),
  );
  for (let i = 0; i < count; i += 1) {
    const { pump, therapy } = pairs[i % pairs.length]!;
    const p = fitted(drawProgram(draw, therapy, pump));
    const window = draw(0, 2) === 0 && p.pca?.limit ? p.pca.limit.window : draw(1, 72);
    const habit = draw(0, 1) === 0 ? 0 : draw(1, 1 << 16);
    const presses = habit === 0 ? () => true : (t: number) => ((habit >> (t % 16)) & 1) === 0;
    const begins = p.pca?.limit ? [0, draw(0, p.pca.limit.window - 1), draw(0, p.pca.limit.window - 1)] : [];
    const worst = worstIn(deliveryOf(p, pump), time(window));
    const open = openBehaviours(pump, begins);
    const ways = [
      { of: worst.amount, how: open.filter((how) => how.windowFrom === null) },
      { of: worst.ifFixed ?? worst.amount, how: open.filter((how) => how.windowFrom !== null) },
    ];
    for (const { of: closed, how: tried } of ways) {
      const bound = inBase(closed.result).mul(100n).div(12n);
      let highest = 0n;
      for (const how of p.pca ? tried : tried.slice(0, 1)) {
        runs += 1;
        const given = BigInt(most(run(p, how, presses), window));
        if (given > highest) highest = given;
        if (given * bound.d > bound.n)
          above.push(
            JSON.stringify({
              pump: pump.id,
              how,
              window,
              given: `${given}`,
              bound: `${bound.n}/${bound.d}`,
              p,
              habit,
            }),
          );
      }
      const isReached = highest * bound.d >= bound.n ? 1 : 0;
      if (tried === ways[0]!.how) reached += isReached;
      else if (tried.length > 0)
        [fixed.programs, fixed.reached] = [fixed.programs + 1, fixed.reached + isReached];
    }
    perPump[pump.id] = (perPump[pump.id] ?? 0) + 1;
  }
  return { programs: count, runs, reached, fixed, perPump, above };
}
