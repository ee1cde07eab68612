import { describe, expect, test } from 'vitest';
import { checkOrder } from '../../told.ts';
import { quantityText, to, type Mass } from '../../../../engine/number/quantity.ts';
import { secondOpinion } from '../../../../engine/checks/second-opinion.ts';
import { factsWith, fileWith, library, questionOf, refusalsOf, type Changes } from '../../base-order.ts';

const session = (duration: string, every = duration, count = '1') => ({
  'order.sessions': { start: '2026-11-24T01:00Z', duration, every, count },
});
const ropivacaine = (regimen: object, more: Changes = {}): Changes => ({
  'order.drug': 'ropivacaine',
  'order.route': 'perineural',
  'order.regimen': regimen,
  'order.preparation.drugAmount': '200 mg',
  'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
  'order.preparation.diluent': 'none',
  ...session('24 h'),
  ...more,
});
const worst = (changes: Changes, window: 'hour' | 'fourHours' | 'day' | 'threeDays') => {
  const { amount } = factsWith(changes).worst[window];
  return quantityText(to(amount.result as Mass, amount.result.unit));
};
const codes = (changes: Changes) => refusalsOf(fileWith(changes)).map((i) => `${i.path} ${i.code}`);
const agrees = (changes: Changes) => expect(secondOpinion(questionOf(changes), library)).toEqual([]);

const noSuchMode = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.find((f) => f.id === 'pump-has-no-such-mode')?.outcome;

describe('doses by the clock', () => {
  // calculations.md 19: 50 mL over 30 min every 6 h, KVO 0.5 mL/h: 4 × 50 + 0.5 × 22 = 211 mL in a day
  const regimen = { kind: 'intermittent', dose: '10 mg', over: '30 min', every: '6 h', kvo: '0.1 mg/h' };
  const order = {
    'order.regimen': regimen,
    ...session('24 h', '24 h', '3'),
    'order.pump': 'cadd-legacy-plus',
  };
  test('KVO between them is drug: 211 mL at 0.2 mg/mL are 42.2 mg in a day (calculations.md 19)', () => {
    expect(worst(order, 'day')).toBe('42.2 mg');
    agrees(order);
  });
  test('any hour holds one dose and half an hour of KVO, any 4 h no more than one dose', () => {
    expect(worst(order, 'hour')).toBe('10.05 mg');
    expect(worst(order, 'fourHours')).toBe('10.35 mg');
  });
  test('a dose without a duration counts as given at once', () => {
    const { over: _, ...atOnce } = regimen;
    expect(worst({ ...order, 'order.regimen': { ...atOnce, kvo: undefined } }, 'day')).toBe('40 mg');
    // a window of 6 h and a little holds two of them
    expect(worst({ ...order, 'order.regimen': { ...atOnce, every: '4 h' } }, 'fourHours')).toBe('10.4 mg');
  });
  test('the pump is set to dose, duration, cycle and KVO', () => {
    const { fields, notSettable } = factsWith(order).program;
    expect(fields.map((f) => [f.label, f.programmed, f.volume])).toEqual([
      ['Reservoir Volume', '95 mL', null],
      ['Dose Volume', '10 mg', '50 mL'],
      ['Dose Duration', '30 min', null],
      ['Dose Cycle', '360 min', null],
      ['KVO Rate', '0.1 mg/h', '0.5 mL/h'],
    ]);
    expect(notSettable).toEqual([]);
  });
  test.each([
    [{ every: '20 min' }, ['order.regimen.every dose-interval-below-duration']],
    [{ over: '0 min' }, ['order.regimen.over dose-duration-zero']],
    [{ dose: '0 mg' }, ['order.regimen.dose dose-zero']],
    [
      { every: '0 h' },
      ['order.regimen.every dose-interval-zero', 'order.regimen.every dose-interval-below-duration'],
    ],
    [{ over: '25 h', every: '30 h' }, ['order.regimen.over dose-longer-than-session']],
    [{ over: '5 h', every: '11 h' }, ['order.regimen.every last-dose-cut-by-session']],
    [{ over: '90 s' }, ['order.regimen.every dose-not-whole-minutes']],
    [{ dose: '10 mcg' }, ['order.regimen.dose unit-not-used-for-drug']],
    [{ dose: '0,5 mg' }, ['order.regimen.dose number-has-comma']],
  ])('%j is refused: %j', (over, wanted) => {
    expect(codes({ ...order, 'order.regimen': { ...regimen, ...over } })).toEqual(wanted);
  });
});

