import { describe, expect, test } from 'vitest';
import { find, home, ordered, outcomes } from './interaction-orders.ts';
import { findDrug, routesOf } from '../../../engine/formulary/formulary.ts';
import type { Interaction } from '../../../engine/formulary/interactions.ts';
import { baseFile, library, type Changes } from '../base-order.ts';

/** Kinds that nobody can name: they only come from the kind that was picked. */
const BY_KIND: Readonly<Record<string, string>> = {
  cyp3a4_inducer_stopped: 'cyp3a4-inducer-stopped',
  cyp2b6_or_2d6: 'cyp2b6-or-2d6-modifier',
};
const members = (id: string) => library.names.medicines.generics.filter((g) => g.classes.includes(id));
const rows = library.interactions.flatMap((pair) =>
  pair.drugs.flatMap((drug) => pair.with.map((beside) => ({ pair, drug, beside, id: pair.id }))),
);

/** A route of the pair that the drug is ordered by, and has a limit for. */
const routeOf = (pair: Interaction, drug: string) =>
  routesOf(findDrug(library, drug)!).find(
    (r) => pair.routes.includes(r) && findDrug(library, drug)!.rules.some((x) => x.routes.includes(r)),
  );

describe('every pair of the library', () => {
  test.each(
    rows.filter(
      (r) =>
        routeOf(r.pair, r.drug) !== undefined &&
        [r.pair.parenteral, r.pair.neuraxial, r.pair.only_stopped, r.pair.from_order].every(
          (x) => x !== true,
        ),
    ),
  )('$id: $drug with $beside is found by a name alone, and not without it', ({ pair, drug, beside }) => {
    // not the first: what was stopped matters where the dose was found under it
    const order = { ...ordered(drug, routeOf(pair, drug)), 'order.firstOrder': false };
    const kind = BY_KIND[beside];
    const name = kind === undefined ? members(beside)[0]!.name : 'something';
    const expected = pair.asks === undefined ? 'fail' : 'could-not-be-done';
    const isHard =
      kind === undefined && (pair.hard_for ?? []).some((c) => members(beside)[0]!.classes.includes(c));
    expect(find(pair.id, { ...order, ...home(name, kind === undefined ? {} : { kind }) })).toMatchObject([
      { outcome: expected, severity: isHard ? 'hard' : pair.severity, observed: name },
    ]);
    expect(outcomes(pair.id, { ...order, ...home('docusate') })).toEqual(['pass']);
  });
  test('names classes that the tables know', () => {
    const known = new Set([...library.names.medicines.classes.map((c) => c.id), ...Object.keys(BY_KIND)]);
    expect(library.interactions.flatMap((p) => p.with).filter((c) => !known.has(c))).toEqual([]);
    expect(new Set(library.interactions.map((p) => p.id)).size).toBe(library.interactions.length);
  });
});

