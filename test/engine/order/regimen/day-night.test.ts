import { describe, expect, test } from 'vitest';
import { library, questionOf, refusalsOf, fileWith, type Changes } from '../../base-order.ts';
import { checkOrder } from '../../told.ts';
import { secondOpinion } from '../../../../engine/checks/second-opinion.ts';

const tolerant: Changes = {
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'morphine 120 mg a day by mouth for three months',
  'patient.baselineMme': '120',
};
// the site's clock stands at 20:00 when the session starts (New York in November)
const order = (pump: string, rate: unknown, more: Changes = {}): Changes => ({
  ...tolerant,
  'order.pump': pump,
  'order.regimen': { kind: 'continuous', rate },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '12 h', every: '24 h', count: '3' },
  ...more,
});
const rate = { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' };
const reportOf = (changes: Changes) => {
  const question = questionOf(changes);
  expect(secondOpinion(question, library)).toEqual([]);
  return checkOrder(question, library);
};
const set = (changes: Changes) =>
  reportOf(changes).program.fields.flatMap((f) =>
    f.programmed === null ? [] : [[f.label, f.programmed, f.volume ?? '']],
  );
const fails = (changes: Changes, id: string) =>
  reportOf(changes).findings.filter((f) => f.id === id && f.outcome === 'fail');
const codes = (changes: Changes) => refusalsOf(fileWith(changes)).map((i) => `${i.path} ${i.code}`);

describe('a day and a night rate of a rate alone', () => {
  // by hand, from 20:00: 2 h by day, 8 h by night, 2 h by day: 0.2 + 1.6 + 0.2 mg in a session of 12 h
  test('are worth what they give by the clock, exactly', () => {
    const windows = reportOf(order('curlin-4000', rate)).exposure.windows;
    expect(windows.map((w) => [w.window, w.worst, w.kind])).toEqual([
      ['1 h', '0.2 mg', 'exact'],
      ['4 h', '0.8 mg', 'exact'],
      ['24 h', '2 mg', 'exact'],
      ['72 h', '6 mg', 'exact'],
    ]);
  });
  // Curlin manual, page 101: variable therapy, 1 to 24 programmes of own rate and time
  test('run on a Curlin as the steps of its variable program', () => {
    const program = reportOf(order('curlin-4000', rate)).program;
    expect(program.mode).toBe('rates in steps');
    expect(set(order('curlin-4000', rate)).slice(4)).toEqual([
      ['# Doses', '3', ''],
      ['rate 1, day rate', '0.1 mg/h', '0.5 mL/h'],
      ['rate 2, night rate', '0.2 mg/h', '1 mL/h'],
      ['rate 3, day rate', '0.1 mg/h', '0.5 mL/h'],
      ['time 1', '120 min', ''],
      ['time 2', '480 min', ''],
      ['time 3', '120 min', ''],
    ]);
    expect(fails(order('curlin-4000', rate), 'pump-has-no-field')).toEqual([]);
  });
  // 510(k) K192860: multi-step mode
  test('run on a Sapphire as steps, and both pumps are said to have no clock for it', () => {
    for (const pump of ['sapphire', 'curlin-4000'])
      expect(fails(order(pump, rate), 'night-by-steps')).toMatchObject([{ severity: 'info' }]);
    expect(reportOf(order('sapphire', rate)).program.mode).toBe('rates in steps');
  });
  // 510(k) K051568: several basal profiles on an internal clock
  test('run on a CADD-MS 3 by its clock', () => {
    expect(set(order('cadd-ms3', rate))).toEqual(
      expect.arrayContaining([
        ['Basal rate', '0.1 mg/h', '0.5 mL/h'],
        ['Basal rate, second profile', '0.2 mg/h', '1 mL/h'],
        ['Second profile from', '22:00', ''],
        ['Second profile until', '06:00', ''],
      ]),
    );
    expect(fails(order('cadd-ms3', rate), 'night-by-steps')).toEqual([]);
  });
  // CADD-Solis page 46 and the table of the CADD-Prizm: one continuous rate
  test.each(['cadd-solis', 'cadd-prizm-pcs2', 'cadd-legacy-pca', 'gemstar'])('are stopped on %s', (pump) => {
    expect(fails(order(pump, rate), 'pump-has-no-field').map((f) => f.subject)).toEqual(['night rate']);
  });
  // no page shows a patient dose inside the Curlin's variable therapy
  test('are stopped beside a button on a Curlin', () => {
    const changes = { ...tolerant, 'order.pump': 'curlin-4000', 'order.regimen.basal': rate };
    expect(fails(changes, 'pump-has-no-field').map((f) => f.subject)).toContain('night rate');
  });
  test('begin in the night where the session does, and end with it', () => {
    const late = order('curlin-4000', rate, {
      'order.sessions': { start: '2026-11-24T04:00Z', duration: '4 h', every: '24 h', count: '1' },
    });
    expect(set(late).slice(4)).toEqual([
      ['# Doses', '1', ''],
      ['rate 1, night rate', '0.2 mg/h', '1 mL/h'],
      ['time 1', '240 min', ''],
    ]);
  });
  test('of one size are one rate', () => {
    const same = order('curlin-4000', { ...rate, night: '0.1 mg/h' });
    expect(reportOf(same).program.mode).toBe('continuous infusion');
  });
  test('are no taper that ends a course', () => {
    const taper = reportOf(order('curlin-4000', rate)).findings.filter((f) => f.subject === 'taper');
    expect(taper.filter((f) => f.outcome === 'pass')).toEqual([]);
  });
  test('are refused by name where they can not be', () => {
    expect(codes(order('curlin-4000', { ...rate, nightTo: '22:00' }))).toEqual([
      'order.regimen.rate.nightTo night-longer-than-a-day',
    ]);
    expect(codes(order('curlin-4000', { ...rate, day: '0 mg/h', night: '0 mg/h' }))).toEqual([
      'order.regimen.rate.day rate-zero',
    ]);
    expect(codes(order('curlin-4000', '0 mg/h'))).toEqual(['order.regimen.rate rate-zero']);
    const sessions = { start: '2026-11-24T01:00Z', duration: '12 h', every: '18 h', count: '3' };
    expect(codes(order('curlin-4000', rate, { 'order.sessions': sessions }))).toEqual([
      'order.regimen.rate night-moves-between-sessions',
    ]);
    const once = { ...sessions, count: '1' };
    expect(codes(order('curlin-4000', rate, { 'order.sessions': once }))).toEqual([]);
  });
  test('take a nurse’s boluses only where one way of delivery has both', () => {
    const train = { dose: '0.2 mg', interval: '30 min', most: '1', per: '4 h' };
    const both = order('curlin-4000', rate, { 'order.regimen.clinicianBolus': train });
    expect(fails(both, 'pump-has-no-field').map((f) => f.subject)).toEqual(['night rate', 'clinician bolus']);
  });
});
