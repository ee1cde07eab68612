import { describe, expect, test } from 'vitest';
import { asksForDoubleCheck } from '../../electron/services/double-check.ts';
import { measuredRows } from '../../electron/print/record-measured.ts';
import { factsOf } from '../../engine/facts/compute.ts';
import { toleranceOf } from '../../engine/order/made.ts';
import { library, questionOf } from '../engine/base-order.ts';
import { bupivacaineWithMorphine } from './print/mixture-fixture.ts';

/** bupivacaine 125 mg, 50 mL, with fentanyl 200 mcg, 4 mL, in 100 mL. */
const question = questionOf({
  'order.drug': 'bupivacaine',
  'order.route': 'epidural',
  'order.naloxone': 'none',
  'order.regimen': { kind: 'continuous', rate: '4.8 mL/h' },
  'order.preparation': {
    method: 'exact-fill',
    vial: { strength: '2.5 mg/mL', volume: '30 mL' },
    diluent: 'ns09',
    drugAmount: '125 mg',
    finalVolume: '100 mL',
    container: 'bag',
    containers: '1',
    storage: 'refrigerated',
    also: [{ drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '20 mL' }, amount: '200 mcg' }],
  },
});

describe('a rule of the pharmacy that names the second drug of a mixture holds for it', () => {
  test.each([
    [['fentanyl'], true],
    [['bupivacaine'], true],
    [['morphine'], false],
  ])('a blind double check of %s: %s', (drugs, asked) => {
    const site = { ...library.site, doubleCheck: { drugs, kinds: [] } };
    expect(asksForDoubleCheck({ ...library, site }, question.order)).toBe(asked);
  });

  // the house rule as shipped: fentanyl is held to 3 and 5 %, what no rule names to 5 and 10 %
  test('how far a draw may be off', () => {
    const { preparation } = factsOf(question, library);
    // by a route that is not held strictly of itself
    const order = { drug: 'bupivacaine', route: 'perineural' };
    expect(toleranceOf(order, preparation, library)).toEqual({ accept: '0.03', stop: '0.05' });
    const alone = { ...preparation, also: [] };
    expect(toleranceOf(order, alone, library)).toEqual({ accept: '0.05', stop: '0.1' });
  });
});

// by hand: 10.2 of 10 mL is 2 % more, of a vial of 10 mL that is then empty and was not enough; 24 of 25 mL is 4 % less,
// and of a vial of 30 mL 6 mL are left
test('what was measured of each drug of a mixture stands beside its own plan', () => {
  const view = bupivacaineWithMorphine();
  const [bupivacaine, morphine] = view.preparation!.ingredients;
  bupivacaine!.drawn = '24 mL';
  morphine!.drawn = '10.2 mL';
  expect(measuredRows(view)).toEqual([
    { name: 'bupivacaine', drawn: '24 mL', planned: '25 mL', deviation: '4% below plan', left: '6 mL' },
    { name: 'morphine', drawn: '10.2 mL', planned: '10 mL', deviation: '2% above plan', left: null },
  ]);
});