describe('a name, not the kind that was picked', () => {
  test.each([
    ['meperidine', 'phenelzine 15 mg', 'mep-c1'],
    ['meperidine', 'Nardil', 'mep-c1'],
    ['hydromorphone', 'Parnate', 'hm-c4'],
    ['hydromorphone', 'Zyvox', 'hm-c4'],
    ['hydromorphone', 'diazepam', 'cns-1'],
    ['hydromorphone', 'Xanax', 'cns-1'],
    ['hydromorphone', 'gabapentin 300 mg TID', 'cns-2'],
    ['hydromorphone', 'Ambien', 'cns-2'],
    ['hydromorphone', 'Contrave', 'ix-016'],
    ['fentanyl', 'clarithromycin', 'fen-c1'],
    ['ketorolac', 'Vicoprofen', 'ktr-c4'],
    ['ketorolac', 'Eliquis', 'ktr-c6'],
    ['nalbuphine', 'Roxicodone', 'nal-c1'],
    ['methadone', 'Zofran', 'mtd-c2'],
    ['acetaminophen_iv', 'Percocet 5/325', 'ix-046'],
  ])('%s with %s: %s', (drug, name, id) => {
    expect(outcomes(id, { ...ordered(drug), ...home(name) })).not.toContain('pass');
    expect(outcomes(id, ordered(drug))).toEqual(['pass']);
  });
  test.each([
    ['g-06', 'Roxicodone', { intended: false }],
    ['g-06', 'hydrocodone/APAP', { intended: false }],
    ['g-05', 'Suboxone', {}],
    ['g-05', 'Butrans patch', {}],
    ['g-10', 'lorazepam', {}],
  ])('%s: %s as “other”', (id, name, more) => {
    expect(outcomes(id, home(name, more))).toEqual(['fail']);
  });
  test('an eye drop or a skin gel of an NSAID is not the tablet', () => {
    expect(outcomes('ktr-c4', { ...ordered('ketorolac'), ...home('Voltaren gel') })).toEqual(['pass']);
    expect(outcomes('ktr-c4', { ...ordered('ketorolac'), ...home('Voltaren') })).toEqual(['fail']);
  });
  test('rescue naloxone is no antagonist to keep away', () => {
    expect(outcomes('ix-016', home('Narcan'))).toEqual(['pass']);
    expect(outcomes('g-04', { 'order.naloxone': 'none', ...home('Narcan nasal spray') })).toEqual(['pass']);
  });
});

const companion = (drug: string, dose = '1 mg', route = 'oral'): Changes => ({
  'order.companions': [{ drug, dose, route, kind: 'prn', every: '8 h', mostPerDay: '3' }],
});
const another = (more: object): Changes => ({ others: [{ ...baseFile().order, ...more }] });
const given = (drug: string, at: string, route = 'IV'): Changes => ({
  given: [{ drug, amount: '1 mg', route, at }],
});

describe('wherever it stands', () => {
  test('a companion', () => {
    expect(outcomes('cns-1', companion('lorazepam'))).toEqual(['fail']);
    expect(outcomes('mtd-c2', { ...ordered('methadone'), ...companion('ondansetron', '4 mg') })).toEqual([
      'fail',
    ]);
  });
  test('another active order', () => {
    expect(outcomes('nal-c1', { ...ordered('nalbuphine'), ...another({}) })).toEqual(['fail']);
    expect(outcomes('bup-c1', { ...ordered('buprenorphine'), ...another({}) })).toEqual(['fail']);
  });
  test('an order of our own that can not be computed counts all the same', () => {
    expect(outcomes('nal-c1', { ...ordered('nalbuphine'), ...another({ pump: 'none such' }) })).toEqual([
      'fail',
    ]);
  });
  test('a dose given within a day, or within the time of the pair', () => {
    // 2026-11-23T15:00Z
    expect(
      outcomes('nal-c1', { ...ordered('nalbuphine'), ...given('fentanyl', '2026-11-23T01:00Z') }),
    ).toEqual(['fail']);
    expect(
      outcomes('nal-c1', { ...ordered('nalbuphine'), ...given('fentanyl', '2026-11-22T15:00Z') }),
    ).toEqual(['pass']);
    const block = (at: string) =>
      outcomes('lid-c1', { ...ordered('lidocaine_iv'), ...given('bupivacaine', at) });
    expect(block('2026-11-23T11:01Z')).toEqual(['fail']);
    expect(block('2026-11-23T11:00Z')).toEqual(['pass']);
  });
  test('the drug itself by another way is no other drug: its sum asks that', () => {
    const ketorolac = ordered('ketorolac');
    const at = '2026-11-23T13:00Z';
    expect(outcomes('ktr-c4', { ...ketorolac, ...given('Toradol', at, 'IM') })).toEqual(['pass']);
    expect(outcomes('ktr-c4', { ...ketorolac, ...companion('ketorolac', '10 mg') })).toEqual(['pass']);
    expect(outcomes('ktr-c4', { ...ketorolac, ...given('ibuprofen', at, 'oral') })).toEqual(['fail']);
    expect(outcomes('ktr-c4', { ...ketorolac, ...home('Toradol') })).toEqual(['fail']);
  });
  test('another drug of the container', () => {
    const also = [{ drug: 'nalbuphine', vial: { strength: '10 mg/mL', volume: '10 mL' }, amount: '10 mg' }];
    expect(outcomes('g-05', { 'order.preparation.also': also })).toContain('fail');
  });
  test('by another route than the mouth, beside an epidural opioid', () => {
    const epidural = { ...ordered('morphine', 'epidural'), 'order.course': { preservativeFree: true } };
    expect(outcomes('ix-043', { ...epidural, ...another({}) })).toEqual(['fail']);
    expect(outcomes('ix-043', { ...epidural, ...companion('hydromorphone', '1 mg', 'IV') })).toEqual([
      'fail',
    ]);
    expect(outcomes('ix-043', { ...epidural, ...companion('oxycodone', '5 mg') })).toEqual(['pass']);
  });
});

