import * as fc from 'fast-check';
import type { Changes } from '../base-order.ts';
import { randomChanges } from './order-changes.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const tenth = (n: number) => `${Math.floor(n / 10)}${n % 10 === 0 ? '' : `.${n % 10}`}`;

/** 0.2 mg/mL of hydromorphone and 5 mg/mL of morphine: what is dosed stands in tenths of a milligram. */
const drugs = fc.constantFrom<Changes>(
  {},
  {
    'order.drug': 'morphine',
    'order.preparation.vial': { strength: '50 mg/mL', volume: '20 mL' },
    'order.preparation.drugAmount': '500 mg',
  },
);

const pca = fc
  .record({ demand: between(1, 150), lockout: between(2, 40), doses: between(1, 12), limited: fc.boolean() })
  .map((o): Changes => ({
    'order.regimen.demand': `${tenth(o.demand)} mg`,
    'order.regimen.lockout': `${o.lockout} min`,
    'order.regimen.limit': o.limited
      ? { kind: 'amount', amount: `${tenth(o.demand * o.doses)} mg`, window: '4 h' }
      : { kind: 'none' },
  }));

const continuous = between(1, 300).map((rate): Changes => ({
  'order.regimen': { kind: 'continuous', rate: `${tenth(rate)} mg/h` },
}));

const intermittent = fc
  .record({ dose: between(1, 300), over: between(5, 90), every: between(2, 8) })
  .map((o): Changes => ({
    'order.pump': 'ambit-pib',
    'order.regimen': {
      kind: 'intermittent',
      dose: `${tenth(o.dose)} mg`,
      over: `${o.over} min`,
      every: `${o.every} h`,
    },
  }));

const taper = fc.tuple(between(1, 300), between(1, 300)).map(([first, second]): Changes => ({
  'order.pump': 'sapphire',
  'order.regimen': {
    kind: 'taper',
    steps: [
      { rate: `${tenth(first)} mg/h`, lasts: '2 h' },
      { rate: `${tenth(second)} mg/h`, lasts: '6 h' },
    ],
  },
}));

const block = fc
  .tuple(between(10, 300), between(5, 90), between(2, 100))
  .map(([rate, lockout, bolus]): Changes => ({
    'order.drug': 'ropivacaine',
    'order.route': 'perineural',
    'order.preparation.vial': { strength: '5 mg/mL', volume: '30 mL' },
    'order.preparation.drugAmount': '200 mg',
    'order.regimen': {
      kind: 'nerve-block',
      rate: `${tenth(rate)} mL/h`,
      bolus: { dose: `${tenth(bolus)} mL`, lockout: `${lockout} min` },
      through: { kind: 'pump' },
    },
  }));

const patient = fc
  .boolean()
  .map((tolerant): Changes =>
    tolerant
      ? { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'oral morphine for weeks' }
      : {},
  );

/** Random orders of every kind of regimen, most of them failing something. */
export const randomKinds: fc.Arbitrary<Changes> = fc.oneof(
  randomChanges,
  block,
  fc
    .tuple(drugs, fc.oneof(pca, pca, continuous, intermittent, taper), patient)
    .map(([drug, regimen, who]): Changes => ({ ...drug, ...who, ...regimen })),
);
