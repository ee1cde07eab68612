import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { refusalsOf } from '../../../words/refusal.ts';
import { expectOutput } from './cases.ts';

/**
 * The calculators of quality and totals where an answer turns: at a bound, just past it, and where two things bind. Expected
 * values by hand, from the formula and the figures of each entry's source.
 */
type Row = readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, string>>];
const at = '2026-03-02T09:00Z';
const aseptic = 'aseptic, not tested, sterile components';
const tested = 'aseptic, sterility tested';
const terminal = 'terminally sterilized, not tested';
const both = 'terminally sterilized, sterility tested';
const spiked = 'aseptic, not tested, nonsterile component';
const bud = (category: string, method: string, storage: string, more: object = {}) =>
  ({ compoundedAt: at, category, method, storage, ...more }) as const;
const opened = { vials: '2', vialVolume: '20 mL', concentration: '25 mg/mL' };
const weighed = (massAfter: string, more: object = {}) =>
  ({ massBefore: '100 g', massAfter, density: '1 g/mL', requiredVolume: '50 mL', ...more }) as const;
const morning = '2026-03-01T08:00Z';
const noon = '2026-03-01T12:00Z';
const infused = [
  { at: morning, until: noon, amount: '400 mg' },
  { at: noon, amount: '100 mg' },
];
const gram = (count: string) => [{ amount: '1 g', count }];

