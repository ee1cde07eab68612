import { describe, expect, test } from 'vitest';
import { findingWords } from '../../../words/finding.ts';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { madeRecord, type Ingredient } from '../../../engine/order/ingredient.ts';
import { madeIssues } from '../../../engine/order/made.ts';
import { diluentsIn, drugsIn, strengthsIn } from '../../../engine/order/told-product.ts';
import { MADE, made as tolerances } from '../../../engine/formulary/made-tolerance.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { issuesOf } from '../../../engine/number/fields.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';
import { orderFile } from '../../../engine/order/order.ts';

/** Hydromorphone 2 mg/mL, 20 mL: 10 mL drawn for 20 mg in 100 mL, with 90 mL of saline. */
const vial: Ingredient = {
  role: 'drug',
  name: 'HYDROmorphone 2 mg/mL, 20 mL',
  ndc: null,
  manufacturer: null,
  lot: 'L1',
  expiry: '2027-06-30',
};
const saline: Ingredient = { ...vial, role: 'diluent', name: '0.9% sodium chloride injection' };
const order = orderFile.parse(baseFile()).order;

const refused = (drug: Partial<Ingredient>, diluent: Partial<Ingredient> = {}) =>
  madeIssues(
    {
      ingredients: [
        { ...vial, ...drug },
        { ...saline, ...diluent },
      ],
    },
    order,
    library,
  ).map((i) => `${i.path} ${i.code}`);

describe('a vial of another drug or strength is a hard stop', () => {
  test.each<[string, Partial<Ingredient>, string[]]>([
    ['as ordered', {}, []],
    [
      'another drug by name',
      { name: 'Morphine 10 mg/mL, 1 mL' },
      ['name vial-of-another-drug', 'name vial-of-another-strength'],
    ],
    ['another drug of the same strength', { name: 'morphine 2 mg/mL' }, ['name vial-of-another-drug']],
    ['another drug by a name of trade', { name: 'Duramorph 2 mg/mL' }, ['name vial-of-another-drug']],
    ['the same by a name of trade', { name: 'Dilaudid 2 mg/mL' }, []],
    ['another strength', { name: 'HYDROmorphone 10 mg/mL, 1 mL' }, ['name vial-of-another-strength']],
    ['another strength over a volume', { name: 'HYDROmorphone 10 mg/5 mL' }, []],
    ['another strength in mcg', { name: 'hydromorphone 200 mcg/mL' }, ['name vial-of-another-strength']],
    ['the same strength in mcg', { name: 'hydromorphone 2,000 mcg/mL' }, []],
    ['a decimal comma is no strength', { name: 'hydromorphone 0,2 mg/mL' }, []],
    ['another strength as read off', { strength: '10 mg/mL' }, ['strength vial-of-another-strength']],
    ['two drugs in one vial', { name: 'hydromorphone 2 mg/mL with ketamine' }, ['name vial-of-another-drug']],
    // NDCs of the January 2026 crosswalk: 00641-2341-41 is hydromorphone 2 mg/mL; morphine and hydromorphone 10 mg/mL below.
    ['its NDC', { ndc: '00641-2341-41' }, []],
    ['an NDC of morphine 50 mg/mL', { ndc: '0409-1134-05' }, ['ndc vial-of-another-drug']],
    ['an NDC that could be three', { ndc: '1234567890' }, ['ndc ndc-ambiguous']],
    ['an NDC that is not on file', { ndc: '12345-6789-00' }, []],
    // packages that the crosswalk does not have, of products that it has: 76045-0121-11 is hydromorphone 0.2 mg/mL,
    // 00641-2341-41 2 mg/mL, 00409-1134-05 morphine 50 mg/mL
    ['another package of 0.2 mg/mL', { ndc: '76045-121-10' }, ['ndc vial-of-another-strength']],
    ['the same in eleven digits', { ndc: '76045012110' }, ['ndc vial-of-another-strength']],
    ['another package of its product', { ndc: '0641-2341-99' }, []],
    ['another package of another drug', { ndc: '0409-1134-99' }, ['ndc vial-of-another-drug']],
  ])('%s', (_what, change, codes) => {
    expect(refused(change)).toEqual(codes.map((c) => `ingredients.0.${c}`));
  });

  test('an NDC of the same drug in another strength', () => {
    const strong = library.products.presentations.find(
      (p) => p.drug === 'hydromorphone' && p.strength === '10 mg/mL',
    );
    expect(refused({ ndc: strong?.ndcs[0] ?? '' })).toEqual(['ingredients.0.ndc vial-of-another-strength']);
  });

  test.each<[string, string[]]>([
    ['0409-1134-05', ['ndc diluent-of-another-kind']],
    ['0409-1134-99', ['ndc diluent-of-another-kind']],
    ['12345-6789-00', []],
  ])('a diluent with the NDC %s', (ndc, codes) => {
    expect(refused({}, { ndc })).toEqual(codes.map((c) => `ingredients.1.${c}`));
  });

  // 00409-1134-05 is morphine 50 mg/mL by the FDA's directory
  test.each<[string, Partial<Ingredient>, string[]]>([
    ['a cassette', { name: 'CADD cassette 100 mL' }, []],
    ['a package that nobody lists', { ndc: '12345-6789-00' }, []],
    ['the code of a vial', { ndc: '0409-1134-05' }, ['ndc container-holds-a-drug']],
    ['a drug by its name', { name: 'morphine in a 100 mL bag' }, ['name container-holds-a-drug']],
  ])('a container: %s', (_what, change, codes) => {
    const bag: Ingredient = { ...vial, role: 'container', name: 'bag 100 mL', ...change };
    const found = madeIssues({ ingredients: [vial, saline, bag] }, order, library);
    expect(found.map((i) => `${i.path} ${i.code}`)).toEqual(codes.map((c) => `ingredients.2.${c}`));
  });

  test.each<[string, string[]]>([
    ['0.9% sodium chloride injection', []],
    ['Sodium chloride 0.9 %, 100 mL', []],
    ['NS', []],
    ['D5W', ['diluent-of-another-kind']],
    ['5% dextrose injection', ['diluent-of-another-kind']],
    ['5% dextrose and 0.9% sodium chloride', ['diluent-of-another-kind']],
    ['bacteriostatic 0.9% sodium chloride', ['diluent-of-another-kind']],
    ['sterile water for injection', ['diluent-of-another-kind']],
    ['ketamine 50 mg/mL', ['diluent-of-another-kind']],
    ['something of a bag', []],
  ])('the diluent %s', (name, codes) => {
    expect(refused({}, { name })).toEqual(codes.map((c) => `ingredients.1.name ${c}`));
  });
});

