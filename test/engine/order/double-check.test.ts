import { describe, expect, test } from 'vitest';
import { blindEntry, compareEntries, entryIssues, entryOf } from '../../../engine/order/double-check.ts';
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

// bupivacaine 0.125 % (1.25 mg in a mL) with fentaNYL 2 mcg/mL, as an epidural mixture is written
describe('a mixture', () => {
  const rate = { kind: 'continuous', rate: '4.8 mL/h' } as const;
  const mixed = entryOf(
    questionOf({ 'order.drug': 'bupivacaine', 'order.route': 'epidural', 'order.regimen': rate }).order,
    quantity('1.25 mg/mL', 'mass/volume'),
    [{ drug: 'fentanyl', concentration: quantity('2 mcg/mL', 'mass/volume') }],
  );
  const by = (changes: object) => blindEntry.parse({ ...mixed, ...changes });
  const fentanyl = (concentration: string) => by({ also: [{ drug: 'fentanyl', concentration }] });

  test('each further drug is a field of its own', () => {
    expect(compareEntries(mixed, by({})).map((f) => f.path)).toEqual([
      'drug',
      'route',
      'regimen.kind',
      'regimen.rate',
      'concentration',
      'also.fentanyl',
    ]);
    expect(differing(by({}), mixed)).toEqual([]);
  });
  test('a tenfold slip of the second drug, one left out, one too many and another drug are told', () => {
    expect(differing(fentanyl('20 mcg/mL'), mixed)).toEqual([['also.fentanyl', '2 mcg/mL', '20 mcg/mL']]);
    expect(differing(fentanyl('0.002 mg/mL'), mixed)).toEqual([]);
    const { also: _, ...alone } = mixed;
    expect(differing(blindEntry.parse(alone), mixed)).toEqual([['also.fentanyl', '2 mcg/mL', null]]);
    expect(differing(by({}), alone)).toEqual([['also.fentanyl', null, '2 mcg/mL']]);
    const other = by({ also: [{ drug: 'sufentanil', concentration: '2 mcg/mL' }] });
    expect(differing(other, mixed)).toEqual([
      ['also.fentanyl', '2 mcg/mL', null],
      ['also.sufentanil', null, '2 mcg/mL'],
    ]);
  });
  test('which drug is begun with matters where a dose is of one drug, and not where it is a volume of all', () => {
    const turned = {
      drug: 'fentanyl',
      concentration: '2 mcg/mL',
      also: [{ drug: 'bupivacaine', concentration: '1.25 mg/mL' }],
    };
    expect(differing(by(turned), mixed)).toEqual([]);
    const slip = { ...turned, also: [{ drug: 'bupivacaine', concentration: '12.5 mg/mL' }] };
    expect(differing(by(slip), mixed)).toEqual([['concentration', '1.25 mg/mL', '12.5 mg/mL']]);
    // 6 mg/h of the one is not 6 mg/h of the other
    const regimen = { ...rate, rate: '6 mg/h' };
    expect(differing(by({ ...turned, regimen }), { ...mixed, regimen }).map(([path]) => path)).toContain(
      'drug',
    );
  });
  test('a drug that is named twice is refused, with its path', () => {
    expect(entryIssues(by({}))).toEqual([]);
    const same = by({ also: [{ drug: 'bupivacaine', concentration: '1 mg/mL' }] });
    const again = by({ also: [...(mixed.also ?? []), ...(mixed.also ?? [])] });
    expect([same, again].map((e) => entryIssues(e).map((i) => [i.code, i.path]))).toEqual([
      [['drug-mixed-with-itself', 'also.0.drug']],
      [['drug-mixed-with-itself', 'also.1.drug']],
    ]);
  });
});
