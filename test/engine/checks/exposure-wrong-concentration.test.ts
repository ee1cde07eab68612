import { expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { parseInstant } from '../../../engine/time/calendar.ts';
import { orderFile } from '../../../engine/order/order.ts';
import { unwrap } from '../../../engine/number/result.ts';
import { library, questionOf, withSteps, type Changes } from '../base-order.ts';
import { orderCases } from '../order-cases.ts';

const left = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.filter((f) => f.check === 'exposure-wrong-concentration');
const OF_100_ML_AT_1 = { 'order.preparation.drugAmount': '100 mg' };

// HYDROmorphone is stocked at 0.2, 1 and 5 mg/mL (S4S-2026; notes.md 3.16: five-fold apart). By hand: a bag of 1 mg/mL
// under a pump that counts 0.2 mg/mL gives five times every volume. 6 doses of 0.2 mg in an hour are 1.2 mg, so 6 mg;
// 4 mg in 4 h, where the limit binds, are 20 mg.
test('a pump left at a weaker stocked concentration: the factor, the worst case, and a limit that does not stop it', () => {
  const found = left(OF_100_ML_AT_1);
  expect(found.map((f) => [f.outcome, f.severity, f.subject])).toEqual([
    ['fail', 'info', 'pump left at another concentration'],
  ]);
  expect(found[0]).toMatchObject({
    observed: expect.stringContaining('at 0.2 mg/mL 5 times: 6 mg in any 1 h, 20 mg in any 4 h; at 5 mg/mL'),
    limit: expect.stringContaining(
      "at 0.2 mg/mL the pump's limit, set to 4 mg, then lets 20 mg through in 4 h",
    ),
  });
  expect(found[0]?.derivations.map((d) => d.line)).toContain('4 mg × (1 mg/mL ÷ 0.2 mg/mL) = 20 mg');
});

test('without a limit nothing of the pump stops it', () => {
  const found = left({ ...OF_100_ML_AT_1, 'order.regimen.limit': { kind: 'none' } });
  // 24 doses of 0.2 mg in 4 h are 4.8 mg
  expect(found[0]).toMatchObject({
    observed: expect.stringContaining('at 0.2 mg/mL 5 times: 6 mg in any 1 h, 24 mg in any 4 h'),
    limit: expect.stringContaining('at 0.2 mg/mL no limit of the pump stops it'),
  });
});

// CADD-Solis gives a PCA dose in steps of a volume: 0.2 mg at 5 mg/mL is 0.04 mL, below its step of 0.05 mL (golden case 9).
test('a stronger one gives less, and the pump that can not be set to the dose at it would stop it', () => {
  const found = checkOrder(questionOf(OF_100_ML_AT_1), withSteps).findings;
  expect(found.filter((f) => f.check === 'exposure-wrong-concentration')[0]).toMatchObject({
    observed: expect.stringContaining(
      'at 5 mg/mL 0.2 times (less: the pain is not treated): 0.24 mg in any 1 h, 0.8 mg in any 4 h',
    ),
    limit: expect.stringContaining('at 5 mg/mL the pump does not take the order at it: PCA Dose'),
  });
});

test('an elastomeric device is told no concentration', () => {
  const published = orderCases().find((c) => c.id === 'fred-elastomer-5-plus-5')!;
  const { patient, order, at } = orderFile.parse(published.file);
  const { findings } = checkOrder({ patient, order, at: unwrap(parseInstant(at!)) }, library);
  expect(findings.filter((f) => f.check === 'exposure-wrong-concentration')).toMatchObject([
    { outcome: 'pass', observed: 'the pump is told no concentration' },
  ]);
});