describe('an answer at its bound, and past it', () => {
  // prettier-ignore
  test.each<Row>([
    // USP <797> 2023, tables 13 and 14: days counted on by the calendar from 2 March
    ['beyond-use-date', bud('2', tested, 'freezer'), { beyondUse: '2026-05-01T09:00Z' }],
    ['beyond-use-date', bud('2', terminal, 'refrigerator'), { beyondUse: '2026-03-30T09:00Z' }],
    ['beyond-use-date', bud('2', terminal, 'freezer'), { beyondUse: '2026-04-16T09:00Z' }],
    ['beyond-use-date', bud('2', both, 'room'), { beyondUse: '2026-04-16T09:00Z' }],
    ['beyond-use-date', bud('2', both, 'refrigerator'), { beyondUse: '2026-05-01T09:00Z' }],
    ['beyond-use-date', bud('2', both, 'freezer'), { beyondUse: '2026-05-31T09:00Z' }],
    ['beyond-use-date', bud('2', spiked, 'refrigerator'), { beyondUse: '2026-03-06T09:00Z' }],
    ['beyond-use-date', bud('2', spiked, 'freezer'), { beyondUse: '2026-04-16T09:00Z' }],
    ['beyond-use-date', bud('3', tested, 'refrigerator'), { beyondUse: '2026-05-31T09:00Z' }],
    ['beyond-use-date', bud('3', tested, 'freezer'), { beyondUse: '2026-06-30T09:00Z' }],
    ['beyond-use-date', bud('3', both, 'room'), { beyondUse: '2026-05-31T09:00Z' }],
    ['beyond-use-date', bud('3', both, 'refrigerator'), { beyondUse: '2026-06-30T09:00Z' }],
    ['beyond-use-date', bud('3', both, 'freezer'), { beyondUse: '2026-08-29T09:00Z' }],
    ['beyond-use-date', bud('1', 'aseptic or terminal', 'room'), { beyondUse: '2026-03-02T21:00Z', period: '12 h' }],
    ['beyond-use-date', bud('2', aseptic, 'refrigerator', { stability: '10 day' }), { beyondUse: '2026-03-12T09:00Z', binds: 'USP <797>' }],
    ['beyond-use-date', bud('2', aseptic, 'refrigerator', { stability: '10.5 day' }), { beyondUse: '2026-03-12T09:00Z', binds: 'USP <797>' }],
    ['beyond-use-date', bud('2', aseptic, 'refrigerator', { stability: '9 day', earliestExpiry: '2026-03-02T09:06Z' }), { beyondUse: '2026-03-02T09:06Z', period: '0.1 h', binds: 'expiry of a component' }],
    // a code of billing on its first day, and an amount that is one and a half units
    ['hcpcs-billing-units', { drugAmount: '50 mg', code: 'J1171', serviceDate: '2024-10-01' }, { billingUnits: '500 billing units', unitAmount: '0.1 mg' }],
    ['hcpcs-billing-units', { drugAmount: '1500 mL', code: 'J7030' }, { billingUnits: '2 billing units', exactUnits: '1.5' }],
    // 1000 mg opened
    ['controlled-substance-reconciliation', { ...opened, used: '1000 mg' }, { toWaste: '0 mg', difference: '0 mg', verdict: 'waste to be recorded' }],
    ['controlled-substance-reconciliation', { ...opened, used: '900 mg', wasted: '90 mg', tolerance: '10 mg' }, { difference: '10 mg', verdict: 'reconciled' }],
    ['controlled-substance-reconciliation', { ...opened, used: '900 mg', wasted: '90 mg', tolerance: '9.9 mg' }, { difference: '10 mg', verdict: 'variance' }],
    ['controlled-substance-reconciliation', { ...opened, used: '900 mg', wasted: '110 mg' }, { difference: '-10 mg', verdict: 'variance' }],
    ['controlled-substance-reconciliation', { ...opened, used: '900 mg', wasted: '110 mg', tolerance: '10 mg' }, { difference: '-10 mg', verdict: 'reconciled' }],
    ['controlled-substance-reconciliation', { ...opened, used: '900 mg', wasted: '110.1 mg', tolerance: '10 mg' }, { difference: '-10.1 mg', verdict: 'variance' }],
    ['controlled-substance-ledger', { previous: '1 vials', received: '2 vials', dispensed: '3 vials', counted: '0 vials' }, { onHand: '0 vials', difference: '0 vials', verdict: 'agrees' }],
    ['controlled-substance-ledger', { previous: '5 vials', counted: '6 vials' }, { onHand: '5 vials', difference: '1 vials', verdict: 'variance' }],
    // 5 % of 50 mL is 2.5 mL, which is 2.5 g
    ['gravimetric-deviation', weighed('152.5 g'), { deviation: '5 %', verdict: 'pass' }],
    ['gravimetric-deviation', weighed('152.51 g'), { verdict: 'fail' }],
    ['gravimetric-deviation', weighed('147.5 g'), { deviation: '-5 %', verdict: 'pass' }],
    ['gravimetric-deviation', weighed('147.49 g'), { verdict: 'fail' }],
    ['gravimetric-deviation', weighed('153 g', { tolerance: '6 %' }), { deviation: '6 %', verdict: 'pass' }],
    ['percent-error', { measured: '0 mg', desired: '100 mg' }, { percentError: '100 %', deviation: '-100 %', error: '100 mg' }],
    ['minimum-weighable', { sensitivity: '6 mg', minimum: '6 mg' }, { allowedError: '100 %' }],
    // (t − window, t]: the first of two doses an hour apart has left a window of an hour, and no longer one of 61 minutes
    ['cumulative-window', { doses: [{ at: morning, amount: '500 mg' }, { at: '2026-03-01T09:00Z', amount: '500 mg' }], window: '60 min' }, { total: '500 mg' }],
    ['cumulative-window', { doses: [{ at: morning, amount: '500 mg' }, { at: '2026-03-01T09:00Z', amount: '500 mg' }], window: '61 min' }, { total: '1000 mg', windowEnd: '2026-03-01T09:00Z' }],
    // 100 mg/h until noon, when 100 mg are given
    ['cumulative-window', { doses: infused, window: '4 h', limit: '500 mg' }, { total: '500 mg', windowEnd: noon, remaining: '0 mg', limitExceeded: 'no' }],
    ['cumulative-window', { doses: infused, window: '90 min', limit: '200 mg' }, { total: '250 mg', windowEnd: noon, remaining: '0 mg', limitExceeded: 'yes' }],
    ['cumulative-window', { doses: infused, window: '90 min', limit: '300 mg' }, { remaining: '50 mg', limitExceeded: 'no' }],
    ['cumulative-window', { doses: [{ at: morning, until: noon, amount: '400 mg' }], window: '1 min' }, { total: 'about 1.667 mg' }],
    // factor 20 of parenteral hydromorphone
    ['mme', { opioids: [{ opioid: 'hydromorphone parenteral', dailyDose: '2.5 mg' }] }, { total: '50 MME' }],
    ['mme', { opioids: [{ opioid: 'buprenorphine', dailyDose: '8 mg' }] }, { total: '0 MME', excluded: 'buprenorphine 8 mg' }],
    ['mme', { opioids: [{ opioid: 'fentanyl parenteral', dailyDose: '50 mcg/h' }] }, { total: '360 MME', excluded: 'none' }],
    // 400 mg of bupivacaine, 770 mg of ropivacaine in 24 h
    ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '400 mg' }] }, { fraction: '1', verdict: 'above 0.8' }],
    ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '401 mg' }] }, { verdict: 'above the maximum' }],
    ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '320 mg' }] }, { fraction: '0.8', verdict: 'within' }],
    ['local-anaesthetic-fraction', { drugs: [{ drug: 'bupivacaine', amount: '100 mg', maximum: '200 mg' }] }, { fraction: '0.5', verdict: 'within' }],
    ['local-anaesthetic-fraction', { drugs: [{ drug: 'ropivacaine', amount: '770 mg' }] }, { fraction: '1' }],
    // 4 g, 1 g at once; under 50 kg 75 and 15 mg/kg
    ['acetaminophen-day-total', { doses: gram('1'), weight: '50 kg' }, { maximum: '4000 mg', singleMaximum: '1000 mg', remaining: '3000 mg' }],
    ['acetaminophen-day-total', { doses: gram('1'), weight: '49.9 kg' }, { maximum: '3742.5 mg', singleMaximum: '748.5 mg' }],
    ['acetaminophen-day-total', { doses: [{ amount: '500 mg', count: '7' }], weight: '70 kg', nextDose: '500 mg' }, { total: '3500 mg', nextDoseFits: 'yes' }],
    ['acetaminophen-day-total', { doses: [{ amount: '500 mg', count: '7' }], weight: '70 kg', nextDose: '501 mg' }, { nextDoseFits: 'no' }],
    ['acetaminophen-day-total', { doses: [{ amount: '500 mg' }], weight: '45 kg', nextDose: '675 mg' }, { nextDoseFits: 'yes' }],
    ['acetaminophen-day-total', { doses: [{ amount: '500 mg' }], weight: '45 kg', nextDose: '676 mg' }, { nextDoseFits: 'no' }],
    ['acetaminophen-day-total', { doses: gram('3'), weight: '70 kg', maximum: '3 g' }, { maximum: '3000 mg', remaining: '0 mg' }],
    ['acetaminophen-day-total', { doses: gram('3'), weight: '70 kg', maximum: '5 g' }, { maximum: '4000 mg', remaining: '1000 mg' }],
    ['acetaminophen-day-total', { doses: gram('5'), weight: '70 kg' }, { total: '5000 mg', remaining: '0 mg' }],
  ])('%s %j', (id, input, expected) => {
    const answer = calculate(id, input);
    expect(answer.ok ? [] : refusalsOf(answer.failure)).toEqual([]);
    for (const [name, value] of Object.entries(expected)) if (answer.ok) expectOutput(answer.value, name, value);
  });
});

