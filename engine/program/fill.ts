import { derive, named, over, step, type Derivation, type Source } from '../derivation/derivation.ts';
import { exact, exactText } from '../number/notation.ts';
import type { Preparation } from '../order/preparation.ts';
import {
  drugStep,
  onGrid,
  rangeOf,
  wholeSteps,
  type Neighbour,
  type RangeState,
  type Stepped,
} from './grid.ts';
import { figured, type FieldId, type Figure, type PumpField, type Setting } from '../pumps/pump.ts';
import {
  add,
  compare,
  inBase,
  isZero,
  of,
  plain,
  quantity,
  quantityText,
  to,
  type Quantity,
  type Time,
} from '../number/quantity.ts';
import type { DoseLimit, Regimen } from '../order/regimen/resolved.ts';
import { unit } from '../number/units.ts';

export interface ProgramField {
  /** the field's id; with a number behind it where the pump asks for it several times */
  readonly id: string;
  readonly label: string;
  readonly ordered: string | null;
  /** what is set on the pump; null where the field is not used */
  readonly programmed: string | null;
  /** the same in mL or mL/h, as the pump's mechanism moves it */
  readonly volume: string | null;
  /** programmed ÷ ordered − 1, exact; null where nothing was quantised */
  readonly deviation: string | null;
  readonly onGrid: Stepped['onGrid'] | 'not-stepped';
  readonly below: Neighbour | null;
  readonly above: Neighbour | null;
  readonly range: RangeState;
  readonly min: Figure | null;
  readonly max: Figure | null;
  readonly step: Figure | null;
  readonly note: string | null;
}

export interface Task {
  readonly regimen: Regimen;
  readonly preparation: Preparation;
  readonly fields: readonly PumpField[];
  readonly route: string;
  readonly kvo: { readonly figure: Figure; readonly drug: Derivation<'mass/time'> } | null;
  /** derivations of the volumes, gathered as the fields are made */
  readonly steps: Derivation[];
}

export interface Row extends Partial<ProgramField> {
  readonly ordered: string | null;
}
export type Fill = (t: Task, f: PumpField) => Row | readonly Row[];

export const VOLUME_OF_DOSE: Source = {
  id: 'CALC-8',
  title: 'volume of a dose = dose ÷ concentration; rate ÷ concentration = flow (calculations.md 8)',
};
const mL = unit('mL', 'volume');
const mLh = unit('mL/h', 'volume/time');
const HOUR = quantity('1 h', 'time');
const UNUSED: Row = { ordered: null, programmed: null, range: 'none' };

/** What a figure of the pump's data may depend on: the value, and the concentration and route that it is set for. */
export const setting = (t: Task, value: Quantity): Setting => ({
  value,
  concentration: t.preparation.concentration.result,
  route: t.route,
});

function bounded(t: Task, f: PumpField, value: Quantity | null): Pick<ProgramField, 'min' | 'max' | 'range'> {
  const at = setting(t, value ?? plain(0n));
  const [min, max] = [figured(f.min, at), figured(f.max, at)];
  return { min, max, range: f.basis === 'none' ? 'none' : rangeOf(value, min, max) };
}

/** A field that takes the ordered value as it is. */
function asOrdered(t: Task, f: PumpField, ordered: Quantity | null, more: Partial<ProgramField> = {}): Row {
  const text = ordered === null ? null : quantityText(ordered);
  return { ordered: text, programmed: text, ...bounded(t, f, ordered), ...more };
}

/** A value that is chosen from the pump's own list, where it has one: what every dose becomes at its neighbours. */
function listed(t: Task, f: PumpField, ordered: Quantity): Row {
  const list = f.list?.(setting(t, ordered));
  if (!list) return asOrdered(t, f, ordered);
  const values = list.values.map((v) => quantity(v, ordered.unit.dimension));
  const state = values.some((v) => compare(v, ordered) === 0)
    ? 'on-grid'
    : list.until !== null && compare(ordered, quantity(list.until, ordered.unit.dimension)) > 0
      ? 'step-not-known'
      : 'off-grid';
  const neighbour = (v: Quantity | undefined): Neighbour | null =>
    v === undefined || state !== 'off-grid'
      ? null
      : {
          value: quantityText(v),
          volume: '',
          // told less than the container holds, the pump gives more
          deviation: exactText(inBase(ordered).div(inBase(v)).sub(1n)),
        };
  return asOrdered(t, f, ordered, {
    onGrid: state,
    below: neighbour(values.findLast((v) => compare(v, ordered) < 0)),
    above: neighbour(values.find((v) => compare(v, ordered) > 0)),
  });
}