const said = (t: string) => strengthsIn(t).map(quantityText);

describe('a text of a package', () => {
  test('names drugs by whole words', () => {
    expect(drugsIn('HYDROmorphone HCl', library)).toEqual(['hydromorphone']);
    expect(drugsIn('levobupivacaine', library)).toEqual([]);
    expect(drugsIn('Fentanyl Citrate, Bupivacaine HCl', library)).toEqual(['fentanyl', 'bupivacaine']);
  });
  test('says a strength per mL, per volume, or in per cent', () => {
    expect(said('Ropivacaine 0.2%')).toEqual(['2 mg/mL']);
    expect(said('morphine 1 mg/mL in 0.9% sodium chloride')).toEqual(['1 mg/mL']);
    expect(said('fentanyl 2500 µg / 50 mL')).toEqual(['50 mcg/mL']);
    expect(said('1 mg per mL')).toEqual(['1 mg/mL']);
    expect(said('a 20 mL vial, 10 mg/0 mL')).toEqual([]);
  });
  test('names diluents, bacteriostatic ones as such', () => {
    expect(diluentsIn('normal saline 0.9% NaCl', library)).toEqual(['ns09']);
    expect(diluentsIn('Bacteriostatic sodium chloride 0.9%', library)).toEqual(['bns']);
  });
});

const codes = (change: Partial<Record<keyof Ingredient, unknown>>) => {
  const raw = { ingredients: [{ ...vial, ...change }] };
  const parsed = madeRecord.safeParse(raw);
  return parsed.success ? [] : issuesOf(parsed.error, raw).map((i) => `${i.path} ${i.code}`);
};

