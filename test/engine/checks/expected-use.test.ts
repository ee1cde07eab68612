import { expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const mme = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.filter(
    (f) => f.id === 'expected-use-above-lockout' || f.subject === 'expected use in any 24 h, MME',
  );
const uses = (perHour: string): Changes => ({ 'order.course': { dosesPerHour: perHour } });

// HYDROmorphone IV 20 oral MME/mg (calculations.md 12). The base order runs 8 h a day with 0.2 mg a press.
test('nobody stated a use: only what runs by itself is expected, and the finding says so', () => {
  expect(mme({})).toMatchObject([
    {
      outcome: 'pass',
      observed: '0 MME: no presses: loading dose, background and scheduled doses only',
      limit: '50 MME',
    },
  ]);
});

// by hand: 1.5 an hour, evenly spaced from the start, are 12 doses in 8 h: 2.4 mg, 48 MME; 1.6 an hour are 13: 2.6 mg, 52 MME
test.each([
  ['1.5', 'pass', '48 MME'],
  ['1.6', 'fail', '52 MME'],
])('%s doses an hour: %s at %s, while the programmed maximum is only shown', (perHour, outcome, amount) => {
  const [found] = mme(uses(perHour));
  expect(found).toMatchObject({ id: 'mme-50', outcome, severity: 'soft' });
  expect(found?.observed?.startsWith(`${amount}: ${perHour} doses per hour as stated`)).toBe(true);
  expect(recheckAll(found?.derivations ?? [])).toEqual([]);
  const programmed = checkOrder(questionOf(uses(perHour)), library).findings.find(
    (f) => f.subject === 'worst case in any 24 h, MME',
  );
  expect(programmed).toMatchObject({ outcome: 'fail', severity: 'info' });
});

// CDC 2022 leaves out cancer, sickle cell disease, palliative and end-of-life care, and nobody by tolerance
test('a condition lifts the line; with tolerance and naloxone it is told and stops nothing', () => {
  const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'morphine 60 mg a day' };
  expect(mme({ ...uses('3'), ...tolerant })).toMatchObject([{ outcome: 'fail', severity: 'info' }]);
  expect(mme({ ...uses('3'), ...tolerant, 'order.naloxone': 'none' })).toMatchObject([
    { outcome: 'fail', severity: 'soft' },
  ]);
  for (const condition of ['cancer', 'sickle-cell-disease', 'palliative-care', 'end-of-life'])
    expect(mme({ ...uses('3'), 'patient.conditions': [condition] })).toMatchObject([{ outcome: 'pass' }]);
  expect(mme({ 'order.course': { dosesPerHour: '3', indication: 'cancer-pain' } })).toMatchObject([
    { outcome: 'pass' },
  ]);
});

test('more than the lockout allows is asked about; nothing, and doses that no patient triggers, are refused by name', () => {
  // a lockout of 10 min allows 6 an hour
  expect(mme(uses('6')).map((f) => f.id)).toEqual(['mme-50']);
  expect(mme(uses('6.1')).map((f) => [f.id, f.severity])).toEqual([
    ['mme-50', 'soft'],
    ['expected-use-above-lockout', 'soft'],
  ]);
  expect(() => mme(uses('0'))).toThrow('order.course.dosesPerHour: doses-per-hour-zero');
  const clock = { 'order.regimen': { kind: 'continuous', rate: '0.1 mg/h' } };
  expect(() => mme({ ...uses('1'), ...clock })).toThrow('order.course.dosesPerHour: no-patient-doses');
});
