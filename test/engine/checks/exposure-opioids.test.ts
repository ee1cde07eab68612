import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exact } from '../../../engine/number/notation.ts';
import { timelineOf } from '../../../engine/timeline/timeline.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';

const found = (changes: Changes, id: string) =>
  checkOrder(questionOf(changes), library).findings.filter(
    (f) => f.check === 'exposure-opioids' && f.id === id,
  );
const told = (changes: Changes, id: string) =>
  found(changes, id).map((f) => `${f.outcome} ${f.severity} ${f.subject}: ${f.observed}`);

const companion = (drug: string, dose: string, every: string, mostPerDay: string, kind = 'prn') => ({
  'order.companions': [{ drug, dose, route: 'oral', kind, every, mostPerDay }],
});
const home = (name: string, dailyMme?: string, kind = 'opioid', intended = true) => ({
  'patient.medicines': [{ name, kind, intended, ...(dailyMme !== undefined && { dailyMme }) }],
});
const rate = (value: string): Changes => ({
  ...home('hydrocodone', '30'),
  'order.regimen': { kind: 'continuous', rate: value },
  'order.sessions.count': '1',
});
const EXPECTED = 'expected use of all orders and doses in any 24 h, MME';
const WORST = 'opioids in oral morphine equivalents of all orders and doses in any 24 h';

describe('all opioids together against 50 oral morphine equivalents a day (CDC 2022)', () => {
  // oxycodone 1.5 MME/mg: 5 mg six times a day are 45, 6 mg are 54. The PCA offers 180 more, and nobody stated a use
  test('a companion is counted as often as it is allowed, the PCA as it is expected to be used', () => {
    expect(told(companion('oxycodone', '5 mg', '4 h', '6'), 'mme-50')).toEqual([
      `fail info ${WORST}: 225 MME`,
      `pass soft ${EXPECTED}: 45 MME: oxycodone oral, prn`,
    ]);
    for (const name of ['oxycodone', 'Roxicodone'])
      expect(told(companion(name, '6 mg', '4 h', '6'), 'mme-50')).toEqual([
        `fail info ${WORST}: 234 MME`,
        `fail soft ${EXPECTED}: 54 MME: ${name} oral, prn`,
      ]);
    for (const f of found(companion('oxycodone', '6 mg', '4 h', '6'), 'mme-50'))
      expect(recheckAll(f.derivations)).toEqual([]);
  });

  // 30 MME at home and 0.1 mg/h × 8 h × 20 MME/mg = 16: 46; 0.15 mg/h: 54
  test('what stays at home on purpose stays in the sum', () => {
    const both = 'HYDROmorphone IV, this order, hydrocodone, at home';
    expect(told(rate('0.1 mg/h'), 'mme-50')).toEqual([`pass soft ${WORST}: 46 MME: ${both}`]);
    expect(told(rate('0.15 mg/h'), 'mme-50')).toEqual([`fail soft ${WORST}: 54 MME: ${both}`]);
  });

  test('another active order counts, and so does a dose given by hand', () => {
    const other = { ...baseFile().order, regimen: { kind: 'continuous', rate: '0.5 mg/h' } };
    // 8 h × 0.5 mg/h × 20
    expect(told({ others: [other] }, 'mme-50')[1]).toBe(
      `fail soft ${EXPECTED}: 80 MME: HYDROmorphone IV, another order`,
    );
    const given = [{ drug: 'morphine', amount: '20 mg', route: 'IV', at: '2026-11-23T14:00Z' }];
    expect(told({ given }, 'mme-50')[1]).toBe(`fail soft ${EXPECTED}: 60 MME: morphine IV, given`);
  });

  test.each([
    ['an opioid without an amount', home('oxycodone ER')],
    ['an opioid that somebody called other', home('Percocet', undefined, 'other')],
    ['an opioid that has no factor', home('levorphanol', undefined, 'other')],
    ['a companion that has none', companion('levorphanol', '2 mg', '8 h', '3')],
  ])('%s: the sum could not be done, and is never a smaller one', (_, changes) => {
    expect(found(changes, 'opioid-not-counted')).toMatchObject([
      { outcome: 'could-not-be-done', severity: 'soft' },
    ]);
    expect(found(changes, 'mme-50').filter((f) => f.outcome === 'pass')).toEqual([]);
  });
  test('what somebody said that a word means counts as that', () => {
    const means = { as: 'oxycodone', by: 'R. Keller RN', on: '2026-11-20' };
    const pills = { name: 'zzblue pills', kind: 'other', intended: true, means };
    expect(found({ 'patient.medicines': [pills] }, 'opioid-not-counted')).toMatchObject([
      { outcome: 'could-not-be-done', severity: 'soft' },
    ]);
  });
  test('what was stopped is in no sum', () => {
    const stopped = { name: 'oxycodone ER', kind: 'opioid', intended: true, stopped: '2026-10-01' };
    expect(found({ 'patient.medicines': [stopped] }, 'opioid-not-counted')).toEqual([]);
    expect(told({ 'patient.medicines': [{ ...stopped, dailyMme: '400' }] }, 'mme-50')).toEqual(
      told({}, 'mme-50'),
    );
  });
  test('a partial agonist has no factor by design and is asked about elsewhere', () => {
    expect(found(home('Suboxone', undefined, 'buprenorphine'), 'opioid-not-counted')).toEqual([]);
  });

  test.each(['oral', 'PO', 'p.o.', 'by mouth', 'Orally', 'via PEG tube', 'feeding tube'])(
    'by mouth is by mouth however it is written: %s',
    (route) => {
      // CDC 2022: a milligram of morphine by mouth is one; 3 times that by injection is another route
      const given = [{ drug: 'morphine', amount: '60 mg', route, at: '2026-11-23T14:00Z' }];
      expect(told({ given }, 'mme-50')[1]).toBe(`fail soft ${EXPECTED}: 60 MME: morphine ${route}, given`);
    },
  );
  test.each(['transdermal', 'patch', 'Transdermal', 'TD'])(
    'an amount of a patch is in no sum: %s',
    (route) => {
      const given = [{ drug: 'fentanyl', amount: '100 mcg', route, at: '2026-11-23T14:00Z' }];
      expect(found({ given }, 'opioid-not-counted')).toMatchObject([
        { outcome: 'could-not-be-done', subject: `fentanyl ${route}` },
      ]);
    },
  );

  test('a status that does not fit the opioids on record is asked about', () => {
    // the FDA calls tolerant who takes 60 mg of oral morphine a day or the like
    expect(told(home('oxycodone ER', '59'), 'status-against-opioids')).toEqual([
      'pass soft opioid status: naive, with 59 MME a day',
    ]);
    expect(told(home('oxycodone ER', '400'), 'status-against-opioids')).toEqual([
      'fail soft opioid status: naive, with 400 MME a day',
    ]);
    const low = {
      'patient.opioidStatus': 'tolerant',
      'patient.opioidEvidence': 'oral morphine 30 mg a day for weeks',
    };
    expect(told(low, 'status-against-opioids')).toEqual([
      'fail soft opioid status: tolerant, with 30 MME a day',
    ]);
  });
});

