import {
  derive,
  named,
  printed,
  step,
  times,
  type Derivation,
  type PrintedDerivation,
} from '../derivation/derivation.ts';
import { ZERO } from '../number/notation.ts';
import { lazyFields, once } from '../derivation/lazy.ts';
import type { Preparation } from '../order/preparation.ts';
import {
  FILL,
  isHourly,
  setting,
  stepped,
  VOLUME_OF_DOSE,
  type ProgramField,
  type Row,
  type Task,
} from './fill.ts';
import {
  figured,
  worstAtLimit,
  type AtLimit,
  type FieldId,
  type PumpField,
  type PumpModel,
  type Therapy,
} from '../pumps/pump.ts';
import {
  isZero,
  of,
  plain,
  quantity,
  quantityText,
  recorded,
  type Mass,
  type MassRate,
  type Quantity,
} from '../number/quantity.ts';
import { isByTheClock, type DoseLimit, type Regimen } from '../order/regimen/resolved.ts';

export { TOLERANCE, type Neighbour } from './grid.ts';
export type { ProgramField } from './fill.ts';

/** What is set on a pump, field by field in the order of its screens, with what that delivers. */
export interface Program {
  readonly pump: PumpModel;
  readonly therapy: Therapy;
  /** false: the pump has no such way of delivery, and no field is filled */
  readonly can: boolean;
  readonly fields: readonly ProgramField[];
  /** of an amount that may be changed while it runs: its field at the most; null where nothing may, or it has no field */
  readonly atMost: ProgramField | null;
  /** ordered parameters for which this pump has no field: it will not do them */
  readonly notSettable: readonly {
    readonly parameter: string;
    readonly ordered: string;
    readonly fields: readonly FieldId[];
  }[];
  /** what the pump does at the ordered limit; null where it holds none */
  readonly atLimit: AtLimit | null;
  /** whether the pump itself keeps a limit on the number of doses */
  readonly holds: (limit: DoseLimit) => boolean;
  readonly demand: Mass | null;
  readonly basal: MassRate;
  /** drug that still flows once the pump's limit is reached; zero where it stops or holds no limit */
  readonly kvoAtLimit: Derivation<'mass/time'>;
  readonly steps: readonly PrintedDerivation[];
}

/**
 * The ways of delivery that a regimen may be run by, the plainest first: what the patient triggers is a PCA, whatever the
 * kind is called; a PCA without a button is a rate with boluses by hand; steps run a day and a night by the clock of the start.
 */
export function therapiesOf(r: Regimen): readonly [Therapy, ...Therapy[]] {
  if (r.tolerance !== null) return ['elastomeric'];
  if (r.kind === 'nerve-block') return [r.demand ? 'pca' : 'continuous'];
  if (r.kind !== 'continuous') return [r.kind];
  return ['continuous', ...(r.dayNight ? ['taper' as const] : []), ...(r.clinician ? ['pca' as const] : [])];
}

/** Ordered parameters that need a field of their own to be done by the pump at all: one of the fields named will do. */
const NEEDS: readonly {
  readonly fields: readonly FieldId[];
  readonly parameter: string;
  readonly of: (r: Regimen) => Quantity | null;
}[] = [
  { fields: ['limit'], parameter: 'pump limit', of: (r) => r.limit?.amount ?? null },
  { fields: ['max-doses-per-hour'], parameter: 'max doses per hour', of: (r) => doseCount(r, true) },
  { fields: ['dose-limit'], parameter: 'limit on doses', of: (r) => doseCount(r, false) },
  {
    fields: ['continuous-rate', 'daily-rate', 'nominal-flow'],
    parameter: 'basal rate',
    of: (r) => (isZero(r.basal) || isByTheClock(r) || r.taper.length > 0 ? null : r.basal),
  },
  { fields: ['night-rate', 'step-rate'], parameter: 'night rate', of: (r) => r.dayNight?.night ?? null },
  { fields: ['demand-dose', 'bolus-volume'], parameter: 'demand dose', of: (r) => r.demand },
  { fields: ['lockout', 'bolus-refill'], parameter: 'lockout', of: (r) => r.lockout },
  { fields: ['clinician-bolus'], parameter: 'clinician bolus', of: (r) => r.clinician?.dose ?? null },
  { fields: ['dose-volume'], parameter: 'dose', of: (r) => r.dose?.amount ?? null },
  { fields: ['dose-duration'], parameter: 'duration of a dose', of: (r) => r.dose?.over ?? null },
  { fields: ['dose-interval'], parameter: 'interval of doses', of: (r) => r.dose?.every ?? null },
  {
    fields: ['kvo-rate'],
    parameter: 'KVO between doses',
    of: (r) => (r.dose && !isZero(r.dose.kvo) ? r.dose.kvo : null),
  },
  {
    fields: ['step-rate'],
    parameter: 'rates in steps',
    of: (r) => (r.kind === 'taper' ? (r.taper[0]?.rate ?? null) : null),
  },
];

