import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { differences } from '../../../engine/formulary/records/form.ts';
import { effectOf } from '../../../engine/formulary/records/overlay.ts';
import { bagOfProtocol } from '../../../engine/order/bag-of-protocol.ts';
import { protocols } from '../../../engine/formulary/records/protocols.ts';
import {
  findProtocol,
  type ProtocolField,
  type ProtocolRecord,
} from '../../../engine/formulary/protocols.ts';

const seed = seedLibrary();
const naive = protocols.rows(seed).find((r) => r.key === 'published-hydromorphone-naive')!
  .record as ProtocolRecord;
/** 0.1 to 0.4 mg, asked about outside (UTD-PCA). */
const demand = naive.fields[0]!;
const withDemand = (more: Partial<ProtocolField>): ProtocolRecord => ({
  ...naive,
  fields: [{ ...demand, ...more }, ...naive.fields.slice(1)],
});
/** 0.2 mg/mL from 2 mg/mL: 10 mg in 50 mL, which is drawn from half of a vial. */
const bag = {
  vial_strength: '2',
  vial_mL: '20',
  fill_mL: '50',
  diluent: 'ns09',
  container: 'cassette',
  storage: 'refrigerated',
} as const;
const refusals = (record: unknown): string[] => {
  const effect = effectOf(seed, seed, {
    collection: 'protocols',
    id: naive.id,
    op: 'put',
    record,
    reference: 'Committee, November 2026',
    from: null,
    until: null,
  });
  return effect.ok ? [] : effect.failure.map((i) => `${i.path} ${i.code}`);
};

describe('a protocol is refused by name', () => {
  test.each<[string, unknown, string[]]>([
    ['low above high', withDemand({ soft_least: '0.5' }), ['record.fields.0.soft_least start-outside-range']],
    ['soft outside hard', withDemand({ hard_most: '0.3' }), ['record.fields.0.soft_most soft-outside-hard']],
    [
      'a start outside of its range',
      withDemand({ start: '0.45' }),
      ['record.fields.0.start start-outside-range'],
    ],
    [
      'a most below the least',
      withDemand({ start: undefined, soft_most: '0.05' }),
      ['record.fields.0.soft_least low-above-high'],
    ],
    ['another dimension', withDemand({ unit: 'mg/h' }), ['record.fields.0.unit limit-dimension']],
    [
      'a field that says nothing',
      { ...naive, fields: [{ line: 'lockout', unit: 'min' }] },
      ['record.fields.0.start field-without-figures'],
    ],
    [
      'a limit without its window',
      { ...naive, fields: [{ line: 'pump limit', unit: 'mg', soft_most: '6' }] },
      ['record.fields.0.window_h window-of-limit'],
    ],
    ['a window of a dose', withDemand({ window_h: '4' }), ['record.fields.0.window_h window-of-limit']],
    [
      'a field twice',
      { ...naive, fields: [demand, { ...demand, soft_most: '0.3' }] },
      ['record.fields.1.line field-twice'],
    ],
    ['an unknown drug', { ...naive, drug: 'nothing' }, ['record.drug drug-not-in-formulary']],
    ['a route of another drug', { ...naive, route: 'epidurally' }, ['record.route route-not-in-formulary']],
    [
      'a bag that its container can not hold',
      { ...naive, bag: { ...bag, capacity_mL: '49.9' } },
      ['record.bag.capacity_mL container-too-small'],
    ],
    [
      'more behind than in it',
      { ...naive, bag: { ...bag, priming_mL: '49', residual_mL: '1.1' } },
      ['record.bag.priming_mL priming-and-residual-above-fill'],
    ],
    [
      'a product that is too weak',
      { ...naive, bag: { ...bag, vial_strength: '0.1' } },
      ['record.bag.vial_strength product-below-concentration'],
    ],
    [
      'no diluent where one is needed',
      { ...naive, bag: { ...bag, diluent: 'none' } },
      ['record.bag.diluent diluent-missing'],
    ],
    [
      'a diluent that is not known',
      { ...naive, bag: { ...bag, diluent: 'water' } },
      ['record.bag.diluent diluent-not-in-formulary'],
    ],
    ['an empty bag', { ...naive, bag: { ...bag, fill_mL: '0' } }, ['record.bag.fill_mL not-above-zero']],
    [
      'sessions of no length',
      { ...naive, sessions: { duration_h: '0', every_h: '24' } },
      ['record.sessions.duration_h session-duration-zero'],
    ],
    [
      'sessions that overlap',
      { ...naive, sessions: { duration_h: '12', every_h: '11' } },
      ['record.sessions.every_h sessions-overlap'],
    ],
    ['a pump that is not known', { ...naive, pump: 'nothing' }, ['record.pump pump-not-known']],
    [
      'a bag undiluted at its strength',
      { ...naive, bag: { ...bag, vial_strength: '0.2', diluent: 'none' } },
      [],
    ],
    [
      'a bag with sessions and a pump',
      { ...naive, bag, sessions: { duration_h: '12', every_h: '24' }, pump: 'cadd-solis' },
      [],
    ],
    ['no concentration', { ...naive, concentration: '0' }, ['record.concentration not-above-zero']],
  ])('%s', (_, record, expected) => {
    expect(refusals(record)).toEqual(expected);
  });
});

