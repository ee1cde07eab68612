import { describe, expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';

const report = (changes: Changes) => checkOrder(questionOf(changes), library);
const found = (changes: Changes, id: string) =>
  report(changes).findings.filter((f) => f.check === 'exposure-together' && f.id === id);
const companion = (drug: string, dose: string, every: string, mostPerDay: string) => ({
  drug,
  dose,
  route: 'oral',
  kind: 'prn',
  every,
  mostPerDay,
});

const dose = (amount: string) => [{ drug: 'hydromorphone', amount, route: 'IV', at: '2026-11-23T14:00Z' }];
const sum = (...companions: object[]) => found({ 'order.companions': companions }, 'apap-02');

describe('orders, companions and given doses together', () => {
  test('alone there is nothing to add', () => {
    expect(report({}).findings.filter((f) => f.check === 'exposure-together')).toEqual([]);
  });

  // hm-07: 6 mg in 4 h (UTD-PCA). The order gives 4 mg in 4 h at most
  test('two orders that each keep the 4 h limit pass it together', () => {
    const { order } = baseFile();
    const other = (amount: string) => ({
      ...order,
      regimen: { ...order.regimen, limit: { kind: 'amount', amount, window: '4 h' } },
    });
    expect(found({ others: [other('2 mg')] }, 'hm-07')).toMatchObject([
      { outcome: 'pass', observed: '6 mg', limit: '6 mg' },
    ]);
    expect(found({ others: [other('2.2 mg')] }, 'hm-07')).toMatchObject([
      { outcome: 'fail', observed: '6.2 mg', severity: 'hard' },
    ]);
  });

  test('a dose given by hand counts in the windows that it can lie in', () => {
    expect(found({ given: dose('2 mg') }, 'hm-07')).toMatchObject([{ outcome: 'pass' }]);
    expect(found({ given: dose('2.1 mg') }, 'hm-07')).toMatchObject([{ outcome: 'fail' }]);
  });

  // asked at 15:00: a window of 4 h that is not over yet begins after 11:00
  test.each([
    ['2026-11-23T11:01Z', '6.1 mg', 'fail'],
    ['2026-11-23T11:00Z', '4 mg', 'pass'],
    ['2026-11-01T11:00Z', '4 mg', 'pass'],
  ])('a dose given at %s: %s in 4 h, %s', (at, observed, outcome) => {
    const given = [{ drug: 'hydromorphone', amount: '2.1 mg', route: 'IV', at }];
    expect(found({ given }, 'hm-07')).toMatchObject([{ observed, outcome }]);
  });

  // apap-02: 4,000 mg in 24 h over all routes (calculations.md 12). 650 mg every 4 h: six a day are 3,900 mg
  test('acetaminophen by mouth is summed under its plain name and its id', () => {
    expect(sum(companion('acetaminophen', '650 mg', '4 h', '6'))).toMatchObject([
      { outcome: 'pass', observed: '3900 mg' },
    ]);
    expect(
      sum(
        companion('acetaminophen', '650 mg', '4 h', '6'),
        companion('acetaminophen_iv', '101 mg', '24 h', '1'),
      ),
    ).toMatchObject([{ outcome: 'fail', observed: '4001 mg' }]);
    // the most per day rules where the interval would allow more
    expect(sum(companion('acetaminophen', '650 mg', '1 h', '4'))).toMatchObject([{ observed: '2600 mg' }]);
  });

  // calculations.md 12: 3 × 1,000 IV + 2 × 325 oral = 3,650 mg of 4,000; a further 1,000 mg dose is refused. The 325 mg
  // stand in two tablets of oxycodone 5 mg with acetaminophen 325 mg, each drug on its own line.
  const infusion: Changes = {
    'order.drug': 'acetaminophen_iv',
    'order.naloxone': 'none',
    'order.regimen': { kind: 'intermittent', dose: '1000 mg', over: '15 min', every: '8 h', kvo: '0 mL/h' },
    'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '2' },
    'order.preparation.vial': { strength: '10 mg/mL', volume: '100 mL' },
    'order.preparation.drugAmount': '1000 mg',
    'order.preparation.diluent': 'none',
    'order.pump': 'curlin-4000',
    'order.companions': [
      companion('Acetaminophen', '325 mg', '4 h', '2'),
      companion('Oxycodone', '5 mg', '4 h', '2'),
    ],
  };
  test('acetaminophen of an infusion, a combination product and a dose by hand', () => {
    expect(found(infusion, 'apap-02')).toMatchObject([{ outcome: 'pass', observed: '3650 mg' }]);
    const more = {
      given: [{ drug: 'acetaminophen', amount: '1000 mg', route: 'rectal', at: '2026-11-23T14:00Z' }],
    };
    expect(found({ ...infusion, ...more }, 'apap-02')).toMatchObject([
      { outcome: 'fail', severity: 'hard', observed: '4650 mg' },
    ]);
    // 45 kg: 75 mg/kg are 3,375 mg
    const light = { 'patient.weight': { value: '45 kg', on: '2026-11-20' } };
    expect(found({ ...infusion, ...light }, 'apap-04')).toMatchObject([
      { outcome: 'fail', observed: '3650 mg', limit: '3375 mg' },
    ]);
  });

  test('a product of several drugs in one line is in no sum and says so; a medicine nobody knows is told as not counted', () => {
    const lines = [
      companion('oxycodone/acetaminophen', '325 mg', '4 h', '6'),
      companion('senna', '17 mg', '24 h', '1'),
    ];
    expect(found({ 'order.companions': lines }, 'product-of-several-drugs')).toMatchObject([
      {
        outcome: 'could-not-be-done',
        missing: 'how much acetaminophen and oxycodone a dose of it holds',
        subject: 'oxycodone/acetaminophen',
      },
    ]);
    expect(found({ 'order.companions': lines }, 'not-counted')).toMatchObject([
      { outcome: 'fail', severity: 'info', observed: 'senna' },
    ]);
    expect(
      found({ 'order.companions': [companion('acetaminophen', '650 mg', '4 h', '6')] }, 'not-counted'),
    ).toEqual([]);
  });
});