const tolerant = (more: Changes = {}): Changes => ({
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'oral morphine 60 mg a day or more since 2026-11-01',
  ...more,
});
const against = (changes: Changes) =>
  checkOrder(questionOf(changes), library)
    .findings.filter((f) => f.id.startsWith('rel-') && f.outcome !== 'pass')
    .map((f) => `${f.outcome} ${f.severity} ${f.subject}`);

const soft = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.filter(
    (f) => f.outcome === 'fail' && f.severity === 'soft',
  );
/** The rules that ask about an order, and do not ask about the base order. */
const asked = (changes: Changes) => {
  const alone = new Set(soft({}).map((f) => f.key));
  return soft(changes).flatMap((f) => (alone.has(f.key) ? [] : [f.id]));
};

const byRoute = (route: string): Changes => ({
  given: [{ drug: 'morphine', amount: '5 mg', route, at: '2026-11-23T12:00Z' }],
});
const lines = (route: string) =>
  timelineOf(factsOf(questionOf(byRoute(route)), library), { hours: exact('24'), dosesPerHour: null }).lines;

describe('an opioid beside another', () => {
  const epidural: Changes = {
    'order.drug': 'morphine',
    'order.route': 'epidural',
    'order.firstOrder': false,
    'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' },
    'order.course': { preservativeFree: true, indication: 'cancer-pain' },
    'order.preparation.vial': { strength: '1 mg/mL', volume: '10 mL' },
  };
  test('an epidural one alone is in no sum of equivalents: no factor is published by that route', () => {
    expect(told(epidural, 'mme-50')).toEqual([]);
    expect(told(epidural, 'opioid-not-counted')).toEqual([]);
  });
  // what was read gives no factor by the route: the sum is never the smaller one that would pass, and no injection's factor fills it
  test.each([
    ['home medicines', { ...epidural, ...home('oxycodone', '20') }, 'morphine epidural'],
    ['this order, which is IV', byRoute('epidural'), 'morphine epidural'],
    ['this order, which is IV, by the spine', byRoute('intrathecal'), 'morphine intrathecal'],
  ])('an epidural one beside %s makes the total a could-not-be-done', (_, changes, subject) => {
    const { findings } = checkOrder(questionOf(changes), library);
    expect(
      findings.filter((f) => f.id === 'opioid-not-counted').map((f) => `${f.outcome} ${f.subject}`),
    ).toEqual([`could-not-be-done ${subject}`]);
    expect(findings.filter((f) => f.id === 'mme-50' && f.outcome === 'pass')).toEqual([]);
  });
  test('a dose given into the blood is in the sum, 3 MME for each mg, and one beside it is in no line of it', () => {
    const own = (route: string) => lines(route).find((l) => l.id === 'MME')!;
    expect(own('IV').counted).toHaveLength(2);
    expect(own('epidural')).toMatchObject({ apart: ['morphine epidural'] });
    expect(own('epidural').counted).toHaveLength(1);
    expect(lines('epidural').map((l) => l.id)).toEqual(['hydromorphone', 'morphine epidural', 'MME']);
  });
  test('an order of another opioid is asked about while it runs, and five days later no more', () => {
    const { order } = baseFile();
    const morphine = {
      ...order,
      drug: 'morphine',
      regimen: {
        ...order.regimen,
        demand: '1 mg',
        limit: { kind: 'amount', amount: '10 mg', window: '4 h' },
      },
      preparation: {
        ...order.preparation,
        vial: { strength: '10 mg/mL', volume: '1 mL' },
        drugAmount: '100 mg',
      },
    };
    // by the pair of the interactions, and by no second finding
    expect(asked({ others: [morphine] })).toEqual(['ix-007']);
    const over = { ...morphine, sessions: { ...order.sessions, start: '2026-11-10T01:00Z' } };
    expect(asked({ others: [over] })).toEqual([]);
    expect(told({ others: [over] }, 'mme-50')).toEqual(told({}, 'mme-50'));
  });
});

