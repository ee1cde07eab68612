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
import { exact, exactText, round, ZERO, type Exact } from './notation.ts';
import type { Preparation } from './preparation.ts';
import type { Figure, FieldId, PumpField, PumpModel } from './pumps/pump.ts';
import {
  compare,
  inBase,
  isZero,
  mul,
  of,
  plain,
  quantity,
  quantityText,
  to,
  type Flow,
  type Mass,
  type MassRate,
  type Quantity,
  type Volume,
} from './quantity.ts';
import type { Regimen } from './regimen.ts';
import { unit } from './units.ts';

/** Deviation of a programmable value from the ordered one. Source: calculations.md 0 (house rule on CMAJ-PARSH's lines). */
export const TOLERANCE = { soft: exact('0.05'), hard: exact('0.1') };

export interface Neighbour {
  readonly value: string;
  readonly volume: string;
  /** signed deviation from what was ordered, as an exact fraction */
  readonly deviation: string;
}

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
  readonly onGrid: 'on-grid' | 'off-grid' | 'step-not-known' | 'not-stepped';
  readonly below: Neighbour | null;
  readonly above: Neighbour | null;
  readonly range: 'within' | 'outside' | 'not-known' | 'none';
  readonly min: Figure | null;
  readonly max: Figure | null;
  readonly step: Figure | null;
  readonly note: string | null;
}

/** What is set on a pump, field by field in the order of its screens, with what that delivers. */
export interface Program {
  readonly pump: PumpModel;
  readonly fields: readonly ProgramField[];
  readonly demand: Mass;
  readonly basal: MassRate;
  /** drug that still flows once the pump's limit is reached */
  readonly kvoAtLimit: Derivation<'mass/time'>;
  readonly demandVolume: Derivation<'volume'>;
  readonly basalFlow: Derivation<'volume/time'>;
  readonly steps: readonly PrintedDerivation[];
}

const VOLUME_OF_DOSE: Source = {
  id: 'CALC-8',
  title: 'volume of a dose = dose ÷ concentration; rate ÷ concentration = flow (calculations.md 8)',
};

interface Stepped<D extends string> {
  readonly programmed: Quantity<D>;
  readonly deviation: Exact;
  readonly onGrid: ProgramField['onGrid'];
  readonly below: Neighbour | null;
  readonly above: Neighbour | null;
}

/**
 * Puts an amount of drug on the pump's grid of volume × concentration. Off the grid it goes down, since each stepped
 * field is a maximum, and both neighbours are named with their signed error. `step` null: the value stands, not known.
 */
function onGrid<D extends string>(
  ordered: Quantity<D>,
  drugStep: Quantity<D> | null,
  volumeOf: (q: Quantity<D>) => Quantity,
): Stepped<D> {
  if (drugStep === null)
    return { programmed: ordered, deviation: ZERO, onGrid: 'step-not-known', below: null, above: null };
  const stepSize = to(drugStep, ordered.unit).amount;
  const down = round(ordered.amount, { step: stepSize, direction: 'down' });
  const exactly = down.error.n === 0n;
  const deviation = (value: Exact) => (isZero(ordered) ? ZERO : value.div(ordered.amount).sub(1n));
  const neighbour = (value: Exact): Neighbour => {
    const q = of(value, ordered.unit);
    return {
      value: quantityText(q),
      volume: quantityText(volumeOf(q)),
      deviation: exactText(deviation(value)),
    };
  };
  return {
    programmed: of(down.value, ordered.unit),
    deviation: deviation(down.value),
    onGrid: exactly ? 'on-grid' : 'off-grid',
    below: exactly ? null : neighbour(down.value),
    above: exactly ? null : neighbour(down.value.add(stepSize)),
  };
}

function rangeOf(value: Quantity | null, f: PumpField): ProgramField['range'] {
  if (value === null) return 'none';
  const bounds = [f.min, f.max].filter((b) => b !== null);
  if (bounds.length === 0) return f.basis === 'none' ? 'none' : 'not-known';
  const low = f.min !== null && compare(value, quantity(f.min.value, value.unit.dimension)) < 0;
  const high = f.max !== null && compare(value, quantity(f.max.value, value.unit.dimension)) > 0;
  return low || high ? 'outside' : 'within';
}

/**
 * Programs a regimen into a pump. In: the resolved regimen, the preparation, the model, the limit's ordered window.
 * Out: every field with its programmable value, signed deviation and neighbours. It refuses nothing itself: the grid,
 * range and tolerance checks turn what it reports into findings.
 */
