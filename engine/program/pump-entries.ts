import type { Library } from '../formulary/formulary.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import { PROTOCOL_LINES, type Protocol, type ProtocolField } from '../formulary/protocols.ts';
import type { RegimenKind } from '../formulary/regimen-kinds.ts';
import { exact } from '../number/notation.ts';
import { div, of, quantityText, type Quantity } from '../number/quantity.ts';
import { readUnit, unit } from '../number/units.ts';
import type { FieldId, PumpField, PumpModel, Therapy } from '../pumps/pump.ts';

/** The ways of delivery of a pump that a protocol of this kind stands under, the first that the pump has. */
const WAYS: Readonly<Record<RegimenKind, readonly Therapy[]>> = {
  pca: ['pca'],
  intermittent: ['intermittent', 'pca'],
  continuous: ['continuous', 'pca'],
  taper: ['taper'],
  'nerve-block': ['pca'],
};

/** The field of a pump that each line of a protocol is set in. */
const SET_IN: Readonly<Record<ProtocolField['line'], FieldId>> = {
  'demand dose': 'demand-dose',
  lockout: 'lockout',
  'basal rate': 'continuous-rate',
  'continuous rate': 'continuous-rate',
  'loading dose': 'loading-dose',
  'clinician bolus': 'clinician-bolus',
  'scheduled dose': 'dose-volume',
  'interval of doses': 'dose-interval',
  'pump limit': 'limit',
};

/** One field of a pump's library, in the unit that the pump has for it. An empty text: the protocol says nothing. */
interface PumpEntryField {
  /** the words of the pump's own screen */
  readonly field: string;
  readonly unit: string;
  readonly start: string;
  readonly softLeast: string;
  readonly softMost: string;
  readonly hardLeast: string;
  readonly hardMost: string;
}
export interface PumpEntry {
  readonly protocol: string;
  readonly profile: string;
  readonly therapy: Therapy;
  readonly route: string;
  readonly qualifier: Protocol['qualifier'];
  readonly drug: string;
  readonly concentration: string;
  readonly fields: readonly PumpEntryField[];
  /** lines of the protocol for which this pump has no field */
  readonly withoutField: readonly string[];
}

const FIGURES = ['start', 'soft_least', 'soft_most', 'hard_least', 'hard_most'] as const;

/** A pump that asks for no unit is set in mL and mL/h, whatever the protocol is written in. */
const inVolume = (value: Quantity, strength: Quantity<'mass/volume'>): Quantity =>
  value.unit.dimension.startsWith('mass') ? div(value as Quantity<'mass'>, strength) : value;

function fieldOf(
  f: ProtocolField,
  own: PumpField,
  isByUnit: boolean,
  strength: Quantity<'mass/volume'>,
): PumpEntryField {
  const line = PROTOCOL_LINES[f.line];
  const target = isByUnit ? f.unit : { mass: 'mL', 'mass/time': 'mL/h', time: f.unit }[line];
  const text = (figure: (typeof FIGURES)[number]): string => {
    const amount = f[figure];
    if (amount === undefined) return '';
    if (isByUnit || line === 'time') return amount;
    const volume = inVolume(of(exact(amount), unit(f.unit, line)), strength);
    return quantityText(asWritten(volume, target)).split(' ')[0] ?? '';
  };
  return {
    field: own.label,
    unit: target,
    start: text('start'),
    softLeast: text('soft_least'),
    softMost: text('soft_most'),
    hardLeast: text('hard_least'),
    hardMost: text('hard_most'),
  };
}

const asWritten = (value: Quantity, code: string): Quantity => {
  const wanted = unit(code, value.unit.dimension);
  return of(value.amount.mul(value.unit.factor).div(wanted.factor), wanted);
};

const fixed = (field: string, unitCode: string, start: string): PumpEntryField => ({
  field,
  unit: unitCode,
  start,
  softLeast: '',
  softMost: '',
  hardLeast: '',
  hardMost: '',
});

function rowsOf(own: PumpField, p: Protocol, isByUnit: boolean): PumpEntryField[] {
  const strength = of(exact(p.concentration), unit(p.concentration_unit, 'mass/volume'));
  const massUnit = p.concentration_unit.split('/')[0] ?? '';
  if (own.id === 'units') return [fixed(own.label, '', massUnit)];
  if (own.id === 'concentration') return [fixed(own.label, p.concentration_unit, p.concentration)];
  if (own.id === 'limit-window')
    return p.fields.flatMap((f) => (f.window_h === undefined ? [] : [fixed(own.label, 'h', f.window_h)]));
  return p.fields
    .filter((f) => SET_IN[f.line] === own.id && readUnit(f.unit).ok)
    .map((f) => fieldOf(f, own, isByUnit, strength));
}

/** One protocol as a pump has it; null: the pump has no such way of delivery. */
function entryOf(library: Library, pump: PumpModel, p: Protocol): PumpEntry | null {
  const therapy = WAYS[p.kind].find((way) => pump.modes[way] !== undefined);
  const own = therapy && pump.modes[therapy];
  if (!therapy || !own) return null;
  const drug = findDrug(library, p.drug);
  const isByUnit = own.some((f) => f.id === 'units');
  return {
    protocol: p.id,
    profile: p.profile,
    therapy,
    route: p.route,
    qualifier: p.qualifier,
    drug: drug ? drugName(drug) : p.drug,
    concentration: `${p.concentration} ${p.concentration_unit}`,
    fields: own.flatMap((f) => rowsOf(f, p, isByUnit)),
    withoutField: p.fields.filter((f) => own.every((x) => x.id !== SET_IN[f.line])).map((f) => f.line),
  };
}

/**
 * What the library of a pump model is to hold: every protocol for it, field by field in the order of its screens. In: the
 * library and the model. Out: its entries, and the protocols that it has no way of delivery for; those that name another pump
 * are left out. Figures are those of the protocol, exact; in mL where the pump asks for no unit of mass. It refuses nothing.
 */
export function pumpEntries(
  library: Library,
  pump: PumpModel,
): { readonly entries: readonly PumpEntry[]; readonly notOnPump: readonly string[] } {
  const all = library.protocols
    .filter((p) => p.pump === undefined || p.pump === pump.id)
    .map((p) => ({ id: p.id, entry: entryOf(library, pump, p) }));
  return {
    entries: all.flatMap(({ entry }) => (entry === null ? [] : [entry])),
    notOnPump: all.flatMap(({ id, entry }) => (entry === null ? [id] : [])),
  };
}
