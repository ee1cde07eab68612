import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/check-order.ts';
import { factsOf } from '../../../engine/facts.ts';
import { drugUnit, type DoseRule, type Drug } from '../../../engine/formulary.ts';
import { decimalText, exact, exactText, type Exact } from '../../../engine/notation.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const DRUGS = library.formulary.drugs;
const unitOf = drugUnit;
const routesFor = (d: Drug, rule: DoseRule): string[] =>
  rule.routes.filter((r) => d.routes.some((x) => x.replace(/ \(.*\)$/, '') === r));
// stronger than any concentration below, so that every recipe can be made
const VIAL = '40000';
/** mg in a mL of the reservoir, low enough for every rule; the lipid emulsion is given as it is. */
const CONCENTRATION: Readonly<Record<string, string>> = { hydromorphone: '0.2', lipid_emulsion_20: '200' };
const concentrationOf = (d: Drug): Exact => exact(CONCENTRATION[d.id] ?? '1');

/** A harmless order of a drug: small dose, long lockout, no basal rate, no limit, one short session. */
const harmless = (d: Drug): Changes => ({
  'order.drug': d.id,
  'order.regimen.demand': `0.01 ${unitOf(d)}`,
  'order.regimen.lockout': '24 h',
  'order.regimen.basal': `0 ${unitOf(d)}/h`,
  'order.regimen.limit': { kind: 'none' },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '1 h', every: '24 h', count: '1' },
  'order.course': { indication: 'cancer-pain', preservativeFree: true, epinephrine: false },
  'order.preparation.vial': { strength: `${VIAL} ${unitOf(d)}/mL`, volume: '20 mL' },
  'order.preparation.drugAmount': `${exactText(concentrationOf(d).mul(100n))} ${unitOf(d)}`,
});

/** How to write an order in which a line of it has a value, in the unit of the rule. */
type Lines = Readonly<Record<string, (value: Exact) => Changes>>;
const clinician = (dose: string, interval = '4 h') => ({
  'order.regimen.clinicianBolus': { dose, interval, most: '1', per: '24 h' },
});
const dosed = (dose: string, over = '1 h', every = '24 h'): Changes => ({
  'order.regimen': { kind: 'intermittent', dose, over, every },
});
/** So many hours before the first start, 2026-11-24T01:00Z. */
const hoursBefore = (hours: Exact): string => {
  const minutes = 24n * 60n * 7n + 60n - hours.mul(60n).round(0).n;
  const [day, rest] = [17n + minutes / 1440n, minutes % 1440n];
  const two = (n: bigint) => `${n}`.padStart(2, '0');
  return `2026-11-${two(day)}T${two(rest / 60n)}:${two(rest % 60n)}Z`;
};