describe('a continuous rate', () => {
  const order = {
    'order.regimen': { kind: 'continuous', rate: '0.5 mg/h', loading: '1 mg' },
    ...session('30 h'),
  };
  test('rate × time, and the loading dose once', () => {
    expect(['hour', 'day', 'threeDays'].map((w) => worst(order, w as 'hour'))).toEqual([
      '1.5 mg',
      '13 mg',
      '16 mg',
    ]);
    agrees(order);
  });
  test('in mL/h it is drug through the concentration: 2.5 mL/h at 0.2 mg/mL', () => {
    expect(worst({ ...order, 'order.regimen': { kind: 'continuous', rate: '2.5 mL/h' } }, 'hour')).toBe(
      '0.5 mg',
    );
  });
  test('a session of 24 h or more is S9326', () => {
    const found = checkOrder(questionOf(order), library).findings.find((f) => f.id === 'session-24h');
    expect([found?.outcome, found?.message.includes('S9326')]).toEqual(['fail', true]);
  });
  test('a rate of zero is refused', () => {
    expect(codes({ ...order, 'order.regimen': { kind: 'continuous', rate: '0 mg/h' } })).toEqual([
      'order.regimen.rate rate-zero',
    ]);
  });
});

describe('a taper', () => {
  const steps = [
    { rate: '1 mg/h', lasts: '6 h' },
    { rate: '0.5 mg/h', lasts: '6 h' },
  ];
  const order = {
    'order.regimen': { kind: 'taper', steps },
    ...session('12 h', '24 h', '2'),
    'order.pump': 'curlin-4000',
  };
  test('the worst 4 h are in the first step, a day holds both: 4 mg and 6 + 3 mg', () => {
    expect([worst(order, 'fourHours'), worst(order, 'day')]).toEqual(['4 mg', '9 mg']);
    agrees(order);
  });
  test('steps, rates and times stand on the sheet one by one', () => {
    const { fields } = factsWith(order).program;
    expect(fields.filter((f) => f.id.startsWith('step')).map((f) => [f.id, f.programmed])).toEqual([
      ['steps', '2'],
      ['step-rate-1', '1 mg/h'],
      ['step-rate-2', '0.5 mg/h'],
      ['step-time-1', '360 min'],
      ['step-time-2', '360 min'],
    ]);
  });
  test.each([
    [[], ['order.regimen.steps taper-without-steps']],
    [[{ rate: '1 mg/h', lasts: '6 h' }], ['order.regimen.steps taper-not-session-length']],
    [
      [...steps.slice(1), { rate: '1 mg/h', lasts: '0 h' }, { rate: '1 mg/h', lasts: '6 h' }],
      ['order.regimen.steps.1.lasts step-time-zero'],
    ],
  ])('%j is refused: %j', (wrong, wanted) => {
    expect(codes({ ...order, 'order.regimen': { kind: 'taper', steps: wrong } })).toEqual(wanted);
  });
});

describe('a nerve block', () => {
  const elastomeric = {
    kind: 'nerve-block',
    rate: '8 mL/h',
    through: { kind: 'elastomeric', tolerance: '15 %' },
  };
  test('ropivacaine 2 mg/mL at 8 mL/h: 18.4 mg/h and 441.6 mg in 24 h at worst (calculations.md 18)', () => {
    const order = ropivacaine(elastomeric, { 'order.pump': 'onq-fixed' });
    expect([worst(order, 'hour'), worst(order, 'day')]).toEqual(['18.4 mg', '441.6 mg']);
    agrees(order);
  });
  test('a tolerance narrower than the device has in its own instructions fails', () => {
    const order = ropivacaine(elastomeric, { 'order.pump': 'onq-select-a-flow' });
    const found = checkOrder(questionOf(order), library).findings.find((f) => f.id === 'flow-tolerance');
    expect([found?.outcome, found?.limit]).toEqual(['fail', 'at least 20 %']);
  });
  test('8 mL/h and a bolus of 2 mL each 60 min through a pump: 20 mg in an hour (ILF-INT, by hand)', () => {
    const bolus = { dose: '2 mL', lockout: '60 min' };
    const order = ropivacaine({ kind: 'nerve-block', rate: '8 mL/h', bolus, through: { kind: 'pump' } });
    expect([worst(order, 'hour'), worst(order, 'day')]).toEqual(['20 mg', '480 mg']);
    agrees(order);
  });
  test('an electronic pump has no elastomeric flow, an elastomeric device no PCA', () => {
    expect(noSuchMode(ropivacaine(elastomeric))).toBe('fail');
    expect(noSuchMode({ 'order.pump': 'onq-fixed' })).toBe('fail');
    expect(noSuchMode({})).toBeUndefined();
  });
  test('neither flow nor bolus is no order', () => {
    expect(codes(ropivacaine({ ...elastomeric, rate: '0 mL/h' }))).toEqual([
      'order.regimen.rate nothing-is-given',
    ]);
  });
});