test('what a change of a protocol does is told from its bounds', () => {
  const to = (more: Partial<ProtocolField>) => protocols.bearing(naive, withDemand(more));
  expect([
    to({ soft_most: '0.3' }),
    to({ soft_most: '400', unit: 'mcg', soft_least: '100', start: '200' }),
    to({ soft_most: '0.5' }),
    to({ soft_most: undefined }),
    to({ hard_most: '1' }),
    to({ start: '0.1' }),
    protocols.bearing(naive, { ...naive, qualifier: 'any' }),
    protocols.bearing(naive, naive),
    // withdrawn and entered anew it would be laxer by two single approvals
    protocols.bearing(naive, null),
  ]).toEqual(['stricter', 'untold', 'laxer', 'laxer', 'stricter', 'untold', 'untold', 'same', 'laxer']);
});

test('a protocol says its figures, and a change is shown field by field', () => {
  expect(protocols.says(naive)).toBe(
    'Adult, as published, PCA, IV, opioid-naive, 0.2 mg/mL: demand dose in mg starts at 0.2, asked about outside 0.1 to 0.4; ' +
      'lockout in min starts at 10, asked about unless it is 10; basal rate in mg/h starts at 0, asked about above 0; ' +
      'pump limit in mg in 4 h asked about above 6',
  );
  expect(differences(protocols, naive, { ...naive, concentration: '1' })).toEqual([
    { field: 'Concentration', before: '0.2', after: '1' },
  ]);
  expect(differences(protocols, naive, withDemand({ hard_most: '1' }))).toEqual([
    { field: 'demand dose: Stopped above', before: null, after: '1' },
  ]);
  const [first, ...rest] = naive.fields;
  expect(differences(protocols, { ...naive, fields: rest }, { ...naive, fields: [...rest, first!] })).toEqual(
    [
      { field: 'demand dose: Field', before: null, after: 'demand dose' },
      { field: 'demand dose: Unit', before: null, after: 'mg' },
      { field: 'demand dose: Starts at', before: null, after: '0.2' },
      { field: 'demand dose: Asked about below', before: null, after: '0.1' },
      { field: 'demand dose: Asked about above', before: null, after: '0.4' },
    ],
  );
  // one that is taken out leaves the others as they were
  expect(differences(protocols, naive, { ...naive, fields: naive.fields.slice(1) })).toEqual([
    { field: 'demand dose: Field', before: 'demand dose', after: null },
    { field: 'demand dose: Unit', before: 'mg', after: null },
    { field: 'demand dose: Starts at', before: '0.2', after: null },
    { field: 'demand dose: Asked about below', before: '0.1', after: null },
    { field: 'demand dose: Asked about above', before: '0.4', after: null },
  ]);
  expect(findProtocol(seed, naive.id)?.source.id).toBe('UTD-PCA');
});

test('the drug in a bag follows from its fill, in the unit of the drug', () => {
  // 0.2 mg/mL × 50 mL; 200 mcg/mL are the same
  expect(bagOfProtocol({ ...naive, bag }, 'mg')).toMatchObject({ drugAmount: '10 mg', finalVolume: '50 mL' });
  expect(
    bagOfProtocol({ ...naive, concentration: '200', concentration_unit: 'mcg/mL', bag }, 'mg')?.drugAmount,
  ).toBe('10 mg');
  expect(bagOfProtocol(naive, 'mg')).toBeNull();
  expect(
    protocols.says({
      ...naive,
      bag,
      sessions: { duration_h: '12', every_h: '24', count: '3' },
      pump: 'curlin',
    }),
  ).toMatch(
    /; orders start with cassette of 50 mL in ns09 from 2 mg\/mL, refrigerated, 3 sessions of 12 h, one every 24 h, on curlin$/,
  );
});

test('a bag that is put on a protocol can not be told for stricter', () => {
  expect(protocols.bearing(naive, { ...naive, bag })).toBe('untold');
});