const beside = (drug: string, route: string, at = '2026-11-23T01:00Z') =>
  outcomes('ix-043b', given(drug, at, route));

describe('an epidural opioid within a day of a parenteral one, the same drug too', () => {
  test.each([
    ['morphine', 'epidural', 'fail'],
    ['hydromorphone', 'epidural', 'fail'],
    ['morphine', 'IV', 'pass'],
  ])('%s %s: %s', (drug, route, outcome) => {
    expect(beside(drug, route)).toEqual([outcome]);
  });
  test('24 h, and not after', () => {
    expect(beside('morphine', 'epidural', '2026-11-22T15:01Z')).toEqual(['fail']);
    expect(beside('morphine', 'epidural', '2026-11-22T15:00Z')).toEqual(['pass']);
  });
});

const severities = (id: string, changes: Changes) => find(id, changes).map((f) => f.severity);

describe('what palliative patients ordinarily get is soft for them, and hard for anybody else', () => {
  const cancer = { 'order.course': { indication: 'cancer-pain' } };
  const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };
  test('a benzodiazepine', () => {
    expect(severities('cns-1', home('lorazepam'))).toEqual(['hard']);
    expect(severities('cns-1', { ...home('lorazepam'), ...cancer })).toEqual(['soft']);
    expect(severities('cns-1', { ...home('lorazepam'), ...tolerant })).toEqual(['soft']);
    for (const condition of ['cancer', 'sickle-cell-disease', 'palliative-care', 'end-of-life'])
      expect(severities('cns-1', { ...home('lorazepam'), 'patient.conditions': [condition] })).toEqual([
        'soft',
      ]);
    expect(severities('cns-1', { ...home('lorazepam'), 'order.course': { indication: 'pain' } })).toEqual([
      'hard',
    ]);
  });
  test('a bowel obstruction', () => {
    const blocked = { 'patient.conditions': ['gi-obstruction'] };
    expect(severities('hm-c6', blocked)).toEqual(['hard']);
    expect(severities('hm-c6', { ...blocked, ...cancer })).toEqual(['soft']);
  });
});

const phenelzine = (stopped: string) => outcomes('hm-c4', home('phenelzine', { stopped }));

describe('a companion has rules of its own', () => {
  const ketorolac = companion('ketorolac', '30 mg', 'IV');
  test('conditions that exclude it', () => {
    expect(outcomes('ktr-c1', { ...ketorolac, 'patient.conditions': ['peptic-ulcer'] })).toEqual(['fail']);
    expect(outcomes('ktr-c1', ketorolac)).toEqual([]);
    const apap = companion('acetaminophen', '1000 mg', 'IV');
    expect(outcomes('apap-c1', { ...apap, 'patient.conditions': ['severe-hepatic-impairment'] })).toEqual([
      'fail',
    ]);
  });
  test('medicines that it must not meet', () => {
    expect(outcomes('ktr-c6', { ...ketorolac, ...home('Eliquis') })).toEqual(['fail']);
    expect(outcomes('ktr-c4', { ...ketorolac, ...home('Advil') })).toEqual(['fail']);
    expect(outcomes('ktr-c6', { ...ketorolac, ...home('docusate') })).toEqual([]);
  });
});