function linesOf(rule: DoseRule, d: Drug): Lines {
  const u = unitOf(d);
  // a limit in mL speaks of the amount that is in them
  const [amountUnit = '', perTime = ''] = rule.unit.split('/');
  const inMass = (v: Exact): Exact => (amountUnit === 'mL' ? v.mul(concentrationOf(d)) : v);
  const perHour = (v: Exact): Exact => (perTime === 'min' ? inMass(v).mul(60n) : inMass(v));
  const mass = (v: Exact) => `${exactText(inMass(v))} ${u}`;
  const rate = (v: Exact) => `${exactText(perHour(v))} ${u}/h`;
  // orders run in whole minutes
  const time = (v: Exact) =>
    rule.unit === 'h' ? `${exactText(v.mul(60n))} min` : `${exactText(v)} ${rule.unit}`;

  const demand: Lines = { 'demand dose': (v) => ({ 'order.regimen.demand': mass(v) }) };
  const scheduled: Lines = { 'scheduled dose': (v) => dosed(mass(v)) };
  const byHand: Lines = {
    'loading dose': (v) => ({ 'order.regimen.loading': mass(v) }),
    'clinician bolus': (v) => clinician(mass(v)),
  };
  const basal: Lines = { 'basal rate': (v) => ({ 'order.regimen.basal': rate(v) }) };
  const continuous: Lines = {
    'continuous rate': (v) => ({ 'order.regimen': { kind: 'continuous', rate: rate(v) } }),
  };
  const worst = (name: string, duration: string): Lines => ({
    [name]: (v) => ({
      'order.regimen.demand': `${exactText(perHour(v))} ${u}`,
      'order.sessions.duration': duration,
    }),
  });
  const reservoir: Lines = {
    'reservoir concentration': (v) => ({
      'order.preparation.drugAmount': `${exactText(v.mul(100n))} ${u}`,
    }),
  };
  const lockout: Lines = { lockout: (v) => ({ 'order.regimen.lockout': time(v) }) };
  const interval = (dose = `0.01 ${u}`): Lines => ({
    'interval of doses': (v) => dosed(dose, '1 min', time(v)),
  });
  const manual: Lines = {
    'interval of the clinician bolus': (v) => clinician(`0.01 ${u}`, time(v)),
  };
  switch (rule.kind) {
    case 'single_dose':
    case 'titration_dose':
      if (rule.context?.startsWith('PCA demand')) return demand;
      return rule.context?.startsWith('intermittent')
        ? { ...scheduled, ...byHand }
        : { ...demand, ...scheduled, ...byHand };
    case 'lockout_min':
      return lockout;
    case 'repeat_interval':
      return { ...lockout, ...interval(), ...manual };
    case 'min_interval':
      if (rule.context === 'manual full block, not pump bolus') return manual;
      if (rule.context === 'single dose > 650 mg') return interval('650.1 mg');
      return rule.context === undefined ? { ...interval(), ...manual } : interval();
    case 'min_infusion_time':
      return rule.context === 'loading dose'
        ? {
            'time of the loading dose': (v) => ({
              'order.regimen.loading': `0.01 ${u}`,
              'order.course.loadingOver': time(v),
            }),
          }
        : { 'time of the scheduled dose': (v) => dosed(`0.01 ${u}`, time(v)) };
    case 'rate':
      if (rule.unit === 'mg/min')
        return { 'rate of the scheduled dose': (v) => dosed(mass(v), '1 min'), ...basal };
      if (rule.context === 'PCA basal') return basal;
      return rule.context === undefined
        ? { ...basal, ...continuous, ...worst('worst case per hour', '1 h') }
        : { ...basal, ...continuous };
    case 'weight_based':
      if (perTime === '') return { ...demand, ...scheduled, ...byHand };
      return rule.context === undefined
        ? { ...basal, ...continuous, ...worst('worst case per hour', '1 h') }
        : { ...basal, ...continuous };
    case '4_hourly':
      return worst('worst case in any 4 h', '4 h');
    case '24h':
      return worst('worst case in any 24 h', '24 h');
    case 'duration_hours':
      return { course: (v) => ({ 'order.sessions.duration': time(v) }) };
    case 'duration_days':
      // one session within one day, after so many days less one
      return {
        'days of the course': (v) => ({
          'order.firstOrder': false,
          'order.course.daysBefore': exactText(v.sub(1n)),
        }),
      };
    case 'lifetime_episode':
      return {
        'total of the episode': (v) => ({
          'order.firstOrder': false,
          'order.course.amountBefore': mass(v.sub(exact('0.01'))),
        }),
      };
    case 'titration_interval':
      return {
        'time since the last change': (v) => ({
          'order.firstOrder': false,
          'order.course.doseChangedAt': hoursBefore(v),
        }),
      };
    case 'separation_h':
      return {
        'time since another local anaesthetic': (v) => ({ 'patient.lastLocalAnaesthetic': hoursBefore(v) }),
      };
    case 'taper_days':
      return { taper: (v) => ({ 'order.course.taper': time(v) }) };
    case 'weight_floor':
      return { weight: (v) => ({ 'patient.weight.value': time(v) }) };
    case 'qtc':
      return { QTc: (v) => ({ 'patient.qtc': { value: time(v), on: '2026-11-20' } }) };
    case 'product_dilution':
      return reservoir;
    case 'concentration': {
      if (rule.context !== undefined) return reservoir;
      const vial = { volume: '20 mL' };
      return {
        ...reservoir,
        'source vial': (v) => ({
          'order.preparation.vial': { ...vial, strength: `${exactText(v)} ${u}/mL` },
          'order.preparation.drugAmount': `0.1 ${u}`,
        }),
      };
    }
    default:
      return {};
  }
}

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };
const weighing = (value: string) => ({
  'patient.weight': { value, on: '2026-11-20', confirmed: true },
});
const born = (years: number, day = '05-04') => ({ 'patient.birthDate': `${2026 - years}-${day}` });
/** Who is in the population of a rule; the base patient is a man of 50 y, 70 kg, 175 cm, creatinine 0.9 mg/dL. */
function patientFor(rule: DoseRule): Changes {
  const p = rule.population;
  return {
    ...(p.opioid_status === 'tolerant' ? tolerant : { 'patient.opioidStatus': 'naive' }),
    ...(p.age_max_y === '12' ? born(10) : {}),
    ...(p.age_min_y === '65' ? born(70) : {}),
    ...(p.weight_max_kg_excl === '50' ? weighing('45 kg') : {}),
    ...(p.any_of ? born(70) : {}),
    ...(p.condition === 'severe hepatic impairment'
      ? { 'patient.conditions': ['severe-hepatic-impairment'] }
      : {}),
    ...(p.condition === 'LAST' ? { 'patient.conditions': ['local-anaesthetic-toxicity'] } : {}),
    ...(rule.context === 'with epinephrine' ? { 'order.course.epinephrine': true } : {}),
  };
}
/** Who is just outside it, for each of its bounds. */
function outside(rule: DoseRule): [string, Changes][] {
  const p = rule.population;
  const found: [string, Changes][] = [];
  const out = (who: string, changes: Changes) => found.push([who, changes]);
  // the birthday is the day after the order
  if (p.age_min_y !== undefined)
    out(`a day under ${p.age_min_y} y`, born(parseInt(p.age_min_y, 10), '11-24'));
  if (p.age_max_y === '12') out('13 y today', born(13, '11-23'));
  if (p.age_max_y === '64') out('65 y today', born(65, '11-23'));
  if (p.weight_min_kg === '50') out('49.9 kg', weighing('49.9 kg'));
  if (p.weight_max_kg_excl === '50') out('50 kg', weighing('50 kg'));
  if (p.renal === 'not impaired') out('renally impaired', { 'patient.conditions': ['renal-impairment'] });
  if (p.opioid_status === 'naive') out('opioid-tolerant', tolerant);
  if (p.opioid_status === 'tolerant') out('opioid-naive', { 'patient.opioidStatus': 'naive' });
  if (p.condition !== undefined) out('without the condition', { 'patient.conditions': [] });
  if (p.any_of) out('64 y, 70 kg, healthy kidneys', born(64));
  return found;
}
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

