import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/check-order.ts';
import { factsOf } from '../../../engine/facts.ts';
import type { DoseRule, Drug } from '../../../engine/formulary.ts';
import { exact, exactText, type Exact } from '../../../engine/notation.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

/** Rules of the three drugs that no PCA order can reach, and why. A rule is either here or driven below. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'mor-03': 'interval of scheduled intermittent doses; the text itself says not PCA',
  'hm-03': 'interval of scheduled intermittent doses; the text itself says not PCA',
  'hm-11': 'time of an IV push; a pump order has no push',
};

const DRUGS = ['morphine', 'hydromorphone', 'fentanyl'].map((id) =>
  library.formulary.drugs.find((d) => d.id === id)!,
);
const CONCENTRATION: Readonly<Record<string, string>> = {
  morphine: '1',
  hydromorphone: '0.2',
  fentanyl: '10',
};
// stronger than any concentration below, so that every recipe can be made
const VIAL = '4000';
const unitOf = (d: Drug) => (d.id === 'fentanyl' ? 'mcg' : 'mg');

/** A harmless order of a drug: small dose, long lockout, no basal rate, no limit, one short session. */
const harmless = (d: Drug): Changes => ({
  'order.drug': d.id,
  'order.regimen.demand': `0.1 ${unitOf(d)}`,
  'order.regimen.lockout': '24 h',
  'order.regimen.basal': `0 ${unitOf(d)}/h`,
  'order.regimen.limit': { kind: 'none' },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '1 h', every: '24 h', count: '1' },
  'order.preparation.vial': { strength: `${VIAL} ${unitOf(d)}/mL`, volume: '20 mL' },
  'order.preparation.drugAmount': `${exactText(exact(CONCENTRATION[d.id]!).mul(100n))} ${unitOf(d)}`,
});

/** Which lines of an order a rule speaks of, and how to write an order in which that line has a value. */
type Lines = Readonly<Record<string, (value: string) => Changes>>;
const clinician = (dose: string) => ({
  'order.regimen.clinicianBolus': { dose, interval: '4 h', most: '1', per: '4 h' },
});
function linesOf(rule: DoseRule, d: Drug): Lines {
  const u = unitOf(d);
  const demand = { 'demand dose': (v: string) => ({ 'order.regimen.demand': `${v} ${u}` }) };
  const byHand = {
    'loading dose': (v: string) => ({ 'order.regimen.loading': `${v} ${u}` }),
    'clinician bolus': (v: string) => clinician(`${v} ${u}`),
  };
  const basal = { 'basal rate': (v: string) => ({ 'order.regimen.basal': `${v} ${u}/h` }) };
  const worst = (name: string, duration: string) => ({
    [name]: (v: string) => ({ 'order.regimen.demand': `${v} ${u}`, 'order.sessions.duration': duration }),
  });
  const reservoir = {
    'reservoir concentration': (v: string) => ({
      'order.preparation.drugAmount': `${exactText(exact(v).mul(100n))} ${u}`,
    }),
  };
  switch (rule.kind) {
    case 'single_dose':
      if (rule.context?.startsWith('PCA demand')) return demand;
      return rule.context?.startsWith('intermittent') ? byHand : { ...demand, ...byHand };
    case 'lockout_min':
      return { lockout: (v) => ({ 'order.regimen.lockout': `${v} min` }) };
    case 'rate':
    case 'weight_based':
      return rule.context === undefined ? { ...basal, ...worst('worst case per hour', '1 h') } : basal;
    case '4_hourly':
      return worst('worst case in any 4 h', '4 h');
    case '24h':
      return worst('worst case in any 24 h', '24 h');
    case 'concentration': {
      if (rule.context !== undefined) return reservoir;
      const vial = { strength: 'set below', volume: '20 mL' };
      const source = {
        'source vial': (v: string) => ({ 'order.preparation.vial': { ...vial, strength: `${v} ${u}/mL` } }),
      };
      return { ...reservoir, ...source };
    }
    default:
      return {};
  }
}

