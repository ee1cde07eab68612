import { describe, expect, test } from 'vitest';
import type { Minute } from '../../../engine/time/calendar.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { instantOf, orderFile } from '../../../engine/order/order.ts';
import { Refused } from '../../../engine/number/result.ts';
import { baseFile, fileWith, library, questionOf, refusalsOf, type Changes } from '../base-order.ts';

const told = (raw: unknown) => refusalsOf(raw).map((i) => `${i.path} ${i.code}`);
const TRAIN = { dose: '0.2 mg', interval: '5 min', most: '3', per: '4 h' };
const NUMBERS: readonly (readonly [string, string])[] = [
  ['0,5', 'number-has-comma'],
  ['.5', 'number-without-leading-zero'],
  ['5.', 'number-ends-in-point'],
  ['1e3', 'number-has-exponent'],
  ['-5', 'number-has-sign'],
  ['1,000', 'number-has-comma'],
  ['0.50', 'number-has-trailing-zero'],
  ['05', 'number-has-extra-leading-zero'],
  ['1.2.3', 'number-has-two-points'],
];

describe('bad input is refused by name (issue 2; field study (e), golden case 7)', () => {
  // every amount of the order file, once with each bad number
  const amounts: readonly (readonly [string, string])[] = [
    ['order.regimen.demand', 'mg'],
    ['order.regimen.lockout', 'min'],
    ['order.regimen.basal', 'mg/h'],
    ['order.regimen.loading', 'mg'],
    ['order.regimen.limit.amount', 'mg'],
    ['order.regimen.limit.window', 'h'],
    ['order.sessions.duration', 'h'],
    ['order.preparation.drugAmount', 'mg'],
    ['order.preparation.vial.strength', 'mg/mL'],
    ['order.preparation.finalVolume', 'mL'],
    ['order.preparation.priming', 'mL'],
    ['patient.weight.value', 'kg'],
    ['patient.height.value', 'cm'],
    ['patient.creatinine.value', 'mg/dL'],
  ];
  test.each(amounts.flatMap(([path, u]) => NUMBERS.map(([n, code]) => [path, `${n} ${u}`, code] as const)))(
    '%s: "%s" is %s',
    (path, text, code) => {
      expect(refusalsOf(fileWith({ [path]: text }))).toMatchObject([{ path, code, given: text }]);
    },
  );

  const counts: typeof NUMBERS = [
    ...NUMBERS,
    [' 5', 'number-has-space'],
    ['5mg', 'number-has-other-characters'],
    ['', 'number-missing'],
  ];
  test.each(counts)('a count: "%s" is %s', (text, code) => {
    expect(refusalsOf(fileWith({ 'order.sessions.count': text }))).toMatchObject([
      { path: 'order.sessions.count', code, given: text },
    ]);
  });

  const lines: readonly (readonly [string, Changes, string])[] = [
    ['a space before', { 'order.regimen.demand': ' 5 mg' }, 'order.regimen.demand number-has-space'],
    ['two spaces', { 'order.regimen.demand': '5  mg' }, 'order.regimen.demand quantity-has-extra-space'],
    ['no space', { 'order.regimen.demand': '5mg' }, 'order.regimen.demand unit-not-separated'],
    ['no unit', { 'order.regimen.demand': '5' }, 'order.regimen.demand unit-missing'],
    ['an unknown unit', { 'order.regimen.demand': '5 mgg' }, 'order.regimen.demand unit-unknown'],
    ['"U"', { 'order.regimen.demand': '5 U' }, 'order.regimen.demand unit-refused'],
    ['"µg"', { 'order.regimen.demand': '5 µg' }, 'order.regimen.demand unit-refused'],
    [
      'a volume for a dose',
      { 'order.regimen.demand': '5 mL' },
      'order.regimen.demand unit-of-other-dimension',
    ],
    ['a dose for a rate', { 'order.regimen.basal': '1 mg' }, 'order.regimen.basal unit-of-other-dimension'],
    [
      'mcg for a drug in mg',
      { 'order.regimen.demand': '200 mcg' },
      'order.regimen.demand unit-not-used-for-drug',
    ],
    ['a weight without a unit', { 'patient.weight.value': '70' }, 'patient.weight.value unit-missing'],
    [
      '154 kg typed for 154 lb',
      { 'patient.weight.value': '154 kg', 'patient.height.value': '170 cm' },
      'patient.weight.value weight-looks-like-pounds',
    ],
    ['a weight of 700 kg', { 'patient.weight.value': '700 kg' }, 'patient.weight.value weight-implausible'],
    [
      'no weight for a dose per kg',
      { 'patient.weight': undefined, 'order.regimen.demand': '2 mcg/kg' },
      'order.regimen.demand weight-missing',
    ],
    ['lockout 0', { 'order.regimen.lockout': '0 min' }, 'order.regimen.lockout lockout-zero'],
    ['demand 0', { 'order.regimen.demand': '0 mg' }, 'order.regimen.demand demand-zero'],
    ['loading 0', { 'order.regimen.loading': '0 mg' }, 'order.regimen.loading loading-zero'],
    [
      'a limit below one dose',
      { 'order.regimen.limit.amount': '0.1 mg' },
      'order.regimen.limit.amount limit-below-one-dose',
    ],
    [
      'a limit that the basal rate uses up',
      { 'order.regimen.basal': '1 mg/h' },
      'order.regimen.limit.amount limit-not-above-basal',
    ],
    [
      'a second limit smaller than one dose',
      { 'order.regimen.limit.and': { amount: '0.1 mg', window: '1 h' } },
      'order.regimen.limit.and.amount limit-below-one-dose',
    ],
    [
      'a second limit over the same window',
      { 'order.regimen.limit.and': { amount: '2 mg', window: '240 min' } },
      'order.regimen.limit.and.window limit-window-twice',
    ],
    [
      'a second limit window of 0',
      { 'order.regimen.limit.and': { amount: '2 mg', window: '0 h' } },
      'order.regimen.limit.and.window limit-window-zero',
    ],
    [
      'a limit window of 0',
      { 'order.regimen.limit.window': '0 h' },
      'order.regimen.limit.window limit-window-zero',
    ],
    [
      'a clinician interval of 0',
      { 'order.regimen.clinicianBolus': { ...TRAIN, interval: '0 min' } },
      'order.regimen.clinicianBolus.interval clinician-bolus-interval-zero',
    ],
    [
      'clinician boluses per less than their interval',
      { 'order.regimen.clinicianBolus': { ...TRAIN, per: '4 min' } },
      'order.regimen.clinicianBolus.per clinician-bolus-window-below-interval',
    ],
    [
      'more doses per hour than 60',
      { 'order.regimen.maxDosesPerHour': '61' },
      'order.regimen.maxDosesPerHour count-out-of-range',
    ],
    [
      '0 doses per hour',
      { 'order.regimen.maxDosesPerHour': '0' },
      'order.regimen.maxDosesPerHour count-out-of-range',
    ],
    ['height in m', { 'patient.height.value': '1.75 m' }, 'patient.height.value height-in-metres'],
    ['height of 30 cm', { 'patient.height.value': '30 cm' }, 'patient.height.value height-implausible'],
    [
      'a birth date in the future',
      { 'patient.birthDate': '2026-11-24' },
      'patient.birthDate birth-date-in-future',
    ],
    ['a date that is none', { 'patient.birthDate': '2026-02-30' }, 'patient.birthDate date-not-read'],
    ['weighed tomorrow', { 'patient.weight.on': '2026-11-24' }, 'patient.weight.on measured-in-future'],
    [
      'a start without offset',
      { 'order.sessions.start': '2026-11-24T01:00' },
      'order.sessions.start instant-not-read',
    ],
    [
      'tolerant without evidence',
      { 'patient.opioidStatus': 'tolerant' },
      'patient.opioidEvidence opioid-evidence-missing',
    ],
    ['a drug that is not there', { 'order.drug': 'morfine' }, 'order.drug drug-not-in-formulary'],
    ['a route that the drug has not', { 'order.route': 'perineural' }, 'order.route route-not-in-formulary'],
    ['an implanted pump', { 'order.route': 'intrathecal' }, 'order.route route-out-of-scope'],
    ['a drug that is refused by its name', { 'order.drug': 'ibuprofen' }, 'order.drug drug-out-of-scope'],
    ['its brand', { 'order.drug': 'Caldolor' }, 'order.drug drug-out-of-scope'],
    ['a drug of anaesthesia', { 'order.drug': 'remifentanil' }, 'order.drug drug-out-of-scope'],
    ['a pump that is not known', { 'order.pump': 'cadd' }, 'order.pump pump-not-known'],
    ['a session of 0', { 'order.sessions.duration': '0 h' }, 'order.sessions.duration session-duration-zero'],
    ['sessions that overlap', { 'order.sessions.every': '7 h' }, 'order.sessions.every sessions-overlap'],
    [
      'a part of a minute',
      { 'order.sessions.duration': '90 s' },
      'order.sessions.duration session-not-whole-minutes',
    ],
    [
      'no drug in the bag',
      { 'order.preparation.drugAmount': '0 mg' },
      'order.preparation.drugAmount amount-zero',
    ],
    [
      'a fill below the drug volume',
      { 'order.preparation.finalVolume': '9 mL' },
      'order.preparation.finalVolume final-volume-below-drug-volume',
    ],
    [
      'no diluent where some is needed',
      { 'order.preparation.diluent': 'none' },
      'order.preparation.diluent diluent-missing',
    ],
    [
      'a diluent that is not there',
      { 'order.preparation.diluent': 'beer' },
      'order.preparation.diluent diluent-not-in-formulary',
    ],
    [
      'a container that is too small',
      { 'order.preparation.capacity': '50 mL' },
      'order.preparation.capacity container-too-small',
    ],
    [
      'priming and residual above the fill',
      { 'order.preparation.priming': '98 mL' },
      'order.preparation.priming priming-and-residual-above-fill',
    ],
    ['an unknown key', { 'order.regimen.lokout': '10 min' }, 'order.regimen.lokout unknown-key'],
    ['an unknown key at the top', { remark: 'x' }, 'remark unknown-key'],
    [
      'an unknown key in a part with kinds',
      { 'order.preparation.strenght': '1' },
      'order.preparation.strenght unknown-key',
    ],
    ['a missing field', { 'order.regimen.lockout': undefined }, 'order.regimen.lockout missing'],
    ['a number for a text', { 'order.regimen.demand': 0.2 }, 'order.regimen.demand invalid-type'],
    ['a dose as null', { 'order.regimen.demand': null }, 'order.regimen.demand invalid-type'],
    ['a text for yes or no', { 'order.firstOrder': 'yes' }, 'order.firstOrder invalid-type'],
    ['a note with a direction mark', { 'order.note': 'left \u202e right' }, 'order.note text-not-clean'],
  ];
  test.each(lines)('%s', (_, changes, wanted) => {
    expect(told(fileWith(changes))).toEqual([wanted]);
  });

  test.each([[null], [[]], ['order'], [7]])('%j is no order file', (raw) => {
    expect(refusalsOf(raw)).toMatchObject([{ path: '', code: 'invalid-type' }]);
  });

  test('everything that is wrong is named at once', () => {
    const changes = {
      'patient.birthDate': '2027-01-01',
      'order.regimen.lockout': '0 min',
      'order.preparation.drugAmount': '0 mg',
      'order.pump': 'x',
    };
    expect(told(fileWith(changes))).toEqual([
      'patient.birthDate birth-date-in-future',
      'order.regimen.lockout lockout-zero',
      'order.preparation.drugAmount amount-zero',
      'order.pump pump-not-known',
    ]);
  });
});