const startedWith = (start: string): Changes => ({
  ...ordered('methadone'),
  ...another({ sessions: { start, duration: '8 h', every: '24 h', count: '1' } }),
});

describe('another active order', () => {
  test('of another opioid is said, until a day after it has ended', () => {
    expect(outcomes('ix-007', startedWith('2026-11-24T01:00Z'))).toEqual(['fail']);
    // ends 2026-11-22T15:01Z and 15:00Z; asked on 2026-11-23T15:00Z
    expect(outcomes('ix-007', startedWith('2026-11-22T07:01Z'))).toEqual(['fail']);
    expect(outcomes('ix-007', startedWith('2026-11-22T07:00Z'))).toEqual(['pass']);
    expect(outcomes('ix-007', companion('oxycodone', '5 mg'))).toEqual(['pass']);
  });
  test('buprenorphine that was stopped may act on', () => {
    expect(outcomes('ix-014', home('Sublocade', { stopped: '2026-11-02' }))).toEqual(['could-not-be-done']);
    expect(outcomes('ix-014', home('Sublocade'))).toEqual(['pass']);
  });
});

const parnate = (at: string): Changes => ({
  given: [{ drug: 'Parnate', amount: '10 mg', route: 'oral', at }],
});

describe('a medicine that was stopped', () => {
  test('MAO inhibitor: 14 days (labels)', () => {
    expect(phenelzine('2026-11-10')).toEqual(['fail']);
    expect(phenelzine('2026-11-09')).toEqual(['pass']);
  });
  test('an inducer raises its pair again: no source gives a time after which it does not, and the day is in the record', () => {
    const fentanyl = ordered('fentanyl');
    expect(outcomes('ix-021', { ...fentanyl, ...home('rifampin') })).toEqual(['fail']);
    const stopped = home('rifampin', { stopped: '2026-11-20' });
    expect(outcomes('ix-021', { ...fentanyl, ...stopped })).toEqual(['pass']);
    expect(find('ix-021b', { ...fentanyl, ...stopped })).toMatchObject([
      { outcome: 'fail', severity: 'soft' },
    ]);
    // interactions.json, ix-021: hard where the dose was found while it was taken
    expect(find('ix-021b', { ...fentanyl, ...stopped, 'order.firstOrder': false })).toMatchObject([
      { outcome: 'fail', severity: 'hard' },
    ]);
    expect(outcomes('ix-021b', { ...fentanyl, ...home('x', { kind: 'cyp3a4-inducer-stopped' }) })).toEqual([
      'fail',
    ]);
  });
  test('MAO inhibitor that was given once counts 14 days as well', () => {
    expect(outcomes('hm-c4', parnate('2026-11-09T15:01Z'))).toEqual(['fail']);
    expect(outcomes('hm-c4', parnate('2026-11-09T15:00Z'))).toEqual(['pass']);
  });
  test('an inducer whose kind says that it was stopped is not said to be taken', () => {
    const stopped = { ...ordered('fentanyl'), ...home('rifampin', { kind: 'cyp3a4-inducer-stopped' }) };
    expect(outcomes('ix-021', stopped)).toEqual(['pass']);
    expect(outcomes('ix-021b', stopped)).toEqual(['fail']);
  });
  test('a sedative that was stopped is over', () => {
    expect(outcomes('cns-1', home('diazepam', { stopped: '2026-11-20' }))).toEqual(['pass']);
  });
});

const means = (as: string) => ({ means: { as, by: 'P. Meyer RPh', on: '2026-11-22' } });