export function program(r: Regimen, p: Preparation, pump: PumpModel): Program {
  const concentration = p.concentration.result;
  const drug = r.demand.unit.code;
  const mL = unit('mL', 'volume');
  const mLh = unit('mL/h', 'volume/time');
  const field = (id: FieldId) => {
    const found = pump.fields.find((f) => f.id === id);
    if (!found) throw new Error(`${pump.id} has no field ${id}`);
    return found;
  };
  const inVolume = (id: string, name: string, dose: Mass) =>
    derive(
      id,
      name,
      over(named(name.replace(' volume', ''), dose), step(p.concentration)),
      mL,
      VOLUME_OF_DOSE,
    );
  const volumeStep = (f: PumpField): Mass | null =>
    f.step ? to(mul(concentration, quantity(f.step.value, 'volume')), drug) : null;
  const rateStep = (f: PumpField): MassRate | null =>
    f.step ? to(mul<'mass/time'>(concentration, quantity(f.step.value, 'volume/time')), r.basal.unit) : null;
  const demand = onGrid(r.demand, volumeStep(field('demand-dose')), (q) =>
    to(of(inBase(q).div(inBase(concentration)), mL), mL),
  );
  const basal = onGrid(r.basal, rateStep(field('continuous-rate')), (q) =>
    of(inBase(q).div(inBase(concentration)), mLh),
  );
  const demandVolume = inVolume('demand-volume', 'demand dose volume', demand.programmed);
  const basalFlow = derive(
    'basal-flow',
    'basal flow',
    over(named('basal rate', basal.programmed), step(p.concentration)),
    mLh,
    VOLUME_OF_DOSE,
  );
  const kvo = isZero(r.basal) ? pump.kvoAtLimit.withoutBasal : pump.kvoAtLimit.withBasal;
  const kvoAtLimit = derive(
    'kvo-at-limit',
    'KVO after the limit',
    times(named('KVO flow', quantity(kvo.value, 'volume/time')), step(p.concentration)),
    r.basal.unit,
    kvo.source,
  );
  const steps: Derivation[] = [demandVolume, basalFlow, kvoAtLimit];

  const row = (
    id: FieldId,
    ordered: Quantity | null,
    set: Partial<ProgramField> & { inRange?: Quantity | null } = {},
  ): ProgramField => {
    const f = field(id);
    const { inRange = ordered, ...rest } = set;
    const text = ordered === null ? null : quantityText(ordered);
    return {
      id,
      label: f.label,
      ordered: text,
      programmed: text,
      volume: null,
      deviation: null,
      onGrid: 'not-stepped',
      below: null,
      above: null,
      range: rangeOf(inRange, f),
      min: f.min,
      max: f.max,
      step: f.step,
      note: f.note,
      ...rest,
    };
  };
  const stepped = (s: Stepped<string>, volume: Quantity): Partial<ProgramField> & { inRange: Quantity } => ({
    programmed: quantityText(s.programmed),
    volume: quantityText(volume),
    deviation: exactText(s.deviation),
    onGrid: s.onGrid,
    below: s.below,
    above: s.above,
    inRange: volume,
  });
  const clinicianRow = () => {
    if (!r.clinician) return row('clinician-bolus', null);
    const s = onGrid(r.clinician.dose, volumeStep(field('clinician-bolus')), (q) =>
      of(inBase(q).div(inBase(concentration)), mL),
    );
    const volume = inVolume('clinician-volume', 'clinician bolus volume', s.programmed);
    steps.push(volume);
    return row('clinician-bolus', r.clinician.dose, stepped(s, volume.result));
  };
  const limitWindow = field('limit-window');
  const windowHours = r.limit ? to(r.limit.window, 'h') : null;
  const lockoutStep = field('lockout').step;
  const fields: ProgramField[] = [
    row('units', null, { programmed: drug }),
    row('concentration', concentration),
    row('reservoir-volume', to((p.usable ?? p.finalVolume).result, 'mL'), {
      note: p.usable
        ? 'usable volume: fill − priming − residual'
        : 'fill volume; priming and residual were not entered',
    }),
    row('continuous-rate', r.basal, stepped(basal, basalFlow.result)),
    row('demand-dose', r.demand, stepped(demand, demandVolume.result)),
    row('lockout', to(r.lockout, 'min'), { onGrid: wholeSteps(r.lockout, lockoutStep) }),
    row('max-doses-per-hour', r.maxDosesPerHour ? plain(r.maxDosesPerHour) : null),
    row(
      'limit',
      r.limit?.amount ?? null,
      windowHours
        ? { label: `${exactText(windowHours.amount)} Hour Limit`, range: 'none' }
        : { programmed: null },
    ),
    row('limit-window', windowHours, { note: limitWindow.note }),
    clinicianRow(),
    row('kvo-at-limit', null, {
      programmed: r.limit ? quantityText(kvoAtLimit.result) : null,
      volume: r.limit ? kvo.value : null,
    }),
  ];
  return {
    pump,
    fields,
    demand: demand.programmed,
    basal: basal.programmed,
    kvoAtLimit,
    demandVolume,
    basalFlow,
    steps: steps.map(printed),
  };
}

function wholeSteps(value: Quantity<'time'>, s: Figure | null): ProgramField['onGrid'] {
  if (s === null) return 'step-not-known';
  return inBase(value).div(inBase(quantity(s.value, 'time'))).d === 1n ? 'on-grid' : 'off-grid';
}

export type { Flow, Volume };
