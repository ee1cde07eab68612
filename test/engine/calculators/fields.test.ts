import { acceptedWords } from '../../../words/refusal.ts';
import { describe, expect, test } from 'vitest';
import {
  acceptsText,
  choiceIn,
  countIn,
  dateIn,
  dimensionsOf,
  fieldsSchema,
  instantIn,
  listIn,
  numberIn,
  optional,
  percentIn,
  quantityIn,
  readField,
  takesBarePercent,
  temperatureIn,
  valuesOf,
  wordsIn,
  type Field,
} from '../../../engine/calculators/field.ts';
import { exact } from '../../../engine/number/notation.ts';
import { quantityText } from '../../../engine/number/quantity.ts';

/** What each kind of field reads, at its bounds and just past them, and what it says where it refuses. */
const dose = quantityIn('dose', ['mg', 'mcg'], { least: '1 mg', most: '9 mg' });
const zeroDose = quantityIn('dose', ['mg'], { zero: true });
const strength = quantityIn('strength', ['mg/mL', 'units/mL']);
const perDay = countIn('doses a day', { also: ['doses/day'], most: '24' });
const factor = numberIn('factor', { zero: true, least: '0', most: '1' });

const read = (f: Field, text: string): string => {
  const r = readField(f, text);
  if (!r.ok) return `${r.failure.code} | ${r.failure.given} | ${acceptedWords(r.failure.accepted)}`;
  const v = r.value as { unit?: unknown; toFraction?: () => string };
  if (v.unit !== undefined) return quantityText(v as never);
  return typeof v.toFraction === 'function' ? v.toFraction() : JSON.stringify(v);
};

test.each<readonly [Field, string, string]>([
  [dose, '1 mg', '1 mg'],
  [dose, '1000 mcg', '1000 mcg'],
  [dose, '9 mg', '9 mg'],
  [dose, '0.999 mg', 'below-least | 0.999 mg | dose of at least 1 mg'],
  [dose, '9.001 mg', 'above-most | 9.001 mg | dose of at most 9 mg'],
  [dose, '0 mg', 'not-above-zero | 0 mg | dose above zero'],
  [dose, '5 mL', 'unit-of-other-dimension | 5 mL | dose in mg, mcg'],
  [dose, '5', 'unit-missing | 5 | dose in mg, mcg'],
  [dose, '5 spoons', 'unit-unknown | 5 spoons | dose in mg, mcg'],
  [zeroDose, '0 mg', '0 mg'],
  [strength, '2 mg/mL', '2 mg/mL'],
  [strength, '0.2 %', '0.2 % w/v'],
  [strength, '0.2 % w/v', '0.2 % w/v'],
  [strength, '5 units/mL', '5 units/mL'],
  [perDay, '4', '4'],
  [perDay, '4 doses/day', '4'],
  [perDay, '24', '24'],
  [perDay, '25', 'above-most | 25 | doses a day of at most 24'],
  [perDay, '2.5', 'number-not-whole | 2.5 | a whole number, or in doses/day'],
  [perDay, '0', 'not-above-zero | 0 | doses a day above zero'],
  [perDay, '4 mg', 'unit-of-other-dimension | 4 mg | a whole number, or in doses/day'],
  [perDay, '1,5', 'number-has-comma | 1,5 | a whole number, or in doses/day'],
  [factor, '0', '0'],
  [factor, '1', '1'],
  [factor, '0.5', '1/2'],
  [factor, '1.01', 'above-most | 1.01 | factor of at most 1'],
  [factor, '1 mg', 'number-has-space | 1 mg | a number'],
  [percentIn('purity', { most: '100 %' }), '100 %', '100 %'],
  [percentIn('purity', { most: '100 %' }), '100.1 %', 'above-most | 100.1 % | purity of at most 100 %'],
  [percentIn('purity'), '5', 'percent-sign-missing | 5 | purity with its sign, such as 5 %'],
  [choiceIn('sex', ['female', 'male']), 'male', '"male"'],
  [choiceIn('sex', ['female', 'male']), 'Male', 'choice-not-known | Male | female, male'],
  [wordsIn('remark'), 'a', '"a"'],
  [wordsIn('remark'), 'x'.repeat(80), `"${'x'.repeat(80)}"`],
  [
    wordsIn('remark'),
    'x'.repeat(81),
    `text-not-clean | ${'x'.repeat(81)} | one line of at most 80 characters`,
  ],
  [wordsIn('remark'), ' a', 'text-not-clean |  a | one line of at most 80 characters'],
  [wordsIn('remark'), 'a ', 'text-not-clean | a  | one line of at most 80 characters'],
  [wordsIn('remark'), 'a\nb', 'text-not-clean | a\nb | one line of at most 80 characters'],
  [listIn('rows', {}), 'x', 'not-a-list | x | a list'],
])('%j reads %s as %s', (f, text, expected) => expect(read(f, text)).toBe(expected));