describe('a name that nobody knows', () => {
  test.each([
    'Vivitrol 380 mg monthly',
    'Sublocade 300 mg monthly',
    'liposomal bupivacaine',
    'methotrexate 25 mg weekly',
    'alcohol 10 drinks daily',
  ])('is not how often a medicine that is known is taken, nor its form: %s', (name) => {
    expect(outcomes('medicine-unknown', home(name))).toEqual(['pass']);
  });
  test('is asked about, until a kind or an answer says what it is', () => {
    expect(find('medicine-unknown', home('frobozz'))).toMatchObject([
      { outcome: 'could-not-be-done', missing: 'which medicine is meant by “frobozz”' },
    ]);
    expect(outcomes('medicine-unknown', home('frobozz', { kind: 'benzodiazepine' }))).toEqual(['pass']);
    expect(outcomes('medicine-unknown', home('frobozz', means('not-related')))).toEqual(['pass']);
    expect(outcomes('hm-c4', home('frobozz', means('phenelzine')))).toEqual(['fail']);
  });
  test('a pain patch is one until somebody says that it is none', () => {
    expect(outcomes('medicine-unknown', home('pain patch'))).toEqual(['could-not-be-done']);
  });
  test('a word of a kind is a question, where the drug asks for that kind', () => {
    expect(outcomes('medicine-unknown', { ...ordered('ketorolac'), ...home('blood thinner') })).toEqual([
      'could-not-be-done',
    ]);
    expect(outcomes('medicine-unknown', home('blood thinner'))).toEqual(['pass']);
  });
});

const epidurally = (vial: { strength: string; volume: string }, diluent = 'ns09'): Changes => ({
  ...ordered('bupivacaine', 'epidural'),
  'order.course': { preservativeFree: true },
  'order.preparation.vial': vial,
  'order.preparation.diluent': diluent,
});
const born = (on: string) => ({ 'patient.birthDate': on, 'patient.height': undefined });

describe('preservatives and diluents', () => {
  test('the data of the product say more than the box that was ticked', () => {
    expect(outcomes('g-07', epidurally({ strength: '2.5 mg/mL', volume: '30 mL' }))).toEqual(['pass']);
    // of a mixture too it is asked once: the answer is of the whole container
    const fentanyl = {
      drug: 'fentanyl',
      vial: { strength: '50 mcg/mL', volume: '10 mL' },
      amount: '200 mcg',
    };
    const mixture = epidurally({ strength: '2.5 mg/mL', volume: '30 mL' });
    expect(outcomes('g-07', { ...mixture, 'order.preparation.also': [fentanyl] })).toEqual(['pass']);
    // the rule of the drug says it, and not that of the route once more
    expect(outcomes('g-07', epidurally({ strength: '2.5 mg/mL', volume: '50 mL' }))).toEqual([]);
    expect(outcomes('bupi-c3', epidurally({ strength: '2.5 mg/mL', volume: '50 mL' }))).toEqual(['fail']);
    expect(outcomes('bupi-c3', epidurally({ strength: '2.5 mg/mL', volume: '30 mL' }, 'bns'))).toEqual([
      'fail',
    ]);
    expect(outcomes('bupi-c3', epidurally({ strength: '5 mg/mL', volume: '50 mL' }))).toEqual(['fail']);
  });
  test('a newborn: 28 days, and not after', () => {
    expect(outcomes('diluent-preserved', born('2026-10-26'))).toEqual(['fail']);
    expect(outcomes('diluent-preserved', born('2026-10-25'))).toEqual(['pass']);
  });
  test('sterile water alone', () => {
    // 0.2 mg/mL ÷ 321.8 g/mol × 2 × 1000 = 1.24; 10 of 100 mL from the vial at 308: 30.8; together 32 mOsm/L
    expect(find('diluent-hypotonic', { 'order.preparation.diluent': 'swfi' })).toMatchObject([
      { outcome: 'fail', severity: 'hard', observed: 'at most about 32 mOsm/L' },
    ]);
    expect(outcomes('diluent-hypotonic', {})).toEqual([]);
    // ketamine 100 mg/mL one to one: 50 ÷ 237.7 × 2000 = 421 besides the vial's own, above serum: asked
    const half: Changes = {
      ...ordered('ketamine'),
      'order.preparation.diluent': 'swfi',
      'order.preparation.vial': { strength: '100 mg/mL', volume: '5 mL' },
      'order.preparation.drugAmount': '5000 mg',
    };
    expect(outcomes('diluent-hypotonic', half)).toEqual(['could-not-be-done']);
  });
});