describe('an order that stands', () => {
  test('is not touched: what is decoded is what was typed', () => {
    expect(orderFile.parse(baseFile())).toEqual(baseFile());
    expect(refusalsOf(baseFile())).toEqual([]);
  });
  test('a weight that was asked about stands', () => {
    const weight = { value: '154 kg', on: '2026-11-20', confirmed: true };
    expect(told(fileWith({ 'patient.weight': weight, 'patient.height.value': '170 cm' }))).toEqual([]);
  });
  test('no limit is a value of its own, and zero is not it', () => {
    expect(told(fileWith({ 'order.regimen.limit': { kind: 'none' } }))).toEqual([]);
    expect(told(fileWith({ 'order.regimen.limit.amount': '0 mg' }))).toEqual([
      'order.regimen.limit.amount limit-below-one-dose',
    ]);
  });
  test('is checked as of its own instant, or now', () => {
    expect(instantOf(orderFile.parse(fileWith({ at: undefined })), 7 as Minute)).toBe(7);
    expect(instantOf(orderFile.parse(fileWith({ at: '1970-01-01T01:00Z' })), 7 as Minute)).toBe(60);
  });
  test('what can not be computed reaches the caller as one refusal with every issue', () => {
    const asked = questionOf({ 'order.regimen.lockout': '0 min', 'order.pump': 'x' });
    expect(() => factsOf(asked, library)).toThrow(Refused);
    try {
      factsOf(asked, library);
    } catch (error) {
      expect((error as Refused).issues.map((i) => i.code)).toEqual(['lockout-zero', 'pump-not-known']);
    }
  });
});
