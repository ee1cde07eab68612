import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import {
  dimensionsOf,
  takesBarePercent,
  type Field,
  type Fields,
} from '../../../engine/calculators/field.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { readUnit } from '../../../engine/units.ts';
import { cases } from './cases.ts';

type Texts = Readonly<Record<string, unknown>>;

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
function bad(f: Field): [string, unknown][] {
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

const example = (id: string, field: string): Texts => {
  const all = [
    ...cases()
      .filter((c) => c.id === id)
      .map((c) => c.input),
    calculators.find((c) => c.id === id)!.example.input,
  ];
  return all.find((input) => field in input) ?? all.at(-1)!;
};

function fieldsOf(fields: Fields): [string, Field, string | undefined][] {
  return Object.entries(fields).flatMap(([name, f]): [string, Field, string | undefined][] =>
    f.kind === 'list' ? Object.entries(f.of).map(([inner, g]) => [name, g, inner]) : [[name, f, undefined]],
  );
}

describe.each(calculators.map((c) => [c.id, c] as const))('%s', (id, c) => {
  test.each(
    fieldsOf(c.fields).map(
      ([name, f, inner]) => [inner === undefined ? name : `${name}.${inner}`, name, f, inner] as const,
    ),
  )('refuses bad texts in %s', (_title, name, f, inner) => {
    const base = example(id, name);
    for (const [what, text] of bad(f)) {
      const rows = (base[name] as Texts[] | undefined) ?? [];
      const input =
        inner === undefined
          ? { ...base, [name]: text }
          : { ...base, [name]: rows.map((row, i) => (i === 0 ? { ...row, [inner]: text } : row)) };
      const path = inner === undefined ? name : `${name}.0.${inner}`;
      const answer = calculate(id, input);
      expect(answer.ok, `${what}: ${JSON.stringify(text)} in ${path}`).toBe(false);
      if (!answer.ok)
        expect(
          answer.failure.map((i) => i.path),
          what,
        ).toContain(path);
    }
  });

  test('names each field that is missing', () => {
    for (const [name, f] of Object.entries(c.fields)) {
      if (f.optional === true) continue;
      const { [name]: _left, ...rest } = example(id, name) as Record<string, unknown>;
      expect(calculate(id, rest)).toMatchObject({
        ok: false,
        failure: expect.arrayContaining([
          expect.objectContaining({ path: name, code: 'missing' }),
        ]) as unknown,
      });
    }
  });

  test('asks for exactly one empty field', () => {
    if (!c.solveFor) return;
    const answer = calculate(id, {});
    expect(answer.ok).toBe(false);
    if (!answer.ok) for (const i of answer.failure) expect(i.path).not.toBe('');
  });
});
