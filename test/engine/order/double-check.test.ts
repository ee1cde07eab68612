import { describe, expect, test } from 'vitest';
import { blindEntry, compareEntries, entryOf } from '../../../engine/order/double-check.ts';
import { quantity, recorded } from '../../../engine/number/quantity.ts';
import { questionOf } from '../base-order.ts';

const { order } = questionOf({ 'order.regimen.demand': '0.68 mg' });
const first = entryOf(order, quantity('0.2 mg/mL', 'mass/volume'));
const second = (regimen: object, rest: object = {}) =>
  blindEntry.parse({ ...first, regimen: { ...first.regimen, ...regimen }, ...rest });
const differing = (entry: ReturnType<typeof second>, other = first) =>
  compareEntries(other, entry)
    .filter((f) => !f.same)
    .map((f) => [f.path, f.first, f.second]);

describe('two entries, field by field', () => {
  test('the same entry agrees on every field, and tells them all', () => {
    const fields = compareEntries(first, second({}));
    expect(fields.every((f) => f.same)).toBe(true);
    expect(fields.map((f) => f.path)).toEqual(
      expect.arrayContaining(['drug', 'route', 'regimen.demand', 'regimen.limit.amount', 'concentration']),
    );
  });
  // ISMP 2003: 0.68 was confirmed where 0.068 was meant, by a second person who saw the first (field study).
  test('a tenfold difference is told with both values', () => {
    expect(differing(second({ demand: '0.068 mg' }))).toEqual([['regimen.demand', '0.68 mg', '0.068 mg']]);
  });
  test('one amount in two units is one amount', () => {
    expect(differing(second({ lockout: '600 s' }))).toEqual([]);
    expect(differing(second({ demand: '680 mcg' }))).toEqual([]);
  });
  test('a dose per kg is not the plain dose that it comes to', () => {
    expect(differing(second({ demand: '0.01 mg/kg' }))).toHaveLength(1);
  });
  test('what one of them left out differs', () => {
    expect(differing(second({ loading: '1 mg' }))).toEqual([['regimen.loading', null, '1 mg']]);
    expect(differing(second({ limit: { kind: 'none' } }))).toEqual([
      ['regimen.limit.kind', 'amount', 'none'],
      ['regimen.limit.amount', '4 mg', null],
      ['regimen.limit.window', '4 h', null],
    ]);
  });
  test('a look-alike drug and another concentration are told', () => {
    const other = second({}, { drug: 'morphine', concentration: '1 mg/mL' });
    expect(differing(other).map(([path]) => path)).toEqual(['drug', 'concentration']);
  });
  test('a concentration that does not end as a decimal compares exactly', () => {
    const third = entryOf(order, recorded('1/3 mg/mL', 'mass/volume'));
    expect(differing(second({}, { concentration: '0.333333 mg/mL' }), third)).toHaveLength(1);
    const tenth = entryOf(order, recorded('1/10 mg/mL', 'mass/volume'));
    expect(differing(second({}, { concentration: '0.1 mg/mL' }), tenth)).toEqual([]);
  });
});