test.each<readonly [Field, string, boolean]>([
  [dateIn('day'), '2026-03-01', true],
  [dateIn('day'), '2026-02-30', false],
  [instantIn('at'), '2026-03-01T08:00Z', true],
  [instantIn('at'), '2026-03-01', false],
  [temperatureIn('kept at'), '25 C', true],
  [temperatureIn('kept at'), '25', false],
])('%j %s: %s', (f, text, accepted) => expect(readField(f, text).ok).toBe(accepted));

test.each<readonly [Field, string]>([
  [dose, 'number and unit, such as 1 mg'],
  [perDay, 'a whole number as text, or in doses/day'],
  [factor, 'a number as text, such as 3 or 0.85'],
  [choiceIn('sex', ['female', 'male']), 'female | male'],
  [dateIn('day'), 'YYYY-MM-DD'],
  [instantIn('at'), 'YYYY-MM-DDTHH:mm with Z or an offset'],
  [temperatureIn('kept at'), '25 C, 77 F, -20 C'],
  [wordsIn('remark'), 'one line of text'],
  [listIn('rows', {}), 'a list of objects'],
])('%j takes %s', (f, text) => expect(acceptsText(f)).toBe(text));

describe('a bare percent', () => {
  test.each([
    [strength, true],
    [quantityIn('strength', ['mcg/mL', '% w/v']), true],
    [quantityIn('density', ['g/mL', 'mg/mL']), false],
    [percentIn('purity'), false],
    [quantityIn('strength', ['mg/mL', '%']), false],
  ])('%j stands for weight in volume: %s', (f, taken) => expect(takesBarePercent(f)).toBe(taken));
});

test('the makers of fields say what is not told otherwise', () => {
  expect(quantityIn('a', ['mg'])).toEqual({ kind: 'quantity', label: 'a', units: ['mg'], zero: false });
  expect(percentIn('a')).toEqual({ kind: 'quantity', label: 'a', units: ['%'], zero: false });
  expect(numberIn('a')).toEqual({ kind: 'number', label: 'a', whole: false, zero: false, also: [] });
  expect(countIn('a')).toEqual({ kind: 'number', label: 'a', whole: true, zero: false, also: [] });
  expect(choiceIn('a', ['b'])).toEqual({ kind: 'choice', label: 'a', options: ['b'] });
  expect(listIn('a', {})).toEqual({ kind: 'list', label: 'a', of: {}, least: 1, most: 200 });
  expect(optional(dateIn('a'))).toEqual({ kind: 'date', label: 'a', optional: true });
  expect(dimensionsOf(quantityIn('a', ['mg', 'mcg', '', 'mg/mL']))).toEqual(['mass', '', 'mass/volume']);
});

test('a text is at most 200 characters long, and longer ones are not even read', () => {
  const schema = fieldsSchema({ said: wordsIn('remark'), day: optional(dateIn('day')) });
  expect(schema.safeParse({ said: 'x' }).success).toBe(true);
  const issues = schema.safeParse({ said: 'x'.repeat(201) }).error?.issues;
  expect(issues).toMatchObject([{ code: 'custom', params: { code: 'text-too-long' } }]);
  expect(schema.safeParse({ said: 'x', more: 'y' }).success).toBe(false);
});

test('values of texts, those of rows in a list too; what is not given stays so', () => {
  const fields = { often: perDay, day: optional(dateIn('day')), rows: listIn('rows', { n: factor }) };
  const values = valuesOf(fields, { often: '4', rows: [{ n: '0.5' }, { n: '1' }] });
  expect(values).toEqual({
    often: exact('4'),
    day: undefined,
    rows: [{ n: exact('0.5') }, { n: exact('1') }],
  });
});
