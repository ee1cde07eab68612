import { describe, expect, test } from 'vitest';
import { everyFinding, findingsOf } from '../../../engine/checks/check-order.ts';
import { factsWith } from '../base-order.ts';

const STATED = { by: 'R. Keller RN', on: '2026-11-20' };
/** What is said of an order beside its passes, but for what is the same when everything was asked. */
const before = new Set(findingsOf(factsWith()).map((f) => f.key + f.outcome));
const told = (changes: object) =>
  findingsOf(factsWith(changes as never))
    .filter((f) => f.outcome !== 'pass' && !before.has(f.key + f.outcome))
    .map((f) => `${f.id} ${f.outcome} ${f.severity}`);
const passes = (changes: object) =>
  new Set(
    everyFinding(factsWith(changes as never))
      .filter((f) => f.outcome === 'pass')
      .map((f) => f.id),
  );

// allergens.json (nkda): an empty list is not a statement; of the other lists the same, by the house
describe.each([
  ['conditions', 'noKnownConditions', ['copd'], ['mor-c2', 'g-10', 'g-13']],
  [
    'medicines',
    'noHomeMedicines',
    [{ name: 'loratadine', kind: 'other', intended: true }],
    ['g-05', 'g-06', 'mme-50'],
  ],
] as const)('%s', (list, statement, some, needs) => {
  test('an empty list is one line, and nothing that needs it passes', () => {
    const unasked = { [`patient.${statement}`]: null };
    expect(told(unasked)).toEqual([`${list}-not-asked could-not-be-done hard`]);
    const [asked, not] = [passes({}), passes(unasked)];
    const held = needs.filter((id) => asked.has(id));
    expect(held.length).toBeGreaterThan(0);
    expect(held.filter((id) => not.has(id))).toEqual([]);
  });
  test('of a file that has no such statement the empty list is no answer either: one soft line', () => {
    const left = { [`patient.${statement}`]: undefined };
    expect(told(left)).toEqual([`${list}-not-asked could-not-be-done soft`]);
    const [asked, not] = [passes({}), passes(left)];
    expect(needs.filter((id) => asked.has(id) && not.has(id))).toEqual([]);
  });
  test('a statement or a list is an answer', () => {
    expect(told({})).toEqual([]);
    expect(passes({ [`patient.${list}`]: some }).has(`${list}-not-asked`)).toBe(true);
  });
  // house rule: a statement older than a year is asked again
  test.each([
    ['2025-11-23', []],
    ['2025-11-22', [`${list}-not-asked could-not-be-done soft`]],
  ])('stated on %s', (on, expected) => {
    expect(told({ [`patient.${statement}`]: { ...STATED, on } })).toEqual(expected);
  });
});

test('whether the components are free of preservatives is asked once of a container, and of each drug where it is answered no', () => {
  const mixture = {
    'order.drug': 'morphine',
    'order.route': 'epidural',
    'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' },
    'order.preparation.vial': { strength: '1 mg/mL', volume: '10 mL' },
    'order.preparation.also': [
      { drug: 'bupivacaine', vial: { strength: '5 mg/mL', volume: '30 mL' }, amount: '62.5 mg' },
      { drug: 'clonidine_epidural', vial: { strength: '100 mcg/mL', volume: '10 mL' }, amount: '300 mcg' },
    ],
  };
  const every = everyFinding(factsWith(mixture)).filter(
    (f) => typeof f.missing === 'object' && f.missing?.code === 'preservative-free',
  );
  const once = findingsOf(factsWith(mixture)).filter(
    (f) => typeof f.missing === 'object' && f.missing?.code === 'preservative-free',
  );
  expect(every.length).toBeGreaterThan(1);
  expect(once).toHaveLength(1);
  expect(once[0]?.severity).toBe('hard');
});

// allergens.json (nkda) for allergies; that both other lists are one question is the house's
test.each([
  [null, null, 'hard'],
  [undefined, undefined, 'soft'],
  [undefined, null, 'hard'],
])(
  'where neither of both lists was asked about it is one line: %s, %s',
  (conditions, medicines, severity) => {
    expect(told({ 'patient.noKnownConditions': conditions, 'patient.noHomeMedicines': medicines })).toEqual([
      `lists-not-asked could-not-be-done ${severity}`,
    ]);
  },
);

test('of a mixture they are asked once', () => {
  const also = [{ drug: 'ketamine', vial: { strength: '50 mg/mL', volume: '10 mL' }, amount: '60 mg' }];
  const mixed = {
    'order.preparation.also': also,
    'patient.noKnownConditions': null,
    'patient.noHomeMedicines': null,
  };
  expect(told(mixed).filter((line) => line.includes('not-asked'))).toEqual([
    'lists-not-asked could-not-be-done hard',
  ]);
});
