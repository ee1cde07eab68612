import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Check } from '../../../engine/checks/check.ts';
import { checks } from '../../../engine/checks/table.ts';
import { withSettings } from '../../../engine/explain/edit.ts';
import { rangesOf, type Range } from '../../../engine/explain/ranges.ts';
import { ANY, Answers, textsOf, watched } from '../../../engine/explain/reads.ts';
import { factsOf, isComputable, variantOf, type OrderCheck } from '../../../engine/facts/compute.ts';
import type { Facts } from '../../../engine/facts/facts.ts';
import { Refused } from '../../../engine/number/result.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { randomKinds } from './order-kinds.ts';

const clinician: Changes = {
  'order.regimen.clinicianBolus': { dose: '1 mg', interval: '30 min', most: '2', per: '4 h' },
};
const mixture: Changes = {
  'order.preparation.also': [
    { drug: 'ketamine', vial: { strength: '50 mg/mL', volume: '10 mL' }, amount: '50 mg' },
  ],
};
const block: Changes = {
  'order.drug': 'ropivacaine',
  'order.route': 'perineural',
  'order.preparation.vial': { strength: '5 mg/mL', volume: '30 mL' },
  'order.preparation.drugAmount': '200 mg',
  'order.regimen': {
    kind: 'nerve-block',
    rate: '5 mL/h',
    bolus: { dose: '4 mL', lockout: '30 min' },
    through: { kind: 'pump' },
  },
};
const chosen: readonly Changes[] = [
  {
    ...clinician,
    'order.regimen.loading': '1 mg',
    'order.regimen.scheduled': { dose: '1 mg', every: '2 h' },
  },
  mixture,
  block,
  { 'order.regimen': { kind: 'continuous', rate: '2 mL/h' } },
];
const orders: readonly Changes[] = [...chosen, ...fc.sample(randomKinds, { numRuns: 40, seed: 20_261_201 })];

/** Every variant that a range is looked at first at, and that can be computed. */
const variants = (question: OrderCheck, facts: Facts, range: Range): Facts[] =>
  range.samples
    .map((i) => withSettings(question.order, range.at(i).settings))
    .filter((order) => isComputable(facts, order))
    .map((order) => variantOf(facts, order));

function computed(question: OrderCheck): Facts | null {
  try {
    return factsOf(question, library);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function readBy(check: Check, facts: Facts): ReadonlySet<string> {
  const read = new Set<string>();
  check.run(watched(facts, (field) => read.add(field)));
  return read;
}

const tellsAll = (read: ReadonlySet<string>, range: Range): boolean =>
  read.has(ANY) || [...range.fields].some((field) => read.has(field));

test.each(chosen)('%j can be computed', (changes) => {
  expect(computed(questionOf(changes))).not.toBeNull();
});

// the answers themselves are the second method: each check is run on the facts of the moved order
test('a check answers the same of every order that is moved only in what it did not read', () => {
  let held = 0;
  for (const changes of orders) {
    const question = questionOf(changes);
    const facts = computed(question);
    if (!facts) continue;
    for (const check of checks) {
      const read = readBy(check, facts);
      const before = JSON.stringify(check.run(facts));
      for (const range of rangesOf(facts).ranges.filter((r) => !tellsAll(read, r)))
        for (const moved of variants(question, facts, range)) {
          held += 1;
          expect([changes, check.id, range.parameter, JSON.stringify(check.run(moved))]).toEqual([
            changes,
            check.id,
            range.parameter,
            before,
          ]);
        }
    }
  }
  expect(held).toBeGreaterThan(5_000);
});

const PARTS = ['regimen', 'highest', 'preparation', 'program', 'delivery'] as const;
const text = (value: unknown) =>
  JSON.stringify(value, (_, x: unknown) => (typeof x === 'bigint' ? `${x}` : x)) ?? 'undefined';

/** Every property that a check may read, with how it is read. */
function properties(facts: Facts): [string, (f: Facts) => unknown][] {
  const inside = <T extends object>(name: string, of: (f: Facts) => T): [string, (f: Facts) => unknown][] =>
    Object.keys(of(facts)).map((key) => [`${name}.${key}`, (f) => of(f)[key as keyof T]]);
  return [
    ...inside('facts', (f) => f).filter(
      ([name]) => ![...PARTS, 'order', 'others'].includes(name.replace('facts.', '')),
    ),
    ...PARTS.flatMap((part) => inside(part, (f) => f[part])),
    ...inside('order.regimen', (f) => f.order.regimen),
    ...inside('order.preparation', (f) => f.order.preparation),
  ];
}

test('a property is the same in every order that is moved only in what it is said to follow from', () => {
  let held = 0;
  for (const changes of orders) {
    const question = questionOf(changes);
    const facts = computed(question);
    if (!facts) continue;
    const all = properties(facts).map(([name, of]) => {
      const read = new Set<string>();
      of(watched(facts, (field) => read.add(field)));
      return { name, of, read, before: read.has(ANY) ? '' : text(of(facts)) };
    });
    for (const range of rangesOf(facts).ranges) {
      const same = all.filter(({ read }) => !tellsAll(read, range));
      for (const moved of variants(question, facts, range).slice(-2)) {
        held += same.length;
        const other = same.filter(({ of, before }) => text(of(moved)) !== before).map(({ name }) => name);
        expect([changes, range.parameter, other]).toEqual([changes, range.parameter, []]);
      }
    }
  }
  expect(held).toBeGreaterThan(3_000);
});

test('the facts of a variant are those of the moved order, asked about anew', () => {
  let held = 0;
  for (const changes of orders.slice(0, 12)) {
    const question = questionOf(changes);
    const facts = computed(question);
    if (!facts) continue;
    for (const range of rangesOf(facts).ranges)
      for (const moved of variants(question, facts, range)) {
        held += 1;
        const anew = factsOf({ ...question, order: moved.order }, library);
        const { regimen, preparation, delivery } = anew;
        expect(moved).toMatchObject({ regimen, preparation, delivery });
      }
  }
  expect(held).toBeGreaterThan(300);
});

const movedTo = (lockout: string, demand: string) =>
  textsOf([
    { path: 'regimen.lockout', value: lockout },
    { path: 'regimen.demand', value: demand },
  ]);

test('an answer is found again by the fields that it was read from, and by those alone', () => {
  const answers = new Answers<string>();
  answers.keep(new Set(['lockout']), movedTo('9 min', '1 mg'), 'of the lockout');
  expect(answers.find(movedTo('9 min', '2 mg'))).toBe('of the lockout');
  expect(answers.find(movedTo('8 min', '1 mg'))).toBeUndefined();
  answers.keep(new Set([ANY, 'lockout']), movedTo('8 min', '1 mg'), 'of everything');
  expect(answers.find(movedTo('8 min', '1 mg'))).toBe('of everything');
  expect(answers.find(movedTo('8 min', '2 mg'))).toBeUndefined();
});
