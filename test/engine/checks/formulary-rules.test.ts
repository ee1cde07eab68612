import { describe, expect, test } from 'vitest';
import { everyFinding } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import type { DoseRule } from '../../../engine/formulary/formulary.ts';
import { decimalText, exact, exactText, type Exact } from '../../../engine/number/notation.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { DRUGS, born, harmless, linesOf, outside, patientFor, routesFor } from './rule-orders.ts';

const findingFor = (rule: DoseRule, changes: Changes, subject?: string) =>
  everyFinding(factsOf(questionOf(changes), library)).filter(
    (f) => f.id === rule.id && (subject === undefined || f.subject === subject),
  );

/** What a comparator says just under, at and just over the amount. */
const OUTCOMES: Readonly<Record<string, readonly [string, string, string]>> = {
  gt: ['pass', 'pass', 'fail'],
  ge: ['pass', 'fail', 'fail'],
  lt: ['fail', 'pass', 'pass'],
};

/** Rules that no order can break, since a dose runs over whole minutes: without a time they could not be done, below. */
const BELOW_A_MINUTE = new Set(['ond-03', 'ktr-11']);
/** Nothing is allowed, and nothing can not be ordered: driven in routes.test.ts. */
const NOTHING_ALLOWED = new Set(['epi-08', 'mtp-01']);

/** Of a drug by a route by which it is no order, and only accompanies one: driven in companions.test.ts. */
const BESIDE_ONLY = ['dph-06'];
test('a rule by no route of its drug is one of a companion', () => {
  const beside = DRUGS.flatMap((d) => d.rules.filter((r) => routesFor(d, r).length === 0)).map((r) => r.id);
  expect(beside).toEqual(BESIDE_ONLY);
});

const amounts = DRUGS.flatMap((d) =>
  d.rules
    .filter(
      (r) =>
        !BESIDE_ONLY.includes(r.id) &&
        r.comparator !== 'predicate' &&
        !BELOW_A_MINUTE.has(r.id) &&
        !NOTHING_ALLOWED.has(r.id),
    )
    .flatMap((r) =>
      Object.keys(linesOf(r, d)).map((subject) => ({ d, r, subject, name: `${r.id}: ${subject}` })),
    ),
);

/** kg that a limit is multiplied by, worked out here: Devine for 175 cm, Janmahasatian for 70 kg and 175 cm, both a man. */
const KILOGRAMS: Readonly<Record<DoseRule['per'], (weight: Exact) => Exact>> = {
  none: () => exact('1'),
  kg_actual: (weight) => weight,
  kg_IBW: () => exact('50').add(exact('2.3').mul(exact('175').div(exact('2.54')).sub(60n))),
  kg_LBW: () =>
    exact('9270')
      .mul(70n)
      .div(exact('6680').add(exact('216').mul(exact('70').div(exact('3.0625'))))),
};
const edgeOf = (r: DoseRule): Exact =>
  exact(r.amount).mul(KILOGRAMS[r.per](exact(r.population.weight_max_kg_excl === undefined ? '70' : '45')));

/** The least by which a line can differ: whole days and minutes, a thousandth of anything else. */
function stepOf(r: DoseRule): Exact {
  if (r.kind === 'duration_days') return exact('1');
  if (r.unit === 'h') return exact('1/60');
  return exact(r.unit === 'min' ? '1' : '0.001');
}

