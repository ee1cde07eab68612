import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyFinding, findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { checks } from '../../../engine/checks/table.ts';
import { library, questionOf } from '../base-order.ts';
import { houseRuleOrders, studied, type HouseRuleOrder } from './house-rule-orders.ts';

const root = join(import.meta.dirname, '../../..');
const stated = globSync('engine/**/*.ts', { cwd: root }).flatMap((path) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/houseRule\(\s*'([\w-]+)'/g)].map((m) => m[1]!),
);
const houseRules = [...new Set(stated)].toSorted();

const factsFor = ({ changes, previous, library: own = library }: HouseRuleOrder) =>
  factsOf(questionOf(changes, previous ?? null), own);
const found = (order: HouseRuleOrder) => everyFinding(factsFor(order));
/** With what is not known of the formulation, and what nobody asked, as the one line that is shown of each. */
const shown = (order: HouseRuleOrder) => [
  ...found(order),
  ...findingsOf(factsFor(order)).filter((f) => ['formulation-not-known', 'lists-not-asked'].includes(f.id)),
];
const base: HouseRuleOrder = { changes: {} };

test('every house rule has its orders, and no order is of a rule that is no longer', () => {
  expect(houseRules.length).toBeGreaterThan(40);
  expect(Object.keys(houseRuleOrders).toSorted()).toEqual(houseRules);
});

describe.each(Object.entries(houseRuleOrders))('%s', (id, { breaks, keeps = base }) => {
  const outcomes = (order: HouseRuleOrder) => shown(order).flatMap((f) => (f.id === id ? [f.outcome] : []));
  test('is broken by an order, or could not be done', () => {
    expect(outcomes(breaks).some((outcome) => outcome !== 'pass')).toBe(true);
  });
  test('is kept by another', () => {
    expect(outcomes(keeps).filter((outcome) => outcome !== 'pass')).toEqual([]);
  });
});

/** For the checks that carry out rules of the library, and those that find something in every order above. */
const MORE: readonly HouseRuleOrder[] = [
  // a clearance of 59.93 mL/min: hm-10
  { changes: { 'patient.creatinine': { value: '1.46 mg/dL', on: '2026-11-20' } } },
  { changes: { 'patient.conditions': ['respiratory-compromise'] } },
  // nalbuphine: 20 mg once in 3 h, and a button that gives 5 mg every 15 min
  {
    changes: {
      'order.drug': 'nalbuphine',
      'order.regimen': {
        kind: 'pca',
        demand: '5 mg',
        lockout: '15 min',
        basal: '0 mg/h',
        limit: { kind: 'none' },
      },
      'order.preparation.vial': { strength: '20 mg/mL', volume: '10 mL' },
      'order.preparation.drugAmount': '100 mg',
    },
  },
  // 1.3 mg of HYDROmorphone IV in one press on 60 MME a day
  {
    changes: {
      'patient.opioidStatus': 'tolerant',
      'patient.opioidEvidence': 'oral morphine 60 mg a day',
      'order.regimen.demand': '1.3 mg',
    },
  },
  { changes: { ...studied, 'order.sessions.count': '1' } },
  {
    changes: {
      'order.drug': 'ropivacaine',
      'order.route': 'perineural',
      'order.regimen': { kind: 'continuous', rate: '12.5 mg/h' },
      'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '2' },
      'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
      'order.preparation.drugAmount': '200 mg',
      'order.preparation.diluent': 'none',
      'order.companions': [
        {
          drug: 'bupivacaine',
          dose: '61.1 mg',
          route: 'infiltration',
          kind: 'scheduled',
          every: '4 h',
          mostPerDay: '4',
        },
      ],
    },
  },
];

test('every check finds something in one of these orders, and nothing in another', () => {
  const orders = [
    base,
    ...MORE,
    ...Object.values(houseRuleOrders).flatMap(({ breaks, keeps }) => [breaks, keeps ?? base]),
  ].map(found);
  const wrong = checks.filter(({ id }) => {
    const hits = orders.map((o) => o.some((f) => f.check === id && f.outcome !== 'pass'));
    return !hits.includes(true) || !hits.includes(false);
  });
  expect(wrong.map((c) => c.id)).toEqual([]);
});