const patientFor = (rule: DoseRule): Changes =>
  rule.population.opioid_status === 'tolerant'
    ? { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' }
    : { 'patient.opioidStatus': 'naive' };
const outside = (rule: DoseRule): [string, Changes][] => {
  const found: [string, Changes][] = [];
  const { age_min_y, opioid_status } = rule.population;
  if (age_min_y === '18') found.push(['17 years old', { 'patient.birthDate': '2008-11-24' }]);
  if (opioid_status === 'naive')
    found.push([
      'opioid-tolerant',
      { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'weeks' },
    ]);
  if (opioid_status === 'tolerant') found.push(['opioid-naive', { 'patient.opioidStatus': 'naive' }]);
  return found;
};
const findingFor = (rule: DoseRule, changes: Changes, subject?: string) =>
  findingsOf(factsOf(questionOf(changes), library)).filter(
    (f) => f.id === rule.id && (subject === undefined || f.subject === subject),
  );

/** What a comparator says just under, at and just over the amount. */
const OUTCOMES: Readonly<Record<string, readonly [string, string, string]>> = {
  gt: ['pass', 'pass', 'fail'],
  ge: ['pass', 'fail', 'fail'],
  lt: ['fail', 'pass', 'pass'],
};

const amounts = DRUGS.flatMap((d) =>
  d.rules
    .filter((r) => r.comparator !== 'predicate' && !Object.hasOwn(OUT_OF_REACH, r.id))
    .flatMap((r) =>
      Object.keys(linesOf(r, d)).map((subject) => ({ d, r, subject, name: `${r.id}: ${subject}` })),
    ),
);
const KILOGRAMS = exact('70'); // of the base order
const edgeOf = (r: DoseRule): Exact =>
  r.per === 'kg_actual' ? exact(r.amount).mul(KILOGRAMS) : exact(r.amount);

describe('every amount of the formulary for these drugs', () => {
  test.each(amounts)('$name', ({ d, r, subject }) => {
    const write = linesOf(r, d)[subject]!;
    const order = (value: string): Changes => ({
      ...harmless(d),
      'order.route': r.routes[0],
      ...patientFor(r),
      ...write(value),
    });
    const [step, edge] = [exact('0.1'), edgeOf(r)];
    const [under, at, over] = OUTCOMES[r.comparator]!;
    const rows: [Exact, string][] = [
      [edge, at!],
      [edge.add(step), over!],
    ];
    if (edge.n > 0n) rows.unshift([edge.sub(step), under!]);
    for (const [value, outcome] of rows) {
      const found = findingFor(r, order(exactText(value)), subject);
      expect(
        found.map((f) => f.outcome),
        `${exactText(value)} ${r.unit}`,
      ).toEqual([outcome]);
      expect(found[0]).toMatchObject({
        severity: r.severity,
        source: { id: r.source.id },
        message: r.message,
      });
    }
    const breaking = order(exactText(r.comparator === 'lt' ? edge.sub(step) : edge.add(step)));
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

describe('cautions of the formulary', () => {
  // 50 y, 175 cm, 70 kg, man: actual weight below ideal; clearance = 90 × 70 ÷ (72 × creatinine) = 87.5 ÷ creatinine
  test.each([
    ['mor-15', 'morphine', '2.92 mg/dL', 'fail'], // 29.97
    ['mor-15', 'morphine', '2.9 mg/dL', 'pass'], // 30.17
    ['hm-10', 'hydromorphone', '1.46 mg/dL', 'fail'], // 59.93
    ['hm-10', 'hydromorphone', '1.45 mg/dL', 'pass'], // 60.34
  ])('%s at a creatinine of %s: %s', (id, drug, value, outcome) => {
    const d = DRUGS.find((x) => x.id === drug)!;
    const rule = d.rules.find((r) => r.id === id)!;
    const creatinine = (c: unknown) => findingFor(rule, { ...harmless(d), 'patient.creatinine': c });
    expect(creatinine({ value, on: '2026-11-20' })).toMatchObject([{ outcome, severity: rule.severity }]);
    expect(creatinine(undefined)).toMatchObject([{ outcome: 'could-not-be-done', missing: 'creatinine' }]);
    expect(creatinine({ value, on: '2026-10-23' })).toMatchObject([{ outcome: 'could-not-be-done' }]);
  });

  test.each([
    ['cyp3a4-inhibitor', 'fail'],
    ['other', 'pass'],
  ])('fen-07 with a medicine of kind %s: %s', (kind, outcome) => {
    const rule = DRUGS[2]!.rules.find((r) => r.id === 'fen-07')!;
    const medicines = [{ name: 'clarithromycin', kind, intended: true }];
    expect(findingFor(rule, { ...harmless(DRUGS[2]!), 'patient.medicines': medicines })).toMatchObject([
      { outcome },
    ]);
  });
});

test('every rule of the three drugs is driven above or named as out of reach', () => {
  const driven = [...new Set(amounts.map(({ r }) => r.id)), 'mor-15', 'hm-10', 'fen-07'];
  const all = DRUGS.flatMap((d) => d.rules.map((r) => r.id));
  expect([...driven, ...Object.keys(OUT_OF_REACH)].toSorted()).toEqual(all.toSorted());
});

test('what is out of reach never speaks', () => {
  for (const d of DRUGS)
    for (const r of d.rules.filter((x) => Object.hasOwn(OUT_OF_REACH, x.id)))
      expect(findingFor(r, { ...harmless(d), ...clinician(`900 ${unitOf(d)}`) }), r.id).toEqual([]);
});