describe('every amount of the formulary', () => {
  test.each(amounts)('$name', ({ d, r, subject }) => {
    const write = linesOf(r, d)[subject]!;
    const [route] = routesFor(d, r);
    const order = (value: Exact): Changes => ({
      ...harmless(d),
      'order.route': route,
      ...patientFor(r),
      ...write(value),
    });
    const edge = edgeOf(r);
    const step = stepOf(r);
    const [under, at, over] = OUTCOMES[r.comparator]!;
    // an ideal or lean weight gives a limit that no decimal meets: the nearest ones on both sides
    const rows: [Exact, string][] = !decimalText(edge)
      ? [
          [edge.floor(3), under!],
          [edge.ceil(3), over!],
        ]
      : [
          [edge, at!],
          [edge.add(step), over!],
        ];
    if (edge.n > 0n) rows.unshift([rows[0]![0].sub(step), under!]);
    for (const [value, outcome] of rows) {
      const found = findingFor(r, order(value), subject);
      expect(
        found.map((f) => f.outcome),
        `${exactText(value)} ${r.unit}`,
      ).toEqual([outcome]);
      expect(found[0]).toMatchObject({
        severity: r.severity,
        source: { id: r.source.id },
        // what passes is not said in the words of what is broken
        ...(outcome === 'fail' && { message: r.message }),
      });
    }
    const breaking = order(rows.find(([, outcome]) => outcome === 'fail')![0]);
    for (const [who, patient] of outside(r))
      expect(findingFor(r, { ...breaking, ...patient }), `outside its population: ${who}`).toEqual([]);
    if (r.population.opioid_status === 'naive') {
      const unknown = findingFor(r, { ...breaking, 'patient.opioidStatus': 'unknown' }, subject);
      expect(
        unknown.map((f) => f.outcome),
        'an unknown status counts as naive',
      ).toEqual(['fail']);
    }
    const elsewhere = d.routes.map((x) => x.replace(/ \(.*\)$/, '')).find((x) => !r.routes.includes(x));
    // a route without any limit is refused before the checks (order.test.ts)
    if (elsewhere && d.rules.some((x) => x.routes.includes(elsewhere) && x.comparator !== 'predicate'))
      expect(findingFor(r, { ...breaking, 'order.route': elsewhere }), `route ${elsewhere}`).toEqual([]);
  });

  test('first-order rules are silent on a later order', () => {
    for (const [d, id, changes] of [
      [DRUGS[0]!, 'mor-13', { 'order.regimen.demand': '1.1 mg' }],
      [DRUGS[0]!, 'mor-06', { 'order.regimen.basal': '8 mg/h' }],
      [DRUGS[1]!, 'hm-05', { 'order.regimen.demand': '0.3 mg' }],
      [DRUGS[2]!, 'fen-02', { 'order.regimen.demand': '11 mcg' }],
    ] as const) {
      const rule = d.rules.find((r) => r.id === id)!;
      const order = { ...harmless(d), ...changes };
      expect(
        findingFor(rule, order).map((f) => f.outcome),
        id,
      ).toEqual(['fail']);
      expect(findingFor(rule, { ...order, 'order.firstOrder': false }), id).toEqual([]);
    }
  });

  test('a rule per kg without a weight could not be done', () => {
    const mor06 = DRUGS[0]!.rules.find((r) => r.id === 'mor-06')!;
    const [found] = findingFor(mor06, { ...harmless(DRUGS[0]!), 'patient.weight': undefined });
    expect(found).toMatchObject({ outcome: 'could-not-be-done', missing: 'weight' });
  });
});

/** Cautions without a creatinine: filled by the tests that drive them. */
const CAUTIONS = new Set<string>();
const ruleOf = (id: string) => {
  const d = DRUGS.find((x) => x.rules.some((r) => r.id === id))!;
  return { d, rule: d.rules.find((r) => r.id === id)! };
};

