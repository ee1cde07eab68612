import { describe, expect, test } from 'vitest';
import { library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';

const sessions = (duration: string, count: string, containers: string): Changes => ({
  'order.sessions': { start: '2026-11-24T01:00Z', duration, every: '24 h', count },
  'order.preparation.containers': containers,
});
const hang = (changes: Changes, own: Library = library) =>
  checkOrder(questionOf(changes), own)
    .findings.filter((f) => f.id === 'hang-time')
    .map((f) => `${f.outcome} ${f.severity}: ${f.observed} of ${f.limit ?? 'nothing'}`);
const answered = (hours: string): Library => ({
  ...library,
  site: {
    ...library.site,
    formulations: [
      {
        contents: [{ drug: 'hydromorphone', concentration: '0.2 mg/mL' }],
        diluent: 'ns09',
        container: 'cassette',
        storage: 'refrigerated',
        days: null,
        hang: `${hours} h`,
        reference: 'policy of the pharmacy',
      },
    ],
  },
});

describe('how long a spiked container hangs', () => {
  // INS Standard 68 of its time: 24 h after adding the set, criteria for longer
  test('a new container for each session of 8 h hangs 8 h', () => {
    expect(hang(sessions('8 h', '3', '3'))).toEqual(['pass hard: 8 h of nothing']);
  });
  // by hand: starts at 0, 24 and 48 h, ends at 56 h
  test('one container for three sessions hangs 56 h, which nobody has allowed', () => {
    expect(hang(sessions('8 h', '3', '1'))).toEqual(['fail info: 56 h of 24 h']);
  });
  test('two containers for three sessions: two of them on the first', () => {
    expect(hang(sessions('8 h', '3', '2'))).toEqual(['fail info: 32 h of 24 h']);
  });
  test('just within, and just beyond what the pharmacy allows', () => {
    expect(hang(sessions('8 h', '3', '1'), answered('56'))).toEqual(['pass hard: 56 h of nothing']);
    expect(hang(sessions('8 h', '3', '1'), answered('55'))).toEqual(['fail hard: 56 h of 55 h']);
  });
  // USP <797> row of the site for what is refrigerated: 10 days; 12 sessions: 11 × 24 h + 8 h
  test('a container that hangs longer than its whole BUD', () => {
    expect(hang(sessions('8 h', '12', '1'))).toEqual(['fail hard: 272 h of 240 h']);
    expect(hang(sessions('8 h', '10', '1'))).toEqual(['fail info: 224 h of 24 h']);
  });
});

const whole = (pump: string) => checkOrder(questionOf({ 'order.pump': pump }), library).exposure.container;

describe('the whole container at the highest rate of the pump', () => {
  // by hand: 20 mg in 100 mL; CADD-Prizm table 1: 30 mL/h at most; Curlin page 47: 400 mL/h
  test.each([
    ['cadd-prizm-pcs2', '30 mL/h', '200 min'],
    ['curlin-4000', '400 mL/h', '15 min'],
    ['avoset', '300 mL/h', '20 min'],
  ])('on %s', (pump, rate, within) => {
    expect(whole(pump)).toMatchObject({ amount: '20 mg', rate, within });
  });
  test('is the container alone where no source gives a rate', () => {
    expect(whole('cadd-prizm-vip')).toEqual({
      amount: '20 mg',
      rate: null,
      within: null,
      shown: null,
      derivation: null,
    });
  });
  test('raises no finding', () => {
    const said = checkOrder(questionOf({}), library).findings.map((f) => JSON.stringify(f.subject));
    expect(said.filter((s) => s.includes('whole container'))).toEqual([]);
  });
});