/** A time that the pump takes in steps of its own. */
function asTime(t: Task, f: PumpField, ordered: Time | null): Row {
  if (ordered === null) return UNUSED;
  const figure = figured(f.step, setting(t, ordered));
  return asOrdered(t, f, ordered, { step: figure, onGrid: wholeSteps(ordered, figure) });
}

/** A field that moves volume: the ordered drug is put on its grid, and the range is that of the volume. */
function asVolume<D extends string>(
  t: Task,
  f: PumpField,
  ordered: Quantity<D> | null,
  id: string = f.id,
): Row {
  const s = ordered === null ? null : stepped(t, f, ordered);
  if (ordered === null || s === null) return UNUSED;
  const name = id.replaceAll('-', ' ');
  const target = ordered.unit.dimension === 'mass' ? mL : mLh;
  const volume = derive(
    `${id}-volume`,
    `${name} as volume`,
    over(named(name, s.programmed), step(t.preparation.concentration)),
    target as typeof mL,
    VOLUME_OF_DOSE,
  );
  t.steps.push(volume);
  const { programmed, deviation, ...grid } = s;
  return {
    ordered: quantityText(ordered),
    programmed: quantityText(programmed),
    volume: quantityText(volume.result),
    deviation: exactText(deviation),
    ...grid,
    ...bounded(t, f, volume.result),
  };
}

/** An amount of drug put on the grid of a field. */
export function stepped<D extends string>(t: Task, f: PumpField, ordered: Quantity<D>): Stepped<D> {
  const concentration = t.preparation.concentration.result;
  const figure = figured(f.step, setting(t, ordered));
  return onGrid(ordered, figure && drugStep(figure, ordered, concentration), (q) =>
    of(inBase(q).div(inBase(concentration)), q.unit.dimension === 'mass' ? mL : mLh),
  );
}

/** Does a limit of doses count them in one hour, whatever unit it was ordered in? */
export const isHourly = (x: DoseLimit): boolean => compare(x.window, HOUR) === 0;
const hourly = (r: Regimen) => r.doseLimits.find(isHourly) ?? null;
const otherCount = (r: Regimen) => r.doseLimits.find((x) => !isHourly(x)) ?? null;

const two = (n: bigint): string => n.toString().padStart(2, '0');

/** A time of day in minutes after midnight, as a pump's clock shows it. */
const clockText = (minutes: Time): string => {
  const m = to(minutes, 'min').amount.n % 1440n;
  return `${two(m / 60n)}:${two(m % 60n)}`;
};
const words = (text: string | null): Row => ({ ordered: text, programmed: text, range: 'none' });

/** What is programmed at first of an amount that may be changed later. */
const atStart = <D extends string>(t: Task, what: 'rate' | 'dose', most: Quantity<D>): Quantity<D> =>
  t.regimen.titration?.of === what ? (t.regimen.titration.start as Quantity<D>) : most;

/** What a titration may reach at most, where the pump has a field that keeps it. */
const mostOf = (t: Task, what: 'rate' | 'dose'): Quantity | null =>
  t.regimen.titration?.of === what ? t.regimen.titration.most : null;

