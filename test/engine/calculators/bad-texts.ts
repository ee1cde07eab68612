import {
  dimensionsOf,
  takesBarePercent,
  type Field,
  type Fields,
} from '../../../engine/calculators/field.ts';
import { readUnit } from '../../../engine/number/units.ts';

/** One unit for each dimension that a pharmacist might mix up with another. */
const UNITS = [
  'mg',
  'mL',
  'h',
  'kg',
  'cm',
  'm2',
  'mmol',
  'mEq',
  'units',
  'mOsm',
  'MME',
  'gtt',
  'kcal',
  'vials',
  'mg/mL',
  'mL/h',
  'mg/h',
  'mg/kg',
  'mg/kg/h',
  'gtt/mL',
  '%',
];

/** Texts a field must refuse, each with what it is. */
export function bad(f: Field): [string, unknown][] {
  const always: [string, unknown][] = [
    ['empty', ''],
    ['a decimal comma', '0,5 mg'],
    ['a JSON number', 5],
    ['null', null],
  ];
  if (f.kind === 'quantity') {
    const dimensions = dimensionsOf(f);
    const unlike = UNITS.filter(
      (u) => !dimensions.some((d) => readUnit(u, d).ok) && !(u === '%' && takesBarePercent(f)),
    );
    const zero = f.zero ? [] : [['zero', `0 ${f.units[0]}`]];
    const negative = `-1 ${f.units[0]}`;
    return [
      ...always,
      ['a negative number', negative],
      ['an exponent', `1e3 ${f.units[0]}`],
      ...unlike.map((u): [string, string] => [`another dimension, ${u}`, `5 ${u}`]),
      ...zero,
    ] as [string, unknown][];
  }
  if (f.kind === 'number')
    return [
      ...always,
      ['a negative number', '-1'],
      ...(f.whole ? ([['a part', '1.5']] as [string, unknown][]) : []),
      ...(f.zero ? [] : ([['zero', '0']] as [string, unknown][])),
    ];
  if (f.kind === 'choice') return [...always, ['a choice that is none', 'neither']];
  if (f.kind === 'date')
    return [...always, ['a date that does not exist', '2026-02-30'], ['an instant', '2026-03-01T08:00Z']];
  if (f.kind === 'instant')
    return [...always, ['no offset', '2026-03-01T08:00'], ['hour 24', '2026-03-01T24:00Z']];
  if (f.kind === 'temperature')
    return [...always, ['no scale', '25'], ['below absolute zero', '-500 F'], ['another scale', '25 R']];
  return always;
}

/** Every field with its name, those inside lists under the list's name. */
export function fieldsOf(fields: Fields): [string, Field, string | undefined][] {
  return Object.entries(fields).flatMap(([name, f]): [string, Field, string | undefined][] =>
    f.kind === 'list' ? Object.entries(f.of).map(([inner, g]) => [name, g, inner]) : [[name, f, undefined]],
  );
}
