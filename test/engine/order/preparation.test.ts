import { describe, expect, test } from 'vitest';
import { exact } from '../../../engine/number/notation.ts';
import { prepare, preparation, type PreparationOrder } from '../../../engine/order/preparation.ts';
import { quantity, quantityText } from '../../../engine/number/quantity.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { printed } from '../../../engine/derivation/derivation.ts';

const common = {
  vial: { strength: '10 mg/mL', volume: '10 mL' },
  diluent: 'ns09',
  drugAmount: '100 mg',
  container: 'bag',
  containers: '1',
  storage: 'room',
};
const made = (order: object) => prepare(preparation.parse({ ...common, ...order }) as PreparationOrder, 'mg');
const text = (d: { result: Parameters<typeof quantityText>[0] } | null) => d && quantityText(d.result);

describe('overfill: 100 mg in 10 mL into a 100 mL bag with 7 mL overfill (calculations.md 3)', () => {
  const bag = { nominal: '100 mL', overfill: '7 mL' };
  test.each([
    // method, final volume, exact concentration, what calculations.md prints, withdrawn, added
    ['add', '117 mL', '100/117', '0.855', null, null],
    ['replace', '107 mL', '100/107', '0.935', '10 mL', null],
    ['remove-overfill', '100 mL', '1', '1', '17 mL', null],
    ['exact-fill', '100 mL', '1', '1', null, '90 mL'],
  ])('%s', (method, finalVolume, concentration, rounded, withdraw, diluent) => {
    const p = made({ method, ...(method === 'exact-fill' ? { finalVolume: '100 mL' } : { bag }) });
    expect(text(p.draw)).toBe('10 mL');
    expect(text(p.finalVolume)).toBe(finalVolume);
    expect(p.concentration.result.amount.equals(exact(concentration))).toBe(true);
    expect(p.concentration.result.amount.round(3).equals(exact(rounded))).toBe(true);
    expect(text(p.withdraw)).toBe(withdraw);
    expect(text(p.diluent)).toBe(diluent);
    expect(recheckAll(p.steps.map(printed))).toEqual([]);
  });

  test('D/V is never rounded before a rate is derived: 2 mg/h of 100 mg in 117 mL is 2.34 mL/h (calculations.md 8)', () => {
    const p = made({ method: 'add', bag });
    expect(exact('2').div(p.concentration.result.amount).equals(exact('2.34'))).toBe(true);
  });
});

const fill = (drugAmount: string, strength: string, volume: string, finalVolume: string, containers = '1') =>
  made({ method: 'exact-fill', drugAmount, vial: { strength, volume }, finalVolume, containers });

describe('drug volume, vials and waste', () => {
  test.each([
    // calculations.md 4: 500 mg of 25 mg/mL is 20 mL, two 10 mL vials, waste 0
    ['500 mg', '25 mg/mL', '10 mL', '100 mL', '1', '20 mL', '80 mL', '2', '0 mL'],
    // calculations.md 2: 10 mg/mL to 100 mL at 1 mg/mL is 10 mL and 90 mL
    ['100 mg', '10 mg/mL', '50 mL', '100 mL', '1', '10 mL', '90 mL', '1', '40 mL'],
    // calculations.md 4, label figure: 10 mL of 25 mg/mL in 490 mL
    ['250 mg', '25 mg/mL', '10 mL', '500 mL', '1', '10 mL', '490 mL', '1', '0 mL'],
    // three containers of 30 mL each: ceil(90 ÷ 20) = 5 vials, 10 mL left
    ['60 mg', '2 mg/mL', '20 mL', '100 mL', '3', '30 mL', '70 mL', '5', '10 mL'],
    // just over a vial
    ['40.2 mg', '2 mg/mL', '20 mL', '100 mL', '1', '20.1 mL', '79.9 mL', '2', '19.9 mL'],
    // a draw that does not end as a decimal stays exact
    ['10 mg', '3 mg/mL', '5 mL', '50 mL', '1', '10/3 mL', '140/3 mL', '1', '5/3 mL'],
    // undiluted
    ['1000 mg', '10 mg/mL', '50 mL', '100 mL', '1', '100 mL', '0 mL', '2', '0 mL'],
  ])(
    '%s of %s (%s) to %s × %s',
    (amount, strength, volume, final, containers, draw, diluent, vials, waste) => {
      const p = fill(amount, strength, volume, final, containers);
      expect([text(p.draw), text(p.diluent), text(p.vials), text(p.waste)]).toEqual([
        draw,
        diluent,
        vials,
        waste,
      ]);
    },
  );

  test('usable volume needs both priming and residual (calculations.md 10: 100 − 2.2 − 5 = 92.8 mL)', () => {
    const order = { method: 'exact-fill', finalVolume: '100 mL' };
    expect(text(made({ ...order, priming: '2.2 mL', residual: '5 mL' }).usable)).toBe('92.8 mL');
    expect(made({ ...order, priming: '2.2 mL' }).usable).toBeNull();
    expect(made({ ...order, residual: '5 mL' }).usable).toBeNull();
  });

  test('the concentration is in the unit of the drug', () => {
    const p = prepare(
      preparation.parse({
        ...common,
        method: 'exact-fill',
        finalVolume: '100 mL',
        drugAmount: '1000 mcg',
        vial: { strength: '50 mcg/mL', volume: '20 mL' },
      }),
      'mcg',
    );
    expect(quantityText(p.concentration.result)).toBe('10 mcg/mL');
    expect(quantityText(p.drugAmount)).toBe(quantityText(quantity('1000 mcg')));
  });
});
