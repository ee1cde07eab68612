import { describe, expect, test } from 'vitest';
import { library, questionOf, refusalsOf, fileWith, type Changes } from '../../base-order.ts';
import { checkOrder } from '../../told.ts';
import { secondOpinion } from '../../../../engine/checks/second-opinion.ts';

const epidural: Changes = {
  'order.drug': 'ropivacaine',
  'order.route': 'epidural',
  'order.naloxone': 'none',
  'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
  'order.preparation.drugAmount': '200 mg',
  'order.preparation.diluent': 'none',
  'order.sessions.duration': '8 h',
};
const on = (pump: string, regimen: unknown): Changes => ({
  ...epidural,
  'order.pump': pump,
  'order.regimen': regimen,
});
const reportOf = (changes: Changes) => {
  const question = questionOf(changes);
  expect(secondOpinion(question, library)).toEqual([]);
  return checkOrder(question, library);
};
const worst = (changes: Changes) =>
  Object.fromEntries(reportOf(changes).exposure.windows.map((w) => [w.window, w.worst]));
const set = (changes: Changes) =>
  Object.fromEntries(
    reportOf(changes).program.fields.flatMap((f) => (f.programmed === null ? [] : [[f.id, f.programmed]])),
  );
const hard = (changes: Changes) =>
  reportOf(changes)
    .findings.filter((f) => f.id === 'pump-has-no-field' && f.outcome === 'fail')
    .map((f) => f.subject);
const codes = (changes: Changes) => refusalsOf(fileWith(changes)).map((i) => `${i.path} ${i.code}`);

// a French labour protocol: 10 mL every hour with 8 mL per 15 min on it (PIB-FR), here 1 mg and 0.8 mg in 2 mg/mL
const pib = {
  kind: 'pca',
  demand: '0.8 mg',
  lockout: '15 min',
  basal: '0 mg/h',
  limit: { kind: 'none' },
  scheduled: { dose: '1 mg', every: '1 h' },
};

const scheduled = (x: object) => codes(on('cadd-solis', { ...pib, scheduled: { ...pib.scheduled, ...x } }));

describe('boluses by the clock beside a button', () => {
  // by hand: presses at 0, 15, 30 and 45 min and a bolus at 0; in 4 h 16 presses and 4 boluses; in a session of 8 h 32 and 8
  test('are on top of what is pressed, from the start of each session', () => {
    expect(worst(on('cadd-solis', pib))).toMatchObject({ '1 h': '4.2 mg', '4 h': '16.8 mg' });
  });
  // the sources that were read: CADD-Solis manual page 49, ambIT 510(k) K162165, Avoset K213744, CADD-MS 3 K051568
  test.each(['cadd-solis', 'ambit-pib', 'avoset', 'cadd-ms3'])('are set on %s', (pump) => {
    expect(set(on(pump, pib))).toMatchObject({ 'dose-volume': '1 mg', 'dose-interval': '60 min' });
    expect(hard(on(pump, pib))).toEqual([]);
  });
  test.each(['curlin-4000', 'cadd-prizm-pcs2', 'cadd-legacy-pca', 'gemstar', 'sapphire'])(
    'are not there on %s, of which no source says it',
    (pump) => {
      expect(hard(on(pump, pib))).toEqual(['dose', 'interval of doses']);
    },
  );
  test('are on top of a pump limit, and said to be', () => {
    const limited = on('cadd-solis', { ...pib, limit: { kind: 'amount', amount: '4 mg', window: '4 h' } });
    // by hand: 4 mg under the limit and 4 boluses of 1 mg
    expect(worst(limited)).toMatchObject({ '4 h': '8 mg' });
    expect(reportOf(limited).findings.find((f) => f.id === 'scheduled-bolus-outside-limit')).toMatchObject({
      observed: '1 mg',
      limit: 'every 60 min',
    });
    expect(reportOf(on('cadd-solis', pib)).findings.map((f) => f.id)).not.toContain(
      'scheduled-bolus-outside-limit',
    );
  });
  test('a basal rate beside them is a rate of the therapy, not KVO', () => {
    const withBasal = on('cadd-solis', { ...pib, basal: '30 mg/h' });
    // rop-02: 28 mg/h epidural at most
    expect(reportOf(withBasal).findings).toContainEqual(
      expect.objectContaining({ id: 'rop-02', outcome: 'fail', subject: 'basal rate', observed: '30 mg/h' }),
    );
  });
  test('refuse a bolus of nothing, an interval of nothing, and half a minute', () => {
    expect(scheduled({ dose: '0 mg' })).toEqual(['order.regimen.scheduled.dose dose-zero']);
    expect(scheduled({ every: '0 h' })).toEqual(['order.regimen.scheduled.every dose-interval-zero']);
    expect(scheduled({ every: '90 s' })).toEqual(['order.regimen.scheduled.every dose-not-whole-minutes']);
    expect(scheduled({ dose: '1 mcg' })).toEqual(['order.regimen.scheduled.dose unit-not-used-for-drug']);
  });
});

const nurse = {
  kind: 'continuous',
  rate: '10 mg/h',
  clinicianBolus: { dose: '8 mg', interval: '30 min', most: '2', per: '4 h' },
};

const train = (x: object) =>
  codes(on('cadd-solis', { ...nurse, clinicianBolus: { ...nurse.clinicianBolus, ...x } }));

describe('a rate with boluses of a nurse and no button', () => {
  // by hand: boluses at 0 and 30 min, then none before 4 h; 10 mg flow in each hour
  test('gives the rate and the boluses that the order allows', () => {
    expect(worst(on('cadd-solis', nurse))).toMatchObject({ '1 h': '26 mg', '4 h': '56 mg' });
  });
  test.each([
    ['cadd-solis', 'PCA'],
    ['cadd-prizm-pcs2', 'PCA'],
    ['curlin-4000', 'PCA'],
    ['cadd-legacy-pca', 'continuous infusion'],
  ])('is set on %s as %s with the patient dose at zero', (pump, mode) => {
    expect(reportOf(on(pump, nurse)).program.mode).toBe(mode);
    expect(set(on(pump, nurse))).toMatchObject({
      'continuous-rate': '10 mg/h',
      'demand-dose': '0 mg',
      'clinician-bolus': '8 mg',
    });
    expect(hard(on(pump, nurse))).toEqual([]);
  });
  test('is stopped where the pump has no way to give one', () => {
    expect(hard(on('sapphire', nurse))).toEqual(['clinician bolus']);
  });
  test('runs as a plain rate where none is ordered', () => {
    const { clinicianBolus: _, ...rate } = nurse;
    expect(reportOf(on('cadd-solis', rate)).program.mode).toBe('continuous infusion');
  });
  test('refuses a train that can not be', () => {
    expect(train({ dose: '0 mg' })).toEqual(['order.regimen.clinicianBolus.dose clinician-bolus-dose-zero']);
    expect(train({ per: '10 min' })).toEqual([
      'order.regimen.clinicianBolus.per clinician-bolus-window-below-interval',
    ]);
  });
});