describe('cautions of the formulary', () => {
  // 50 y, 175 cm, 70 kg, man: actual weight below ideal; clearance = 90 × 70 ÷ (72 × creatinine) = 87.5 ÷ creatinine
  test.each([
    // 49.72 and 50.29 mL/min; 9.94 and 10.06
    ['mor-15', '1.76 mg/dL', 'fail'],
    ['mor-15', '1.74 mg/dL', 'pass'],
    ['org-01', '8.8 mg/dL', 'fail'],
    ['org-01', '8.7 mg/dL', 'pass'],
    // 29.97 and 30.17 mL/min
    ['ktr-10', '2.92 mg/dL', 'fail'],
    ['ktr-10', '2.9 mg/dL', 'pass'],
    ['hm-10-severe', '2.92 mg/dL', 'fail'],
    ['hm-10-severe', '2.9 mg/dL', 'pass'],
    ['apap-12', '2.92 mg/dL', 'fail'],
    ['apap-12', '2.9 mg/dL', 'pass'],
    // 59.93 and 60.34 mL/min
    ['hm-10', '1.46 mg/dL', 'fail'],
    ['hm-10', '1.45 mg/dL', 'pass'],
    ['clo-05', '1.46 mg/dL', 'fail'],
    ['clo-05', '1.45 mg/dL', 'pass'],
    // 79.55 and 80.28 mL/min
    ['nal-05', '1.1 mg/dL', 'fail'],
    ['nal-05', '1.09 mg/dL', 'pass'],
  ])('%s at a creatinine of %s: %s', (id, value, outcome) => {
    const { d, rule } = ruleOf(id);
    const creatinine = (c: unknown) =>
      findingFor(rule, {
        ...harmless(d),
        // a dose that is low enough already keeps a rule of reduction
        ...(rule.unit === 'percent of the first dose' && {
          'order.regimen.demand': d.id === 'morphine' ? '0.6 mg' : '0.2 mg',
        }),
        ...(rule.softer && { 'order.course.indication': 'pain' }),
        'order.route': routesFor(d, rule)[0],
        'patient.creatinine': c,
      });
    expect(creatinine({ value, on: '2026-11-20' })).toMatchObject([{ outcome, severity: rule.severity }]);
    expect(creatinine(undefined)).toMatchObject([{ outcome: 'could-not-be-done', missing: 'creatinine' }]);
    expect(creatinine({ value, on: '2026-10-23' })).toMatchObject([{ outcome: 'could-not-be-done' }]);
  });

  test.each<[string, string, Changes, string]>([
    ['mep-05', 'renal impairment', { 'patient.conditions': ['renal-impairment'] }, 'fail'],
    ['mep-05', 'seizures', { 'patient.conditions': ['seizures'] }, 'fail'],
    ['mep-05', 'neither', {}, 'pass'],
    ['mep-08', '65 today', born(65, '11-23'), 'fail'],
    ['mep-08', '65 tomorrow', born(65, '11-24'), 'pass'],
    ['bup-05', '65 today', born(65, '11-23'), 'fail'],
    ['bup-05', '65 tomorrow', born(65, '11-24'), 'pass'],
    ['dph-05', '65 today', born(65, '11-23'), 'fail'],
    ['dph-05', '65 tomorrow', born(65, '11-24'), 'pass'],
    ['ktr-09', '18 tomorrow', born(18, '11-24'), 'fail'],
    ['ktr-09', '18 today', born(18, '11-23'), 'pass'],
    ['apap3-01', '2 tomorrow', born(2, '11-24'), 'fail'],
    ['apap3-01', '2 today', born(2, '11-23'), 'pass'],
    ['dex-01', 'any home order', {}, 'fail'],
    ['mtd-07', 'no ECG', {}, 'fail'],
    ['mtd-07', 'an ECG', { 'patient.qtc': { value: '430 ms', on: '2026-11-20' } }, 'pass'],
  ])('%s, %s: %s', (id, _, changes, outcome) => {
    const { d, rule } = ruleOf(id);
    const order = { ...harmless(d), 'order.route': routesFor(d, rule)[0], ...changes };
    expect(findingFor(rule, order)).toMatchObject([{ outcome, severity: rule.severity }]);
    CAUTIONS.add(id);
  });
});

describe('a rule that lacks a fact could not be done', () => {
  test.each<[string, Changes, string]>([
    ['mtd-05', {}, 'a QTc'],
    ['mtd-04', { 'order.firstOrder': false }, 'when the dose was last changed'],
    ['lid-06', {}, 'when another local anaesthetic was given'],
    ['lid-07', { 'order.regimen.loading': '1 mg' }, 'over how long the loading dose runs'],
    ['ktr-08', { 'order.firstOrder': false }, 'on how many days it was given before'],
    ['nlx-02', { 'order.firstOrder': false }, 'how much was given before'],
    ['clo-04', {}, 'how the drug is tapered at the end'],
    [
      'hm-11',
      { 'order.regimen': { kind: 'intermittent', dose: '0.2 mg', every: '4 h' } },
      'over how long a dose runs',
    ],
    [
      'ond-03',
      { 'order.regimen': { kind: 'intermittent', dose: '4 mg', every: '8 h' } },
      'over how long a dose runs',
    ],
    [
      'ktr-11',
      { 'order.regimen': { kind: 'intermittent', dose: '15 mg', every: '8 h' } },
      'over how long a dose runs',
    ],
    ['lid-02', { 'patient.height': undefined }, 'ideal weight (height of 60 in or more)'],
    ['ktr-01', { 'patient.weight': undefined }, 'weight'],
  ])('%s', (id, changes, missing) => {
    const { d, rule } = ruleOf(id);
    const found = findingFor(rule, { ...harmless(d), 'order.route': routesFor(d, rule)[0], ...changes });
    expect(found[0]).toMatchObject({ outcome: 'could-not-be-done', missing });
  });
});

test('every rule of the formulary is driven above', () => {
  const creatinine = ['mor-15', 'org-01', 'ktr-10', 'apap-12', 'hm-10', 'hm-10-severe', 'clo-05', 'nal-05'];
  const driven = new Set([
    ...amounts.map(({ r }) => r.id),
    ...creatinine,
    ...CAUTIONS,
    ...BELOW_A_MINUTE,
    ...NOTHING_ALLOWED,
    ...BESIDE_ONLY,
  ]);
  const all = DRUGS.flatMap((d) => d.rules.map((r) => r.id));
  expect(all.length).toBe(180);
  expect(all.filter((id) => !driven.has(id))).toEqual([]);
});
