import { afterEach, beforeEach, expect, test } from 'vitest';
import { draftOrder, patient, staffed, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
beforeEach(async () => {
  ({ office, tech, one } = await staffed());
});
afterEach(() => office.close());

const { opioidEvidence: _, ...rest } = patient;
const naive = { ...rest, opioidStatus: 'naive' } as const;

const limit = async (id: string) => {
  const records = await one.do('library.records', { collection: 'limits' });
  return records.find((r) => r.key === id)?.record as Readonly<Record<string, unknown>>;
};

test('a limit says its sentence, and what the last orders had of what it bounds', async () => {
  await draftOrder(tech, {}, naive);
  const record = await limit('mor-11');
  // mor-11: 30 mg in 4 h; the order gives at most what its pump limit lets through, 10 mg in 4 h
  const { sentence, amount, orders, had } = await one.do('library.limit-look', { record });
  expect([amount, orders, had]).toEqual(['30', 1, [{ value: '10', beyond: false }]]);
  expect(sentence).toMatch(/^In any 4 h.*: at most 30 mg, .*IV.*opioid-naive/);
  // at the limit is not beyond it, except where reaching it breaks it
  const beyond = async (more: object) =>
    (await one.do('library.limit-look', { record: { ...record, ...more } })).had.map((x) => x.beyond);
  expect([
    await beyond({ amount: '10' }),
    await beyond({ amount: '9.99' }),
    await beyond({ amount: '10000', unit: 'mcg' }),
    await beyond({ amount: '9999', unit: 'mcg' }),
    await beyond({ direction: 'min', comparator: 'lt', amount: '10.01' }),
    await beyond({ amount: '10', comparator: 'ge' }),
  ]).toEqual([[false], [true], [false], [true], [true], [true]]);
});

test('one that is half written says nothing, and one of another unit draws nothing', async () => {
  await draftOrder(tech);
  const record = await limit('mor-11');
  expect(await one.do('library.limit-look', { record: { ...record, amount: '' } })).toEqual({
    sentence: null,
    amount: null,
    orders: 0,
    had: [],
  });
  expect((await one.do('library.limit-look', { record: { ...record, unit: 'mg/h' } })).had).toEqual([]);
  expect((await one.do('library.limit-look', { record: { ...record, per: 'kg_actual' } })).had).toEqual([]);
});