/** How each field is filled. One entry a field; a model lists the ones it has, in the order of its screens. */
export const FILL: Readonly<Record<FieldId, Fill>> = {
  units: (t) => ({ ordered: null, programmed: t.regimen.basal.unit.code.replace('/h', ''), range: 'none' }),
  route: (t) => words(t.route),
  concentration: (t, f) => listed(t, f, t.preparation.concentration.result),
  'reservoir-volume': (t, f) =>
    asOrdered(t, f, to((t.preparation.usable ?? t.preparation.finalVolume).result, 'mL'), {
      note: t.preparation.usable
        ? 'usable volume: fill − priming − residual'
        : 'fill volume; priming and residual were not entered',
    }),
  'continuous-rate': (t, f) => asVolume(t, f, t.regimen.dayNight?.day ?? atStart(t, 'rate', t.regimen.basal)),
  'demand-dose': (t, f) =>
    t.regimen.demand === null
      ? { ordered: null, programmed: `0 ${t.regimen.basal.unit.code.replace('/h', '')}`, range: 'none' }
      : asVolume(t, f, atStart(t, 'dose', t.regimen.demand)),
  'daily-rate': (t, f) => {
    const row = asVolume(t, f, isZero(t.regimen.basal) ? null : atStart(t, 'rate', t.regimen.basal));
    if (!row.volume) return row;
    const perDay = exactText(inBase(quantity(row.volume, 'volume/time')).mul(24n));
    return { ...row, programmed: `${perDay} mL per 24 h` };
  },
  'loading-dose': (t, f) => asVolume(t, f, t.regimen.loading),
  'clinician-bolus': (t, f) => asVolume(t, f, t.regimen.clinician?.dose ?? null),
  lockout: (t, f) => asTime(t, f, t.regimen.lockout && to(t.regimen.lockout, 'min')),
  'max-doses-per-hour': (t, f) => {
    const count = hourly(t.regimen)?.count;
    return asOrdered(t, f, count ? plain(count) : null);
  },
  'dose-limit': (t, f) => {
    const count = otherCount(t.regimen)?.count;
    return asOrdered(t, f, count ? plain(count) : null);
  },
  'dose-limit-window': (t, f) => {
    const window = otherCount(t.regimen)?.window;
    return asOrdered(t, f, window ? to(window, 'h') : null);
  },
  limit: (t, f) =>
    t.regimen.limit
      ? asOrdered(t, f, t.regimen.limit.amount, {
          label: `${exactText(to(t.regimen.limit.window, 'h').amount)} Hour Limit`,
          range: 'none',
        })
      : UNUSED,
  'limit-window': (t, f) => asOrdered(t, f, t.regimen.limit && to(t.regimen.limit.window, 'h')),
  'kvo-at-limit': (t) =>
    t.regimen.limit && t.kvo
      ? {
          ordered: null,
          programmed: quantityText(t.kvo.drug.result),
          volume: t.kvo.figure.value,
          range: 'none',
        }
      : UNUSED,
  'dose-volume': (t, f) => {
    const { dose, demand } = t.regimen;
    if (!dose) return UNUSED;
    // beside a button it is the patient's dose that a titration of the dose is about
    return asVolume(t, f, demand ? dose.amount : atStart(t, 'dose', dose.amount));
  },
  'dose-duration': (t, f) => asTime(t, f, t.regimen.dose?.over ?? null),
  'dose-interval': (t, f) => asTime(t, f, t.regimen.dose?.every ?? null),
  'kvo-rate': (t, f) => asVolume(t, f, t.regimen.dose?.kvo ?? null),
  'titrate-rate': (t, f) => asVolume(t, f, mostOf(t, 'rate')),
  'titrate-bolus': (t, f) => (t.regimen.demand ? asVolume(t, f, mostOf(t, 'dose')) : UNUSED),
  'night-rate': (t, f) => asVolume(t, f, t.regimen.dayNight?.night ?? null),
  'night-from': (t) => words(t.regimen.dayNight && clockText(t.regimen.dayNight.nightFrom)),
  'night-to': (t) => {
    const n = t.regimen.dayNight;
    return words(n && clockText(add(n.nightFrom, n.nightLasts)));
  },
  steps: (t, f) => asOrdered(t, f, plain(exact(BigInt(t.regimen.taper.length)))),
  'step-rate': (t, f) =>
    t.regimen.taper.map(({ name, rate }, i) => ({
      ...asVolume(t, f, rate, `step-rate-${i + 1}`),
      id: `step-rate-${i + 1}`,
      label: `${f.label} ${i + 1}${t.regimen.dayNight ? `, ${name}` : ''}`,
    })),
  'step-time': (t, f) =>
    t.regimen.taper.map(({ lasts }, i) => ({
      ...asTime(t, f, lasts),
      id: `step-time-${i + 1}`,
      label: `${f.label} ${i + 1}`,
    })),
  'nominal-flow': (t, f) => asVolume(t, f, isZero(t.regimen.basal) ? null : t.regimen.basal),
  'bolus-volume': (t, f) => asVolume(t, f, t.regimen.demand),
  'bolus-refill': (t, f) => asTime(t, f, t.regimen.lockout && to(t.regimen.lockout, 'min')),
};