describe('a tolerant patient is held against the stated baseline', () => {
  const lethal = {
    'order.regimen.demand': '20 mg',
    'order.regimen.basal': '10 mg/h',
    'order.regimen.limit': { kind: 'none' },
    'order.preparation.drugAmount': '1000 mg',
    'order.preparation.vial': { strength: '10 mg/mL', volume: '50 mL' },
    'order.preparation.diluent': 'none',
  };
  test('HYDROmorphone 20 mg every 10 min and 10 mg/h on 60 mg of oral morphine a day: hard, whatever is asked', () => {
    expect(against(tolerant(lethal))).toEqual(
      expect.arrayContaining([
        'fail hard basal rate',
        'fail hard demand dose',
        'fail hard worst case in any 4 h against the baseline',
        // what can be given is hard as well, and is the same question
        'fail hard opioids given in any 24 h against the baseline',
      ]),
    );
  });
  test('a basal rate of more than three hours of the baseline is a hard stop', () => {
    const basal = { 'order.regimen.basal': '0.51 mg/h', 'order.regimen.limit.amount': '4 mg' };
    expect(against(tolerant(basal))).toEqual(['fail hard basal rate']);
  });
  test('the same on 28,800 MME a day is what one has had', () => {
    expect(against(tolerant({ ...lethal, 'patient.baselineMme': '28800' }))).toEqual([]);
  });
  test('without a baseline it could not be done, and one finding says what to enter', () => {
    const words = { 'patient.opioidEvidence': 'on opioids for weeks' };
    expect(against(tolerant(words))).toEqual([
      'could-not-be-done hard opioids in any 24 h against the baseline',
    ]);
    expect(against(tolerant({ ...words, ...home('MS Contin', '60') }))).toEqual([]);
  });

  test('an opioid that was stopped is no baseline', () => {
    const before = { name: 'oxycodone ER', kind: 'opioid', intended: true, dailyMme: '28800' };
    const listed = { ...lethal, 'patient.opioidEvidence': 'on opioids for weeks' };
    expect(against(tolerant({ ...listed, 'patient.medicines': [before] }))).toEqual([]);
    expect(
      against(tolerant({ ...listed, 'patient.medicines': [{ ...before, stopped: '2026-10-01' }] })),
    ).toEqual(['could-not-be-done hard opioids in any 24 h against the baseline']);
  });

  // 60 MME a day are 3 mg of HYDROmorphone IV, 0.125 mg/h: 20 % of a day is 0.6 mg, 40 % 1.2 mg; 3 × b = 0.375 mg/h; a day of the session gives less than 1.5 days of b
  test.each([
    ['demand', '0.6 mg', []],
    ['demand', '0.61 mg', ['fail soft demand dose']],
    ['demand', '1.2 mg', ['fail soft demand dose']],
    ['demand', '1.21 mg', ['fail hard demand dose']],
    ['basal', '0.19 mg/h', []],
    ['basal', '0.375 mg/h', []],
    ['loading', '1 mg', []],
    ['loading', '1.01 mg', ['fail hard loading dose']],
  ])('%s %s: %j', (field, value, expected) => {
    const small: Changes = tolerant({
      'order.regimen.limit.amount': '2 mg',
      [`order.regimen.${field}`]: value,
    });
    expect(against(small)).toEqual(expected);
  });
  // a naive patient may have 6 mg in 4 h; six tenths of a day of the baseline besides are 7.8 mg, three days 15 mg
  test.each([
    ['7.8 mg', []],
    ['7.9 mg', ['fail soft worst case in any 4 h against the baseline']],
    ['15 mg', ['fail soft worst case in any 4 h against the baseline']],
    // 302 MME, and 6 mg with three days of the baseline are 300
    [
      '15.1 mg',
      [
        'fail hard worst case in any 4 h against the baseline',
        'fail hard opioids in any 24 h against the baseline',
      ],
    ],
  ])('%s in 4 h: %j', (amount, expected) => {
    const limited = tolerant({
      'order.regimen.demand': '0.5 mg',
      'order.regimen.lockout': '5 min',
      'order.regimen.limit': { kind: 'amount', amount, window: '4 h' },
      'order.sessions.duration': '4 h',
      'order.sessions.count': '1',
    });
    expect(against(limited)).toEqual(expected);
  });
  // S9327 as it is written: 1 mg over 30 min every 4 h. Six doses are 6 mg, 120 MME, twice the baseline: two and a half times is asked about
  test.each([
    ['1 mg', []],
    ['1.25 mg', []],
    ['1.26 mg', ['fail soft opioids given in any 24 h against the baseline']],
    ['1.51 mg', ['fail soft scheduled dose', 'fail soft opioids given in any 24 h against the baseline']],
    ['3.01 mg', ['fail hard scheduled dose', 'fail hard opioids given in any 24 h against the baseline']],
  ])('%s over 30 min every 4 h: %j', (dose, expected) => {
    const order = tolerant({
      'order.regimen': { kind: 'intermittent', dose, over: '30 min', every: '4 h', kvo: '0 mL/h' },
      'order.sessions': { start: '2026-11-24T01:00Z', duration: '23 h', every: '24 h', count: '3' },
    });
    expect(against(order)).toEqual(expect.arrayContaining(expected));
    expect(against(order).length === 0).toBe(expected.length === 0);
  });
  test('how many days of the baseline are kept beside the naive limit stands in the library', () => {
    const fewer = structuredClone(library);
    for (const rule of fewer.formulary.classes['opioid_full_agonist']!.rules)
      if (typeof rule !== 'string' && rule.naive_and !== undefined) rule.naive_and = '1';
    const limited = tolerant({
      'order.regimen.demand': '0.5 mg',
      'order.regimen.lockout': '5 min',
      'order.regimen.limit': { kind: 'amount', amount: '15 mg', window: '4 h' },
      'order.sessions.duration': '4 h',
      'order.sessions.count': '1',
    });
    // 15 mg are 300 MME: 120 of the naive limit and 180 of three days of the baseline; with one day 180, or four days 240
    const sums = (lib: typeof library) =>
      checkOrder(questionOf(limited), lib)
        .findings.filter((f) => f.id === 'rel-h4-programmed' && f.outcome === 'fail')
        .map((f) => f.limit);
    expect(sums(library)).toEqual([]);
    expect(sums(fewer)).toEqual(['240 MME']);
  });
  test('every derivation reads back', () => {
    for (const f of checkOrder(questionOf(tolerant(lethal)), library).findings.filter((x) =>
      x.id.startsWith('rel-'),
    ))
      expect(recheckAll(f.derivations)).toEqual([]);
  });
});