/** Rules that no order can break, since a dose runs over whole minutes: without a time they could not be done, below. */
const BELOW_A_MINUTE = new Set(['ond-03', 'ktr-11']);

const amounts = DRUGS.flatMap((d) =>
  d.rules
    .filter((r) => r.comparator !== 'predicate' && !BELOW_A_MINUTE.has(r.id))
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

describe('every amount of the formulary ', () => {
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
        message: r.message,
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
    // 29.97 and 30.17 mL/min
    ['mor-15', '2.92 mg/dL', 'fail'],
    ['mor-15', '2.9 mg/dL', 'pass'],
    ['ktr-10', '2.92 mg/dL', 'fail'],
    ['ktr-10', '2.9 mg/dL', 'pass'],
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
      findingFor(rule, { ...harmless(d), 'order.route': routesFor(d, rule)[0], 'patient.creatinine': c });
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
    ['dex-01', 'any home order', {}, 'fail'],
    ['mtd-07', 'no ECG', {}, 'fail'],
    ['mtd-07', 'an ECG', { 'patient.qtc': { value: '430 ms', on: '2026-11-20' } }, 'pass'],
  ])('%s, %s: %s', (id, _, changes, outcome) => {
    const { d, rule } = ruleOf(id);
    const order = { ...harmless(d), 'order.route': routesFor(d, rule)[0], ...changes };
    expect(findingFor(rule, order)).toMatchObject([{ outcome, severity: rule.severity }]);
    CAUTIONS.add(id);
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
  const creatinine = ['mor-15', 'ktr-10', 'apap-12', 'hm-10', 'clo-05', 'nal-05'];
  const driven = new Set([
    ...amounts.map(({ r }) => r.id),
    ...creatinine,
    ...CAUTIONS,
    ...BELOW_A_MINUTE,
    'fen-07',
  ]);
  const all = DRUGS.flatMap((d) => d.rules.map((r) => r.id));
  expect(all.length).toBe(128);
  expect(all.filter((id) => !driven.has(id))).toEqual([]);
});
