import {
  derive,
  named,
  over,
  printed,
  step,
  times,
  type Derivation,
  type PrintedDerivation,
  type Source,
} from './derivation.ts';
import { exactText } from './notation.ts';
import type { Preparation } from './preparation.ts';
import {
  drugStep,
  onGrid,
  rangeOf,
  wholeSteps,
  type Neighbour,
  type RangeState,
  type Stepped,
} from './pump-grid.ts';
import {
  figured,
  type Figure,
  type FieldId,
  type PumpField,
  type PumpModel,
  type Setting,
} from './pumps/pump.ts';
import {
  inBase,
  isZero,
  of,
  plain,
  quantity,
  quantityText,
  recorded,
  to,
  type Mass,
  type MassRate,
  type Quantity,
} from './quantity.ts';
import type { Regimen } from './regimen.ts';
import { unit } from './units.ts';

export { TOLERANCE, type Neighbour } from './pump-grid.ts';

export interface ProgramField {
  readonly id: FieldId;
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

/** What is set on a pump, field by field in the order of its screens, with what that delivers. */
export interface Program {
  readonly pump: PumpModel;
  readonly fields: readonly ProgramField[];
  /** ordered parameters for which this pump has no field: it will not do them */
  readonly notSettable: readonly { readonly parameter: string; readonly ordered: string }[];
  readonly demand: Mass;
  readonly basal: MassRate;
  /** drug that still flows once the pump's limit is reached; zero where it stops or holds no limit */
  readonly kvoAtLimit: Derivation<'mass/time'>;
  readonly steps: readonly PrintedDerivation[];
}

const VOLUME_OF_DOSE: Source = {
  id: 'CALC-8',
  title: 'volume of a dose = dose ÷ concentration; rate ÷ concentration = flow (calculations.md 8)',
};
const mL = unit('mL', 'volume');
const mLh = unit('mL/h', 'volume/time');

interface Task {
  readonly regimen: Regimen;
  readonly preparation: Preparation;
  readonly pump: PumpModel;
  readonly route: string;
  readonly kvo: { readonly figure: Figure; readonly drug: Derivation<'mass/time'> } | null;
  /** derivations of the volumes, gathered as the fields are made */
  readonly steps: Derivation[];
}

interface Row extends Partial<ProgramField> {
  readonly ordered: string | null;
}

const setting = (t: Task, value: Quantity): Setting => ({
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

/** A field that moves volume: the ordered drug is put on its grid, and the range is that of the volume. */
function asVolume<D extends string>(
  t: Task,
  f: PumpField,
  ordered: Quantity<D> | null,
  s: Stepped<D> | null,
  target: typeof mL | typeof mLh,
): Row {
  if (ordered === null || s === null) return { ordered: null, programmed: null, range: 'none' };
  const name = f.id.replaceAll('-', ' ');
  const volume = derive(
    `${f.id}-volume`,
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

function stepped<D extends string>(t: Task, id: FieldId, ordered: Quantity<D> | null): Stepped<D> | null {
  const f = t.pump.fields.find((x) => x.id === id);
  if (!f || ordered === null) return null;
  const concentration = t.preparation.concentration.result;
  const figure = figured(f.step, setting(t, ordered));
  return onGrid(ordered, figure && drugStep(figure, ordered, concentration), (q) =>
    of(inBase(q).div(inBase(concentration)), q.unit.dimension === 'mass' ? mL : mLh),
  );
}

/** How each field is filled. One entry a field; a model lists the ones it has, in the order of its screens. */
const FILL: Readonly<Record<FieldId, (t: Task, f: PumpField) => Row>> = {
  units: (t) => ({ ordered: null, programmed: t.regimen.demand.unit.code, range: 'none' }),
  route: (t) => ({ ordered: t.route, programmed: t.route, range: 'none' }),
  concentration: (t, f) => asOrdered(t, f, t.preparation.concentration.result),
  'reservoir-volume': (t, f) =>
    asOrdered(t, f, to((t.preparation.usable ?? t.preparation.finalVolume).result, 'mL'), {
      note: t.preparation.usable
        ? 'usable volume: fill − priming − residual'
        : 'fill volume; priming and residual were not entered',
    }),
  'continuous-rate': (t, f) => asVolume(t, f, t.regimen.basal, stepped(t, f.id, t.regimen.basal), mLh),
  'demand-dose': (t, f) => asVolume(t, f, t.regimen.demand, stepped(t, f.id, t.regimen.demand), mL),
  'loading-dose': (t, f) => asVolume(t, f, t.regimen.loading, stepped(t, f.id, t.regimen.loading), mL),
  'clinician-bolus': (t, f) =>
    asVolume(
      t,
      f,
      t.regimen.clinician?.dose ?? null,
      stepped(t, f.id, t.regimen.clinician?.dose ?? null),
      mL,
    ),
  lockout: (t, f) => {
    const lockout = to(t.regimen.lockout, 'min');
    const figure = figured(f.step, setting(t, lockout));
    return asOrdered(t, f, lockout, { step: figure, onGrid: wholeSteps(lockout, figure) });
  },
  'max-doses-per-hour': (t, f) =>
    asOrdered(t, f, t.regimen.maxDosesPerHour ? plain(t.regimen.maxDosesPerHour) : null),
  limit: (t, f) =>
    t.regimen.limit
      ? asOrdered(t, f, t.regimen.limit.amount, {
          label: `${exactText(to(t.regimen.limit.window, 'h').amount)} Hour Limit`,
          range: 'none',
        })
      : { ordered: null, programmed: null, range: 'none' },
  'limit-window': (t, f) => asOrdered(t, f, t.regimen.limit && to(t.regimen.limit.window, 'h')),
  'kvo-at-limit': (t) =>
    t.regimen.limit && t.kvo
      ? {
          ordered: null,
          programmed: quantityText(t.kvo.drug.result),
          volume: t.kvo.figure.value,
          range: 'none',
        }
      : { ordered: null, programmed: null, range: 'none' },
};

/** Ordered parameters that need a field of their own to be done by the pump at all. */
const NEEDS: readonly {
  readonly field: FieldId;
  readonly parameter: string;
  readonly of: (r: Regimen) => Quantity | null;
}[] = [
  { field: 'limit', parameter: 'pump limit', of: (r) => r.limit?.amount ?? null },
  {
    field: 'max-doses-per-hour',
    parameter: 'max doses per hour',
    of: (r) => (r.maxDosesPerHour ? plain(r.maxDosesPerHour) : null),
  },
  { field: 'continuous-rate', parameter: 'basal rate', of: (r) => (isZero(r.basal) ? null : r.basal) },
  { field: 'demand-dose', parameter: 'demand dose', of: (r) => r.demand },
  { field: 'lockout', parameter: 'lockout', of: (r) => r.lockout },
  { field: 'clinician-bolus', parameter: 'clinician bolus', of: (r) => r.clinician?.dose ?? null },
];

function kvoOf(r: Regimen, p: Preparation, pump: PumpModel): Task['kvo'] {
  if (pump.limit.kind !== 'amount' || pump.limit.atLimit.kind !== 'kvo') return null;
  const figure = isZero(r.basal) ? pump.limit.atLimit.withoutBasal : pump.limit.atLimit.withBasal;
  const flow = named('KVO flow', quantity(figure.value, 'volume/time'));
  return {
    figure,
    drug: derive(
      'kvo-at-limit',
      'KVO after the limit',
      times(flow, step(p.concentration)),
      r.basal.unit,
      figure.source,
    ),
  };
}

/**
 * Programs a regimen into a pump. In: the resolved regimen, the preparation, the model and the route. Out: every field of
 * the model with its programmable value, signed deviation and neighbours, and what the pump has no field for. It refuses
 * nothing itself: the grid, range and limit checks turn what it reports into findings.
 */
export function program(regimen: Regimen, preparation: Preparation, pump: PumpModel, route: string): Program {
  const kvo = kvoOf(regimen, preparation, pump);
  const t: Task = { regimen, preparation, pump, route, kvo, steps: [] };
  const fields = pump.fields.map((f): ProgramField => {
    const row = FILL[f.id](t, f);
    const value = row.ordered === null ? plain(0n) : quantityOr(row.ordered);
    return {
      id: f.id,
      label: f.label,
      programmed: null,
      volume: null,
      deviation: null,
      onGrid: 'not-stepped',
      below: null,
      above: null,
      range: 'none',
      min: null,
      max: null,
      step: figured(f.step, setting(t, value)),
      note: f.note,
      ...row,
    };
  });
  const has = (id: FieldId) => pump.fields.some((f) => f.id === id);
  const notSettable = NEEDS.flatMap(({ field, parameter, of: ordered }) => {
    const value = ordered(regimen);
    return value === null || has(field) ? [] : [{ parameter, ordered: quantityText(value) }];
  });
  const none = derive(
    'kvo-at-limit',
    'KVO after the limit',
    named('none', of(plain(0n).amount, regimen.basal.unit)),
    regimen.basal.unit,
    pump.limit.kind === 'amount' ? pump.limit.source : VOLUME_OF_DOSE,
  );
  if (kvo) t.steps.push(kvo.drug);
  return {
    pump,
    fields,
    notSettable,
    demand: stepped(t, 'demand-dose', regimen.demand)?.programmed ?? regimen.demand,
    basal: stepped(t, 'continuous-rate', regimen.basal)?.programmed ?? regimen.basal,
    kvoAtLimit: kvo?.drug ?? none,
    steps: t.steps.map(printed),
  };
}

/** The ordered text of a field as a quantity, for figures that depend on it; a route or unit word is none. */
function quantityOr(text: string): Quantity {
  return /^\d/.test(text) ? (text.includes(' ') ? recorded(text) : plain(text)) : plain(0n);
}
