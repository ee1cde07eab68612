import {
  derive,
  named,
  printed,
  step,
  times,
  type Derivation,
  type PrintedDerivation,
} from './derivation.ts';
import { ZERO } from './notation.ts';
import { lazyFields, once } from './lazy.ts';
import type { Preparation } from './preparation.ts';
import {
  FILL,
  isHourly,
  setting,
  stepped,
  VOLUME_OF_DOSE,
  type ProgramField,
  type Row,
  type Task,
} from './program-fill.ts';
import { figured, type FieldId, type PumpField, type PumpModel, type Therapy } from './pumps/pump.ts';
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
} from './quantity.ts';
import type { DoseLimit, Regimen } from './regimen/resolved.ts';

export { TOLERANCE, type Neighbour } from './pump-grid.ts';
export type { ProgramField } from './program-fill.ts';

/** What is set on a pump, field by field in the order of its screens, with what that delivers. */
export interface Program {
  readonly pump: PumpModel;
  readonly therapy: Therapy;
  /** false: the pump has no such way of delivery, and no field is filled */
  readonly can: boolean;
  readonly fields: readonly ProgramField[];
  /** ordered parameters for which this pump has no field: it will not do them */
  readonly notSettable: readonly { readonly parameter: string; readonly ordered: string }[];
  /** whether the pump itself keeps a limit on the number of doses */
  readonly holds: (limit: DoseLimit) => boolean;
  readonly demand: Mass | null;
  readonly basal: MassRate;
  /** drug that still flows once the pump's limit is reached; zero where it stops or holds no limit */
  readonly kvoAtLimit: Derivation<'mass/time'>;
  readonly steps: readonly PrintedDerivation[];
}

/** The way of delivery that a regimen asks of a pump: what the patient triggers is a PCA, whatever the kind is called. */
export function therapyOf(r: Regimen): Therapy {
  if (r.tolerance !== null) return 'elastomeric';
  if (r.kind === 'nerve-block') return r.demand ? 'pca' : 'continuous';
  return r.kind;
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
    fields: ['continuous-rate', 'nominal-flow'],
    parameter: 'basal rate',
    of: (r) => (isZero(r.basal) || r.dose || r.taper.length > 0 ? null : r.basal),
  },
  { fields: ['night-rate'], parameter: 'night rate', of: (r) => r.dayNight?.night ?? null },
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
  { fields: ['step-rate'], parameter: 'rates in steps', of: (r) => r.taper[0]?.rate ?? null },
];

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
  const therapy = therapyOf(regimen);
  const own = pump.modes[therapy] ?? [];
  const has = (id: FieldId) => own.some((f) => f.id === id);
  const kvo = has('limit') ? kvoOf(regimen, preparation, pump) : null;
  const t: Task = { regimen, preparation, fields: own, route, kvo, steps: [] };
  const sheet = once(() => {
    const fields = own.flatMap((f) => [FILL[f.id](t, f)].flat().map((row) => filled(t, f, row)));
    if (kvo) t.steps.push(kvo.drug);
    return { fields, steps: t.steps.map(printed) };
  });
  const can = own.length > 0;
  const notSettable = NEEDS.flatMap(({ fields: any, parameter, of: ordered }) => {
    const value = ordered(regimen);
    return !can || value === null || any.some(has) ? [] : [{ parameter, ordered: quantityText(value) }];
  });
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
    holds: (x: DoseLimit) => has(isHourly(x) ? 'max-doses-per-hour' : 'dose-limit'),
    demand: regimen.demand && asStepped('demand-dose', regimen.demand),
    basal: asStepped('continuous-rate', regimen.basal),
    kvoAtLimit: kvo?.drug ?? none,
  };
  return writtenWhenRead(programmed, sheet);
}

// what is delivered does not need the sheet
const writtenWhenRead = lazyFields({
  fields: (sheet: () => Pick<Program, 'fields' | 'steps'>) => sheet().fields,
  steps: (sheet: () => Pick<Program, 'fields' | 'steps'>) => sheet().steps,
});

/** The ordered text of a field as a quantity, for figures that depend on it; a route or unit word is none. */
function quantityOr(text: string): Quantity {
  if (!/^\d/.test(text) || text.includes(':')) return plain(0n);
  return text.includes(' ') ? recorded(text) : plain(text);
}