describe('day and night', () => {
  const basal = { day: '0.1 mg/h', night: '0.3 mg/h', nightFrom: '22:00', nightTo: '06:00' };
  const order = {
    'patient.opioidStatus': 'tolerant',
    'patient.opioidEvidence': 'oral morphine for weeks',
    'order.regimen.basal': basal,
    'order.regimen.limit': { kind: 'none' },
  };
  // 8 h of night: 24 × 0.1 + 8 × 0.2 = 4 mg beside 144 doses of 0.2 mg
  test('a day holds one night, and any 8 h may be all night', () => {
    expect(worst({ ...order, ...session('24 h') }, 'day')).toBe('32.8 mg');
    expect(worst({ ...order, ...session('24 h') }, 'fourHours')).toBe('6 mg');
    agrees({ ...order, ...session('24 h') });
  });
  test('no pump that was read has a night rate: a finding says so', () => {
    expect(factsWith(order).program.notSettable).toMatchObject([
      { parameter: 'night rate', ordered: '0.3 mg/h' },
    ]);
  });
  test.each([
    [{ nightTo: '22:00' }, ['order.regimen.basal.nightTo night-longer-than-a-day']],
    [{ nightTo: '24:00' }, ['order.regimen.basal.nightTo clock-time-not-read']],
    [{ nightTo: '6:00' }, ['order.regimen.basal.nightTo clock-time-not-read']],
    [{ night: '0,3 mg/h' }, ['order.regimen.basal.night number-has-comma']],
  ])('%j is refused: %j', (over, wanted) => {
    expect(codes({ ...order, 'order.regimen.basal': { ...basal, ...over } })).toEqual(wanted);
  });
  test('a limit is held against the higher rate', () => {
    const limit = { kind: 'amount', amount: '1.2 mg', window: '4 h' };
    expect(codes({ ...order, 'order.regimen.limit': limit })).toEqual([
      'order.regimen.limit.amount limit-not-above-basal',
    ]);
  });
});

describe('a limit in doses', () => {
  const limit = { kind: 'doses', count: '4', window: '6 h' };
  test('4 doses in any 6 h are 16 in a day where the pump keeps such a limit, by hand', () => {
    const pump = { id: 'site-counting', count: true };
    expect(pump.count).toBe(true);
    const order = { 'order.regimen.limit': { ...limit, window: '1 h' }, ...session('24 h') };
    expect([worst(order, 'hour'), worst(order, 'day')]).toEqual(['0.8 mg', '19.2 mg']);
    agrees(order);
  });
  test('a pump without a field for it does not keep it: the lockout alone bounds the doses', () => {
    const order = { 'order.regimen.limit': limit, ...session('24 h') };
    expect(worst(order, 'day')).toBe('28.8 mg');
    expect(factsWith(order).program.notSettable).toMatchObject([
      { parameter: 'limit on doses', ordered: '4' },
    ]);
  });
  test('the doses of an hour are ordered once', () => {
    expect(
      codes({ 'order.regimen.limit': { ...limit, window: '60 min' }, 'order.regimen.maxDosesPerHour': '5' }),
    ).toEqual(['order.regimen.maxDosesPerHour dose-count-given-twice']);
  });
});