describe('a record is read, not guessed', () => {
  test.each([
    ['L 1\u200b', 'lot-not-read'],
    ['----', 'lot-not-read'],
    ['A\u00a01', 'lot-not-read'],
    [' A1', 'lot-not-read'],
    ['А1', 'lot-not-read'],
    ['A'.repeat(41), 'text-too-long'],
  ])('the lot "%s"', (lot, code) => {
    expect(codes({ lot })).toEqual([`ingredients.0.lot ${code}`]);
  });
  test.each(['A1', '24/07-B (2)', '0412', 'AB 12'])('the lot "%s" is taken', (lot) => {
    expect(codes({ lot })).toEqual([]);
  });
  test('an NDC of dashes', () => {
    expect(codes({ ndc: '----------' })).toEqual(['ingredients.0.ndc ndc-not-read']);
  });
});

const outcomes = (changes: Changes, drug: Partial<Ingredient>, diluent: Partial<Ingredient> = {}) => {
  const made = {
    ingredients: [
      { ...vial, ...drug },
      { ...saline, ...diluent },
    ],
  };
  const findings = findingsOf(factsOf({ ...questionOf(changes), made }, library));
  return findings.filter((f) => f.outcome !== 'pass').map((f) => `${f.id} ${f.outcome}`);
};
const late = (x: string) => x.startsWith('sessions-beyond') || x.startsWith('bud-before');

const told = (ndc: string, own: typeof library) =>
  findingsOf(factsOf({ ...questionOf({}), made: { ingredients: [{ ...vial, ndc }, saline] } }, own))
    .filter((f) => f.id === 'vial-not-told')
    .map((f) => [f.outcome, f.missing]);

