import { expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';

/** Ropivacaine 2 mg/mL at 12.5 mg/h around the clock: 300 mg in any 24 h. */
const BLOCK: Changes = {
  'order.drug': 'ropivacaine',
  'order.route': 'perineural',
  'order.regimen': { kind: 'continuous', rate: '12.5 mg/h' },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '2' },
  'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
  'order.preparation.drugAmount': '200 mg',
  'order.preparation.diluent': 'none',
};
const also = (drug: string, dose: string, mostPerDay: string) => ({
  'order.companions': [{ drug, dose, route: 'infiltration', kind: 'scheduled', every: '4 h', mostPerDay }],
});
const sums = (changes: Changes) =>
  checkOrder(questionOf({ ...BLOCK, ...changes }), library).findings.filter(
    (f) => f.check === 'exposure-local-anaesthetics',
  );
const told = (changes: Changes) => sums(changes).map((f) => [f.id, f.outcome, f.severity, f.observed]);

// calculations.md 12: bupivacaine 200/400 + ropivacaine 300/770 = 0.5 + 0.3896 = 0.890: allowed, soft warning above 0.8
test('the worked example: 0.890 of the maxima together is allowed and asked about', () => {
  const found = sums(also('bupivacaine', '50 mg', '4'));
  expect(told(also('bupivacaine', '50 mg', '4'))).toEqual([
    ['la-frac', 'pass', 'hard', 'about 0.8896'],
    ['la-frac-soft', 'fail', 'soft', 'about 0.8896'],
  ]);
  expect(found.flatMap((f) => recheckAll(f.derivations))).toEqual([]);
});

// by hand: 300/770 + x/400 is 0.8 at x = 164.16 mg and 1 at x = 244.16 mg
test.each([
  ['41 mg', 'pass', 'pass'],
  ['41.1 mg', 'pass', 'fail'],
  ['61 mg', 'pass', 'fail'],
])('four doses of bupivacaine of %s: hard %s, soft %s', (dose, hard, soft) => {
  expect(sums(also('bupivacaine', dose, '4')).map((f) => f.outcome)).toEqual([hard, soft]);
});
test('a sum above both shares is said once, by the hard one', () => {
  expect(sums(also('bupivacaine', '61.1 mg', '4')).map((f) => [f.id, f.outcome])).toEqual([
    ['la-frac', 'fail'],
  ]);
});

// 1.5 mg/kg of ideal weight an hour: 175 cm is 68.9 in, 50 + 2.3 × (68.8976 − 60) = 70.4646 kg, 105.697 mg/h, 2536.7 mg a
// day, which is below 24 × 120 mg: 634.18/2536.7 is a quarter, and 0.3896 with it about 0.6396
test('lidocaine counts against its hourly ceiling over a day, by the ideal weight', () => {
  const [hard] = sums(also('lidocaine', '634.18 mg', '1'));
  expect(hard?.observed).toMatch(/^about 0\.6396/);
  const [unknown] = sums({ ...also('lidocaine', '100 mg', '1'), 'patient.height': undefined });
  expect(unknown).toMatchObject({ outcome: 'could-not-be-done' });
  expect(unknown?.missing).toContain('ideal weight');
});

test('other orders, doses given and a mixture count; one drug alone is left to its own rules', () => {
  expect(sums({})).toEqual([]);
  expect(sums(also('ropivacaine', '100 mg', '2'))).toEqual([]);
  const { order } = baseFile();
  const block = {
    ...order,
    drug: 'bupivacaine',
    route: 'perineural',
    regimen: { kind: 'continuous', rate: '10 mg/h' },
    preparation: {
      ...order.preparation,
      vial: { strength: '5 mg/mL', volume: '30 mL' },
      drugAmount: '125 mg',
    },
  };
  // 8 h of 10 mg/h are 80 mg: 80/400 + 300/770
  expect(told({ others: [block] })[0]).toEqual(['la-frac', 'pass', 'hard', 'about 0.5896']);
  const given = [{ drug: 'bupivacaine', amount: '250 mg', route: 'perineural', at: '2026-11-23T14:00Z' }];
  expect(told({ given })[0]).toEqual(['la-frac', 'fail', 'hard', 'about 1.015']);
  const mixed = {
    'order.preparation.also': [
      { drug: 'bupivacaine', vial: { strength: '5 mg/mL', volume: '30 mL' }, amount: '50 mg' },
    ],
    'order.preparation.vial': { strength: '5 mg/mL', volume: '30 mL' },
    'order.preparation.diluent': 'ns09',
  };
  // a quarter as much bupivacaine as ropivacaine in the container: 75/400 + 300/770
  expect(told(mixed)[0]).toEqual(['la-frac', 'pass', 'hard', 'about 0.5771']);
});

test('one without a maximum, or without an amount, makes the sum impossible and says which', () => {
  expect(sums(also('mepivacaine', '10 mg', '1'))[0]?.missing).toBe(
    'a maximum of mepivacaine in 24 h for this patient',
  );
  const medicines = [{ name: 'lidocaine patch', kind: 'local-anaesthetic', intended: true }];
  expect(sums({ 'patient.medicines': medicines })[0]?.missing).toBe(
    'how much of lidocaine patch is given in 24 h',
  );
});