/** What of a regimen has no field among these. */
const without = (fields: readonly PumpField[], r: Regimen): Program['notSettable'] =>
  NEEDS.flatMap(({ fields: any, parameter, of: ordered }) => {
    const value = ordered(r);
    return value === null || fields.some((f) => any.includes(f.id))
      ? []
      : [{ parameter, ordered: quantityText(value), fields: any }];
  });

/** The way by which a pump runs a regimen: one that does all of it before one that does not. */
function therapyOn(pump: PumpModel, r: Regimen): Therapy {
  const ways = therapiesOf(r);
  const has = ways.filter((w) => pump.modes[w] !== undefined);
  return has.find((w) => without(pump.modes[w] ?? [], r).length === 0) ?? has[0] ?? ways[0];
}

function doseCount(r: Regimen, perHour: boolean): Quantity | null {
  const found = r.doseLimits.find((x) => isHourly(x) === perHour);
  return found ? plain(found.count) : null;
}

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

/** The field that a titration changes, filled with the most: it has to be settable as well. */
function atMostOf(t: Task): ProgramField | null {
  const { titration } = t.regimen;
  if (!titration) return null;
  const ids: readonly FieldId[] =
    titration.of === 'rate'
      ? ['continuous-rate', 'daily-rate']
      : [t.regimen.demand ? 'demand-dose' : 'dose-volume'];
  const f = t.fields.find((x) => ids.includes(x.id));
  if (!f) return null;
  const raised = { ...t, regimen: { ...t.regimen, titration: null }, steps: [] };
  const [row] = [FILL[f.id](raised, f)].flat();
  return row ? { ...filled(raised, f, row), label: `${f.label}, at most` } : null;
}

function filled(t: Task, f: PumpField, row: Row): ProgramField {
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
}

/**
 * Programs a regimen into a pump. In: the resolved regimen, the preparation, the model and the route. Out: every field of
 * the model with its programmable value, signed deviation and neighbours, and what the pump has no field for. It refuses
 * nothing itself: the grid, range and limit checks turn what it reports into findings.
 */
export function program(regimen: Regimen, preparation: Preparation, pump: PumpModel, route: string): Program {
  const therapy = therapyOn(pump, regimen);
  const own = pump.modes[therapy] ?? [];
  const has = (id: FieldId) => own.some((f) => f.id === id);
  const kvo = has('limit') ? kvoOf(regimen, preparation, pump) : null;
  const t: Task = { regimen, preparation, fields: own, route, kvo, steps: [] };
  const sheet = once(() => {
    const fields = own.flatMap((f) => [FILL[f.id](t, f)].flat().map((row) => filled(t, f, row)));
    if (kvo) t.steps.push(kvo.drug);
    return { fields, atMost: atMostOf(t), steps: t.steps.map(printed) };
  });
  const can = own.length > 0;
  const notSettable = can ? without(own, regimen) : [];
  const none = derive(
    'kvo-at-limit',
    'KVO after the limit',
    named('none', of(ZERO, regimen.basal.unit)),
    regimen.basal.unit,
    pump.limit.kind === 'amount' ? pump.limit.source : VOLUME_OF_DOSE,
  );
  const asStepped = <D extends string>(id: FieldId, ordered: Quantity<D>): Quantity<D> => {
    const f = own.find((x) => x.id === id);
    return f ? stepped(t, f, ordered).programmed : ordered;
  };
  const programmed = {
    pump,
    therapy,
    can,
    notSettable,
    atLimit: pump.limit.kind === 'amount' && has('limit') ? worstAtLimit(pump.limit) : null,
    holds: (x: DoseLimit) => has(isHourly(x) ? 'max-doses-per-hour' : 'dose-limit'),
    demand: regimen.demand && asStepped('demand-dose', regimen.demand),
    basal: asStepped('continuous-rate', regimen.basal),
    kvoAtLimit: kvo?.drug ?? none,
  };
  return writtenWhenRead(programmed, sheet);
}

type Sheet = () => Pick<Program, 'fields' | 'atMost' | 'steps'>;

// what is delivered does not need the sheet
const writtenWhenRead = lazyFields({
  fields: (sheet: Sheet) => sheet().fields,
  atMost: (sheet: Sheet) => sheet().atMost,
  steps: (sheet: Sheet) => sheet().steps,
});

/** The ordered text of a field as a quantity, for figures that depend on it; a route or unit word is none. */
function quantityOr(text: string): Quantity {
  if (!/^\d/.test(text) || text.includes(':')) return plain(0n);
  return text.includes(' ') ? recorded(text) : plain(text);
}