describe('a mixture', () => {
  // bupivacaine 0.625 mg/mL, 6 mL/h and 3 mL each 6 min as in R29 (FERR-95), with morphine: 36 mL in an hour
  const order: Changes = {
    'order.drug': 'bupivacaine',
    'order.route': 'epidural',
    'order.regimen': {
      kind: 'pca',
      demand: '3 mL',
      lockout: '6 min',
      basal: '6 mL/h',
      limit: { kind: 'none' },
    },
    'order.preparation.drugAmount': '62.5 mg',
    'order.preparation.vial': { strength: '2.5 mg/mL', volume: '30 mL' },
    'order.preparation.also': [
      { drug: 'morphine', vial: { strength: '0.5 mg/mL', volume: '10 mL' }, amount: '5 mg' },
    ],
  };
  test('each drug has its own worst case: 22.5 mg and 1.8 mg in any hour', () => {
    expect(worst(order, 'hour')).toBe('22.5 mg');
    const [morphine] = factsWith(order).also;
    expect(quantityText(morphine!.worst.hour.amount.result)).toBe('1.8 mg');
    agrees(order);
  });
  test('each drug has its own draw and concentration, and what is left of the volume is diluent', () => {
    const { preparation: p } = checkOrder(questionOf(order), library);
    expect([p.draw, p.concentration, p.diluent]).toEqual(['25 mL', '0.625 mg/mL', '65 mL']);
    expect(p.also).toMatchObject([
      {
        name: 'morphine',
        draw: '10 mL',
        concentration: '0.05 mg/mL',
        drugAmount: '5 mg',
        vials: '1',
        waste: '0 mL',
      },
    ]);
  });
  test('the library speaks of each drug, under its own name', () => {
    const { findings } = checkOrder(questionOf(order), library);
    expect(findings.some((f) => f.id === 'bupi-03' && f.subject === 'worst case in any 24 h')).toBe(true);
    expect(findings.some((f) => f.subject.startsWith('morphine: ') && f.key.startsWith('morphine:'))).toBe(
      true,
    );
    expect(new Set(findings.map((f) => f.key)).size).toBe(findings.length);
  });
  test.each([
    [{ drug: 'fentanil' }, ['order.preparation.also.0.drug drug-not-in-formulary']],
    [{ drug: 'bupivacaine' }, ['order.preparation.also.0.drug drug-mixed-with-itself']],
    [{ drug: 'ketorolac' }, ['order.preparation.also.0.drug route-not-in-formulary']],
    // the mixture of R29 itself can be written; that the library has no limit by this route is a finding
    [{ drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '10 mL' }, amount: '200 mcg' }, []],
    [{ amount: '0 mg' }, ['order.preparation.also.0.amount amount-zero']],
    [{ amount: '200 mcg' }, ['order.preparation.also.0.amount unit-not-used-for-drug']],
    [{ amount: '50 mg' }, ['order.preparation.finalVolume final-volume-below-drug-volume']],
  ])('%j is refused: %j', (over, wanted) => {
    const also = [
      { drug: 'morphine', vial: { strength: '0.5 mg/mL', volume: '10 mL' }, amount: '5 mg', ...over },
    ];
    expect(codes({ ...order, 'order.preparation.also': also })).toEqual(wanted);
  });
  test('a volume for a dose of one drug alone is still refused', () => {
    expect(codes({ 'order.regimen.demand': '5 mL' })).toEqual([
      'order.regimen.demand unit-of-other-dimension',
    ]);
  });
});

describe('companions', () => {
  const oxycodone = {
    drug: 'oxycodone',
    dose: '5 mg',
    route: 'oral',
    kind: 'prn',
    every: '4 h',
    mostPerDay: '6',
  };
  test('stand in the order, and do not change what the pump gives', () => {
    const order = { 'order.companions': [oxycodone] };
    expect(questionOf(order).order.companions).toEqual([oxycodone]);
    expect(worst(order, 'day')).toBe(worst({}, 'day'));
  });
  test.each([
    [{ dose: '0 mg' }, ['order.companions.0.dose dose-zero']],
    [{ every: '0 h' }, ['order.companions.0.every dose-interval-zero']],
    [{ dose: '5 MG' }, ['order.companions.0.dose unit-refused']],
  ])('%j is refused: %j', (over, wanted) => {
    expect(codes({ 'order.companions': [{ ...oxycodone, ...over }] })).toEqual(wanted);
  });
});
