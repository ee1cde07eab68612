import * as z from 'zod';
import { parseInstant, type Minute } from './calendar.ts';
import { derive, named, times, type Derivation } from './derivation.ts';
import { exact, type Exact } from './notation.ts';
import {
  compare,
  div,
  inBase,
  isZero,
  mul,
  quantity,
  to,
  type Mass,
  type MassRate,
  type Quantity,
  type Time,
  type Weight,
} from './quantity.ts';
import { issue, unwrap, type Issue } from './result.ts';
import { countField, instantField, quantityField } from './schema.ts';
import { unit, type Unit } from './units.ts';

/** One clinician bolus train: the pump sets no frequency limit, so the order must. */
const clinicianBolus = z.strictObject({
  dose: quantityField('mass', 'mass/weight'),
  interval: quantityField('time'),
  most: countField(100).describe('how many at most'),
  per: quantityField('time').describe('within how long'),
});

/** "No limit was ordered" is a value of its own; it is never zero. */
const limit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('amount'), amount: quantityField('mass'), window: quantityField('time') }),
]);

export const pcaRegimen = z.strictObject({
  kind: z.literal('pca'),
  demand: quantityField('mass', 'mass/weight').describe('demand dose'),
  lockout: quantityField('time'),
  basal: quantityField('mass/time', 'mass/weight/time').describe('basal rate; zero is written out'),
  loading: quantityField('mass', 'mass/weight')
    .optional()
    .describe('loading dose, given once at the first start'),
  clinicianBolus: clinicianBolus.optional(),
  limit,
  maxDosesPerHour: countField(60).optional(),
});
export type PcaRegimen = z.infer<typeof pcaRegimen>;

export const sessions = z.strictObject({
  start: instantField(),
  duration: quantityField('time'),
  every: quantityField('time').describe('from start to start'),
  count: countField(1000),
});
export type Sessions = z.infer<typeof sessions>;

export interface Train {
  readonly dose: Mass;
  readonly interval: Time;
  readonly most: Exact;
  readonly per: Time;
}

/** A regimen in exact amounts for one patient: weight-based doses are multiplied out, every step kept. */
export interface Regimen {
  readonly demand: Mass;
  readonly lockout: Time;
  readonly basal: MassRate;
  readonly loading: Mass | null;
  readonly clinician: Train | null;
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  readonly maxDosesPerHour: Exact | null;
  readonly steps: readonly Derivation[];
}

const BY_WEIGHT = { id: 'WT-DOSE', title: 'dose by body weight = dose per kg × weight (calculations.md 8)' };

/** Which issue, if any, keeps a regimen from being computed at all: contradictions, zeros, a missing weight. */
export function regimenIssues(r: PcaRegimen, weight: Weight | null, units: readonly string[]): Issue[] {
  const found: Issue[] = [];
  const say = (path: string, code: string, given: string, accepted: string) =>
    found.push(issue(code, given, accepted, path));
  const texts = [
    ['demand', r.demand],
    ['basal', r.basal],
    ['loading', r.loading],
    ['clinicianBolus.dose', r.clinicianBolus?.dose],
  ] as const;
  for (const [path, text] of texts) {
    if (text === undefined) continue;
    const q = quantity(text);
    if (q.unit.dimension.includes('/weight') && weight === null)
      say(path, 'weight-missing', text, 'a dated weight for the patient, or a dose without /kg');
    else if (!q.unit.dimension.includes('/weight') && !units.includes(q.unit.code))
      say(path, 'unit-not-used-for-drug', text, `${units.join(' or ')}: one unit for one drug`);
  }
  if (r.limit.kind === 'amount' && !units.includes(quantity(r.limit.amount).unit.code))
    say(
      'limit.amount',
      'unit-not-used-for-drug',
      r.limit.amount,
      `${units.join(' or ')}: one unit for one drug`,
    );
  if (isZero(quantity(r.lockout))) say('lockout', 'lockout-zero', r.lockout, 'a lockout above zero');
  if (isZero(quantity(r.demand))) say('demand', 'demand-zero', r.demand, 'a demand dose above zero');
  if (r.loading !== undefined && isZero(quantity(r.loading)))
    say('loading', 'loading-zero', r.loading, 'a dose above zero, or no loading dose');
  if (r.clinicianBolus) {
    for (const key of ['dose', 'interval', 'per'] as const)
      if (isZero(quantity(r.clinicianBolus[key])))
        say(
          `clinicianBolus.${key}`,
          `clinician-bolus-${key}-zero`,
          r.clinicianBolus[key],
          'a value above zero',
        );
    if (compare(quantity(r.clinicianBolus.per, 'time'), quantity(r.clinicianBolus.interval, 'time')) < 0)
      say(
        'clinicianBolus.per',
        'clinician-bolus-window-below-interval',
        r.clinicianBolus.per,
        'a window at least as long as the interval',
      );
  }
  if (found.length > 0 || r.limit.kind === 'none') return found;
  const resolved = resolve(r, weight, 'mg');
  const ordered = resolved.limit;
  if (!ordered) return found;
  if (isZero(ordered.window)) say('limit.window', 'limit-window-zero', r.limit.window, 'a window above zero');
  else if (compare(ordered.amount, resolved.demand) < 0)
    say('limit.amount', 'limit-below-one-dose', r.limit.amount, `at least one demand dose, ${r.demand}`);
  else if (compare(ordered.amount, mul(resolved.basal, ordered.window)) <= 0)
    say(
      'limit.amount',
      'limit-not-above-basal',
      r.limit.amount,
      `more than the basal rate gives in ${r.limit.window}`,
    );
  return found;
}