describe('the checks run on what was measured', () => {
  const plain = outcomes({}, {});
  const added = (drug: Partial<Ingredient>, diluent: Partial<Ingredient> = {}, changes: Changes = {}) =>
    outcomes(changes, drug, diluent).filter((x) => !outcomes(changes, {}).includes(x));

  // House tolerance: 5 % a word, 10 % anew; 10 mL and 90 mL are planned.
  test.each<[string, string, string[]]>([
    ['10 mL', '90 mL', []],
    ['10.5 mL', '90 mL', []],
    ['9.5 mL', '85.5 mL', []],
    ['10.6 mL', '90 mL', ['measured-off fail']],
    ['10 mL', '95 mL', ['measured-off fail']],
    ['11 mL', '90 mL', ['measured-off fail']],
    ['11.1 mL', '90 mL', ['measured-far-off fail']],
    ['1 mL', '90 mL', ['measured-far-off fail']],
  ])('%s and %s', (drawn, of, expected) => {
    // without a capacity: 95 mL and 10 mL would run over the cassette, which is refused by its own name
    const free = { 'order.preparation.capacity': undefined };
    const found = added({ drawn }, { drawn: of }, free);
    expect(found.filter((x) => x.startsWith('measured'))).toEqual(expected);
    // the pump is set by the plan and moves the planned volumes
    expect(found.filter((x) => x.startsWith('pump'))).toEqual([]);
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test('3 and 5 % where the bag holds HYDROmorphone above 1 mg/mL', () => {
    const strong = { 'order.preparation.finalVolume': '15 mL', 'order.preparation.capacity': undefined };
    expect(added({ drawn: '10.4 mL' }, {}, strong)).toContain('measured-off fail');
    expect(added({ drawn: '10.6 mL' }, {}, strong)).toContain('measured-far-off fail');
  });

  test('how far off is too far stands in the library', () => {
    const own = structuredClone(library);
    own.site.made = { ...MADE, usual: { accept: '0.01', stop: '0.02' } };
    const found = (drawn: string) =>
      findingsOf(
        factsOf({ ...questionOf({}), made: { ingredients: [{ ...vial, drawn }, saline] } }, own),
      ).filter((f) => f.id.startsWith('measured-') && f.outcome === 'fail');
    expect(found('10.1 mL')).toEqual([]);
    expect(found('10.2 mL').map((f) => f.id)).toEqual(['measured-off']);
    expect(found('10.3 mL').map((f) => f.id)).toEqual(['measured-far-off']);
    expect(() => tolerances.parse({ ...MADE, usual: { accept: '0.1', stop: '0.05' } })).toThrow(
      'accepted no further',
    );
  });

  test('the doses are those of the bag: 0.2 mg on the pump are 0.2 × 1.06 of a naive patient’s demand', () => {
    const free = { 'order.preparation.capacity': undefined };
    // 10.6 mL in 100.6 mL: 0.2 mg × (10.6 ÷ 100.6) ÷ 0.1
    expect(added({ drawn: '10.6 mL' }, { drawn: '90 mL' }, free)).toContain('hm-05 fail');
    const made = {
      ingredients: [
        { ...vial, drawn: '10.6 mL' },
        { ...saline, drawn: '90 mL' },
      ],
    };
    const facts = factsOf({ ...questionOf(free), made }, library);
    expect(facts.regimen.demand && quantityText(facts.regimen.demand)).toBe('106/503 mg');
  });

  test('what was measured outside the tolerance is what is computed: 10.8 mL of 2 mg/mL are 21.6 mg in 100.8 mL', () => {
    const made = {
      ingredients: [
        { ...vial, drawn: '10.8 mL' },
        { ...saline, drawn: '90 mL' },
      ],
    };
    const free = { 'order.preparation.capacity': undefined };
    const facts = factsOf({ ...questionOf(free), made }, library);
    expect(quantityText(facts.preparation.drugAmount)).toBe('21.6 mg');
    expect(quantityText(facts.preparation.finalVolume.result)).toBe('100.8 mL');
    expect(() => factsOf({ ...questionOf(), made }, library)).toThrow('container-too-small');
  });

  test('what does not say what it is has to be answered by two, or by one of the diluent', () => {
    expect(plain.some((x) => x.startsWith('vial-not-told'))).toBe(false);
    expect(added({ name: 'vial A' })).toEqual(['vial-not-told could-not-be-done']);
    expect(added({ name: 'Dilaudid' })).toEqual(['vial-not-told could-not-be-done']);
    expect(added({ name: 'vial A', ndc: '00641-2341-41' })).toEqual([]);
    expect(added({}, { name: 'a bag' })).toEqual(['diluent-not-told fail']);
  });

  test('a product whose packages are listed in two strengths tells none, whatever the name says', () => {
    const own = structuredClone(library);
    own.products.presentations.push({
      drug: 'hydromorphone',
      names: ['Hydromorphone HCl'],
      strength: '4 mg/mL',
      volume: '1 mL',
      ndcs: ['00641-2341-42'],
      source: 'XW-2026Q1',
    });
    const open = { code: 'strength-that-went-in', drug: 'HYDROmorphone' };
    expect(told('00641-2341-99', own)).toEqual([['could-not-be-done', open]]);
    expect(told('00641-2341-41', own)).toEqual([['pass', null]]);
    expect(told('00641-2341-99', library)).toEqual([['pass', null]]);
  });

  // 7 sessions, every 24 h from 24 November 06:00 UTC; a component of that expiry ends with that day
  // in New York, and 24 November 06:00 UTC is its first night hour.
  test.each<[string, string[]]>([
    ['2026-12-31', []],
    ['2026-11-30', []],
    ['2026-11-26', ['sessions-beyond-bud fail']],
    ['2026-11-23', ['bud-before-first-session fail']],
  ])('a component that expires %s', (expiry, expected) => {
    const course = { 'order.sessions.start': '2026-11-24T06:00Z' };
    expect(outcomes(course, { expiry }).filter(late)).toEqual(expected);
  });

  test('inside the course it takes two, unless another container is ordered for the later sessions', () => {
    const made = { ingredients: [{ ...vial, expiry: '2026-11-26' }, saline] };
    // the sessions of 24 to 26 November are in time: the fourth, of 27 November 06:00 UTC, is the first that is not
    const severityWith = (others: readonly string[]) => {
      const question = questionOf({ 'order.sessions.start': '2026-11-24T06:00Z' });
      const more = others.map((start) => ({
        ...question.order,
        sessions: { ...question.order.sessions, start },
      }));
      return findingsOf(factsOf({ ...question, others: more, made }, library))
        .filter((f) => f.id === 'sessions-beyond-bud')
        .map((f) => [f.severity, f.observed && findingWords(f).observed, findingWords(f).limit]);
    };
    const words = [
      'starts 2026-11-30 01:00: 4 of 7 sessions start after the BUD',
      'to be started by 2026-11-26 23:59',
    ];
    expect(severityWith([])).toEqual([['hard', ...words]]);
    expect(severityWith(['2026-11-27T06:00Z'])).toEqual([['soft', ...words]]);
    expect(severityWith(['2026-11-27T06:01Z'])).toEqual([['hard', ...words]]);
  });
});