test.each([
  ['2.5 mg', '50 MME or more: reassess benefits and risks before more, offer naloxone'],
  ['2.49 mg', 'below 50 MME'],
])('CDC 2022 speaks of 50 MME and more: hydromorphone %s', (dailyDose, says) => {
  const answer = calculate('mme', { opioids: [{ opioid: 'hydromorphone parenteral', dailyDose }] });
  expect(answer).toMatchObject({
    ok: true,
    value: { outputs: { threshold: { value: expect.stringMatching(`^${says}`) } } },
  });
});

const told = (id: string, input: object) => {
  const answer = calculate(id, input);
  return answer.ok ? refusalsOf(answer.value.warnings) : null;
};

test('what is assumed or left out of a total is said', () => {
  expect(told('gravimetric-deviation', weighed('150 g'))).toEqual([]);
  expect(told('gravimetric-deviation', weighed('150 g', { density: undefined }))).toMatchObject([
    { path: 'density', code: 'density-assumed', given: '1 g/mL', accepted: 'the density of the solution' },
  ]);
  expect(told('mme', { opioids: [{ opioid: 'hydromorphone parenteral', dailyDose: '1 mg' }] })).toEqual([]);
  expect(told('mme', { opioids: [{ opioid: 'buprenorphine', dailyDose: '8 mg' }] })).toMatchObject([
    { path: 'excluded', code: 'opioid-without-factor', given: 'buprenorphine 8 mg' },
  ]);
});