/** The regimen in exact amounts, masses in the drug's own unit. Call after `regimenIssues` found nothing. */
export function resolve(r: PcaRegimen, weight: Weight | null, drugUnit: string): Regimen {
  const steps: Derivation[] = [];
  const massUnit = unit(drugUnit, 'mass');
  const rateUnit = unit(`${drugUnit}/h`, 'mass/time');
  const absolute = <D extends string>(
    id: string,
    name: string,
    text: string,
    target: Unit<D>,
  ): Quantity<D> => {
    const q = quantity(text);
    if (!q.unit.dimension.includes('/weight')) return to(q as Quantity<D>, target);
    if (weight === null) throw new Error('resolve before regimenIssues');
    const d = derive(id, name, times(named(`${name} per kg`, q), named('weight', weight)), target, BY_WEIGHT);
    steps.push(d);
    return d.result;
  };
  const bolus = r.clinicianBolus;
  return {
    demand: absolute('demand', 'demand dose', r.demand, massUnit),
    lockout: to(quantity(r.lockout, 'time'), 'min'),
    basal: absolute('basal', 'basal rate', r.basal, rateUnit),
    loading: r.loading === undefined ? null : absolute('loading', 'loading dose', r.loading, massUnit),
    clinician: bolus
      ? {
          dose: absolute('clinician-bolus', 'clinician bolus', bolus.dose, massUnit),
          interval: quantity(bolus.interval, 'time'),
          most: exact(bolus.most),
          per: quantity(bolus.per, 'time'),
        }
      : null,
    limit:
      r.limit.kind === 'none'
        ? null
        : {
            amount: to(quantity(r.limit.amount, 'mass'), massUnit),
            window: quantity(r.limit.window, 'time'),
          },
    maxDosesPerHour: r.maxDosesPerHour === undefined ? null : exact(r.maxDosesPerHour),
    steps,
  };
}

export interface Schedule {
  readonly start: Minute;
  readonly duration: Time;
  readonly every: Time;
  readonly count: Exact;
}

export const schedule = (s: Sessions): Schedule => ({
  start: unwrap(parseInstant(s.start)),
  duration: quantity(s.duration, 'time'),
  every: quantity(s.every, 'time'),
  count: exact(s.count),
});

/** What can not stand in a schedule of sessions. 24 h and longer is not refused: it is a finding that names S9326. */
export function sessionIssues(s: Sessions): Issue[] {
  const { duration, every, count } = schedule(s);
  if (isZero(duration))
    return [issue('session-duration-zero', s.duration, 'a duration above zero', 'duration')];
  if (count.compare(1n) > 0 && compare(every, duration) < 0)
    return [
      issue(
        'sessions-overlap',
        s.every,
        `at least the duration, ${s.duration}, from start to start`,
        'every',
      ),
    ];
  const minutes = [duration, every].map((t) => inBase(div(t, quantity('1 min', 'time'))));
  return minutes.some((m) => m.d !== 1n)
    ? [issue('session-not-whole-minutes', `${s.duration}, ${s.every}`, 'whole minutes', 'duration')]
    : [];
}
