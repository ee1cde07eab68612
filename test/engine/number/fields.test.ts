import { refusalsOf } from '../../../words/refusal.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { orderFile } from '../../../engine/order/order.ts';
import {
  countField,
  decimalField,
  issuesOf,
  quantityField,
  wordsField,
} from '../../../engine/number/fields.ts';

const issues = (schema: z.ZodType, input: unknown) => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : issuesOf(parsed.error, input).map((i) => `${i.path} ${i.code}`.trim());
};

const said = (schema: z.ZodType, input: unknown) => {
  const parsed = schema.safeParse(input);
  return parsed.error && refusalsOf(issuesOf(parsed.error, input))[0]?.accepted;
};

describe('fields', () => {
  test.each([
    ['5 mg', 'unit-of-other-dimension'], // mg where mcg/kg is asked
    ['5 mg/kg', null],
    ['5 mcg/kg', null],
    ['5 mcg/kg/min', 'unit-of-other-dimension'],
    ['5', 'unit-missing'],
  ])('a dose per kg: "%s"', (text, code) => {
    expect(issues(quantityField('mass/weight'), text)).toEqual(code === null ? [] : [code]);
  });
  test('the refusal says what is accepted instead, before any such unit was read', () => {
    const parsed = quantityField('osmole/volume/time').safeParse('5 mg');
    expect(parsed.error && refusalsOf(issuesOf(parsed.error, '5 mg'))[0]?.accepted).toContain('mOsm/mL/h');
  });
  test.each([
    ['1', null],
    ['60', null],
    ['61', 'count-out-of-range'],
    ['0', 'count-out-of-range'],
    ['1.5', 'count-out-of-range'],
    ['+1', 'number-has-sign'],
  ])('a count up to 60: "%s"', (text, code) => {
    expect(issues(countField(60), text)).toEqual(code === null ? [] : [code]);
  });
  test.each([
    ['', 'too-small'],
    [' a', 'text-not-clean'],
    ['a\tb', 'text-not-clean'],
    ['a\u202eb', 'text-not-clean'],
    ['x'.repeat(11), 'too-big'],
    ['naïve · 5 µg', null],
  ])('words: %j', (text, code) => {
    expect(issues(wordsField(10 + (code === null ? 10 : 0)), text)).toEqual(code === null ? [] : [code]);
  });
});

describe('issues', () => {
  const kinds = z.strictObject({
    part: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), amount: decimalField() }),
      z.strictObject({ kind: z.literal('b') }),
    ]),
    list: z.array(z.strictObject({ n: decimalField() })),
  });
  test.each([
    [{ part: { kind: 'a', amount: '0,5' }, list: [] }, ['part.amount number-has-comma']],
    [{ part: { kind: 'c' }, list: [] }, ['part.kind invalid-union']],
    [{ part: { kind: 'b', amount: '1' }, list: [] }, ['part.amount unknown-key']],
    [{ part: { kind: 'b' }, list: [{ n: '1' }, { n: '.5' }] }, ['list.1.n number-without-leading-zero']],
    [{ part: { kind: 'b' } }, ['list missing']],
    [{ part: { kind: 'b' }, list: [], x: 1, y: 2 }, ['x unknown-key', 'y unknown-key']],
  ])('%j', (input, wanted) => {
    expect(issues(kinds, input)).toEqual(wanted);
  });
  test.each([
    [{ part: { kind: 'c' }, list: [] }, 'a, b'],
    [{ part: 5, list: [] }, 'an object'],
    [{ part: { kind: 'a', amount: 5 }, list: [] }, 'a text'],
    [{ part: { kind: 'b' } }, 'a list'],
  ])('%j is told what is accepted, in words', (input, wanted) => {
    expect(said(kinds, input)).toBe(wanted);
  });
  test('an empty text and too long a list are told how much is accepted', () => {
    expect(said(z.string().min(1), '')).toBe('at least 1 characters');
    expect(said(z.array(z.string()).max(2), ['', '', ''])).toBe('at most 2 entries');
    expect(said(z.enum(['IV', 'SC']), 'IM')).toBe('IV, SC');
  });
  test('a long value is shortened, an inherited name is no field', () => {
    const parsed = z.strictObject({ a: decimalField() }).safeParse({ a: '9'.repeat(99) });
    expect(parsed.error && issuesOf(parsed.error, { a: '9'.repeat(99) })[0]?.given?.length).toBeLessThan(62);
    expect(issues(z.strictObject({ toString: z.string() }), {})).toEqual(['toString missing']);
  });
});

test('the order file has a JSON Schema, every object of it closed', () => {
  const schema = JSON.stringify(z.toJSONSchema(orderFile));
  const objects = schema.match(/"type":"object"/g)?.length ?? 0;
  expect(objects).toBeGreaterThan(10);
  expect(schema.match(/"additionalProperties":false/g)?.length).toBe(objects);
});
