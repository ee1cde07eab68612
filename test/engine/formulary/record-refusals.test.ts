import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import type { LimitRecord } from '../../../engine/formulary/records/limit-record.ts';
import { limits } from '../../../engine/formulary/records/limits.ts';
import { limitWords } from '../../../engine/formulary/records/limit-sentence.ts';
import { effectOf, recordsAfter, withoutEnded, withSite } from '../../../engine/formulary/records/overlay.ts';
import { collectionOf } from '../../../engine/formulary/records/registry.ts';
import { recordChange, type RecordChange } from '../../../engine/formulary/records/site-record.ts';
import { ruleOf } from '../../../engine/formulary/rule-change.ts';
import { issuesOf } from '../../../engine/number/fields.ts';

const seed = seedLibrary();
const put = (collection: string, id: string, record: unknown): RecordChange => ({
  collection,
  id,
  op: 'put',
  record,
  reference: 'Committee, November 2026',
  from: null,
  until: null,
});
const refusals = (change: RecordChange, library: Library = seed): string[] => {
  const effect = effectOf(seed, library, change);
  return effect.ok ? [] : [...new Set(effect.failure.map((i) => `${i.path} ${i.code}`))];
};
const limit = (id: string): LimitRecord => limits.rows(seed).find((r) => r.key === id)!.record as LimitRecord;
/** formulary.json: hydromorphone hm-04, IV, PCA demand at most 0.4 mg, soft, adults without tolerance. */
const hm04 = limit('hm-04');
const changed = (more: Partial<LimitRecord>, id = 'hm-04') => put('limits', id, { ...limit(id), ...more });
/** A limit of this site's own beside hm-04. */
const own = (more: Partial<LimitRecord>) => put('limits', 'own-01', { ...hm04, id: 'own-01', ...more });
const after = (change: RecordChange, library: Library = seed, until: string | null = null): Library => {
  const effect = effectOf(seed, library, change);
  if (!effect.ok) throw new Error(effect.failure[0]?.code);
  const bringing = { change: 'c', by: 'A', approvedBy: ['B', 'C'], at: '2026-11-23T15:00:00.000Z', until };
  const records = recordsAfter(library.site.records, change, effect.value, bringing);
  const made = withSite(seed, { ...library.site, records }, `${seed.version}+site.1`);
  expect(made.leftOut).toEqual([]);
  return made.library;
};
const vial = {
  drug: 'hydromorphone',
  strength: '4',
  unit: 'mg/mL',
  container_volume_mL: '20',
  container: 'vial',
};
const idOf = (collection: string, record: object) => collectionOf(collection)!.key(record);

describe('a limit is refused by name', () => {
  test.each<[string, RecordChange, string[]]>([
    ['beside another amount for the same', own({ amount: '0.3' }), ['record.amount scopes-contradict']],
    ['soft outside hard', own({ amount: '0.3', severity: 'absolute' }), ['record.amount soft-outside-hard']],
    [
      'a least above the most',
      own({ direction: 'min', comparator: 'lt', amount: '0.5' }),
      ['record.amount low-above-high'],
    ],
    [
      'a patient of no age',
      changed({ population: { age_min_y: '65', age_max_y: '18' } }),
      ['record.population.age_min_y low-above-high'],
    ],
    ['a rate as a dose', changed({ unit: 'mg/h' }), ['record.unit limit-dimension']],
    ['a unit that is none', changed({ unit: 'mgs' }), ['record.unit limit-dimension']],
    ['a most that is broken by less', changed({ comparator: 'lt' }), ['record.comparator limit-comparator']],
    ['of a drug that is not there', own({ drug: 'midazolam' }), ['record.drug drug-not-in-formulary']],
    [
      'by a route that the drug is not given by',
      own({ routes: ['perineural'] }),
      ['record.routes.0 route-not-in-formulary'],
    ],
    ['without a route', own({ routes: [] }), ['record.routes too-small']],
    ['what is in force', changed({}), ['record record-unchanged']],
    ['under another name', put('limits', 'hm-05', hm04), ['id record-id-differs']],
  ])('%s', (_, change, expected) => {
    expect(refusals(change)).toEqual(expected);
  });

  test('another amount of what asks yes or no; its severity is decided', () => {
    const asks = limits.rows(seed).filter((r) => (r.record as LimitRecord).comparator === 'predicate');
    expect(asks.length).toBeGreaterThan(10);
    for (const { key, record } of asks) {
      expect(refusals(put('limits', key, { ...(record as object), amount: '7' }))).toEqual([
        'record.amount rule-amount-fixed',
      ]);
      const { severity } = record as LimitRecord;
      const graver = severity === 'absolute' ? 'hard' : 'absolute';
      expect(refusals(put('limits', key, { ...(record as object), severity: graver }))).toEqual([]);
    }
  });

  test('one that is published is changed and never withdrawn; one of the site is', () => {
    const withdraw = { ...put('limits', 'hm-04', undefined), op: 'withdraw' as const };
    expect(refusals(withdraw)).toEqual(['op published-not-withdrawn']);
    expect(refusals({ ...withdraw, id: 'hm-99' })).toEqual(['id record-unknown']);
    const with60 = after(
      own({
        amount: '60',
        unit: 'min',
        kind: 'lockout_min',
        direction: 'min',
        comparator: 'lt',
        context: 'PCA',
        severity: 'info',
      }),
    );
    expect(ruleOf(with60, 'own-01')).toBeDefined();
    const effect = effectOf(seed, with60, { ...withdraw, id: 'own-01' });
    expect(effect).toMatchObject({ ok: true, value: { laxer: true } });
    expect(ruleOf(after({ ...withdraw, id: 'own-01' }, with60), 'own-01')).toBeUndefined();
  });
});

test.each<[string, Partial<LimitRecord>, boolean]>([
  ['less at most', { amount: '0.3' }, false],
  ['the same less in another unit', { amount: '300', unit: 'mcg' }, false],
  ['what is reached is too much', { comparator: 'ge' }, false],
  ['a graver severity', { severity: 'hard' }, false],
  ['also by another route', { routes: ['IV', 'epidural'] }, false],
  ['for everybody', { population: {} }, false],
  ['more at most', { amount: '0.5' }, true],
  ['a milder severity', { severity: 'info' }, true],
  ['by another route instead', { routes: ['epidural'] }, true],
  ['for fewer', { population: { age_min_y: '65', opioid_status: 'naive' } }, true],
  ['of something else', { context: 'loading dose' }, true],
])('%s: laxer is %s', (_, more, laxer) => {
  expect(effectOf(seed, seed, changed(more))).toMatchObject({ ok: true, value: { laxer } });
});

test('what is laxer holds only with two supervisors, and says so in its sentence, made from its figures', () => {
  const change = changed({ amount: '0.5' });
  const library = after(change);
  expect(ruleOf(library, 'hm-04')).toMatchObject({
    amount: '0.5',
    message:
      'A single dose (PCA demand): at most 0.5 mg, IV; from 18 years, opioid-naive. (laxer than published; limit of this pharmacy: 0.5 mg; published: at most 0.4 mg, soft)',
    source: { title: 'Committee, November 2026' },
    provenance: 'laxer than published, approved by B and C',
    laxer_than: { amount: '0.4', severity: 'soft' },
  });
  const records = library.site.records.map((r) => ({ ...r, laxer: false }));
  const forged = withSite(seed, { ...library.site, records }, 'x');
  expect(forged.leftOut).toEqual([{ collection: 'limits', id: 'hm-04', why: 'record-laxer' }]);
  expect(ruleOf(forged.library, 'hm-04')?.amount).toBe('0.4');
});

test('a limit of the site alone is made into a sentence with its window', () => {
  const record = {
    ...hm04,
    id: 'own-02',
    kind: '4_hourly' as const,
    amount: '3',
    context: undefined,
    severity: 'hard' as const,
  };
  const { context: _, ...day } = record;
  const library = after(put('limits', 'own-02', day));
  expect(ruleOf(library, 'own-02')).toMatchObject({
    window_h: '4',
    message: 'In any 4 h: at most 3 mg, IV; from 18 years, opioid-naive. (limit of this pharmacy: 3 mg)',
  });
  expect(limitWords({ ...day, per: 'kg_actual', comparator: 'ge' })).toContain('less than 3 mg per kg');
});

test('what has an end lies over what it is an exception from, which holds again', () => {
  const stricter = after(changed({ amount: '0.3' }));
  const until = '2026-12-24T05:00:00.000Z';
  const meanwhile = after(changed({ amount: '0.2' }), stricter, until);
  expect(ruleOf(meanwhile, 'hm-04')?.amount).toBe('0.2');
  const left = withoutEnded(meanwhile.site.records, until);
  expect(withoutEnded(meanwhile.site.records, '2026-12-24T04:59:59.999Z')).toHaveLength(2);
  const later = withSite(seed, { ...meanwhile.site, records: left }, 'x').library;
  expect(ruleOf(later, 'hm-04')?.amount).toBe('0.3');
});

describe('other records are refused by name', () => {
  const drug = {
    ...(collectionOf('drugs')!
      .rows(seed)
      .find((r) => r.key === 'ondansetron')!.record as object),
    id: 'midazolam',
    generic_name: 'midazolam',
    class_ids: ['sedating_non_opioid'],
  };
  const study = collectionOf('stability')!.rows(seed)[0]!.record as object;
  test.each<[string, RecordChange, string[]]>([
    ['a collection that is none', put('recipes', 'x', {}), ['collection collection-unknown']],
    [
      'a vial of nothing',
      put('vials', idOf('vials', { ...vial, strength: '0' }), { ...vial, strength: '0' }),
      ['record.strength not-above-zero'],
    ],
    [
      'a vial in mg',
      put('vials', idOf('vials', { ...vial, unit: 'mg' }), { ...vial, unit: 'mg' }),
      ['record.unit unit-of-other-dimension'],
    ],
    [
      'a tall-man name of another drug',
      put('drugs', 'midazolam', { ...drug, tall_man: 'HYDROmorphone' }),
      ['record.tall_man tall-man-other-name'],
    ],
    [
      'a class that no rule knows',
      put('drugs', 'midazolam', { ...drug, class_ids: ['benzo'] }),
      ['record.class_ids.0 class-unknown'],
    ],
    [
      'an implanted route',
      put('drugs', 'midazolam', { ...drug, routes: ['intrathecal'] }),
      ['record.routes.0 route-out-of-scope'],
    ],
    [
      'what is out of scope',
      put('drugs', 'remifentanil', {
        ...drug,
        id: 'remifentanil',
        generic_name: 'remifentanil',
        tall_man: null,
      }),
      ['record.generic_name drug-out-of-scope'],
    ],
    [
      'a range the wrong way round',
      put('drugs', 'midazolam', { ...drug, concentration_limits: [{ min: '5', max: '1', unit: 'mg/mL' }] }),
      ['record.concentration_limits.0.min low-above-high'],
    ],
    [
      'a study in a diluent that is not there',
      put('stability', idOf('stability', { ...study, diluents: ['lr'] }), { ...study, diluents: ['lr'] }),
      ['record.diluents.0 diluent-not-in-formulary'],
    ],
    [
      'a comma in a number',
      put('stability', '-', { ...study, days: '1,5' }),
      ['record.days number-has-comma'],
    ],
    [
      'a key that is not documented',
      put('vials', idOf('vials', vial), { ...vial, color: 'red' }),
      ['record.color unknown-key'],
    ],
  ])('%s', (_, change, expected) => {
    expect(refusals(change)).toEqual(expected);
  });

  test('a record that is longer than any, and one that is no JSON', () => {
    const long = { ...put('vials', 'x', { note: 'a'.repeat(20_001) }) };
    const cycle: Record<string, unknown> = {};
    cycle['itself'] = cycle;
    for (const raw of [long, put('vials', 'x', cycle)]) {
      const read = recordChange.safeParse(raw);
      expect(read.success ? [] : issuesOf(read.error, raw).map((i) => `${i.path} ${i.code}`)).toEqual([
        'record record-too-large',
      ]);
    }
  });
});

describe('a figure that is to be verified', () => {
  const limitToVerify = limits.rows(seed).find((r) => r.provenance === 'from general knowledge, verify')!;
  const confirmation = (more: object = {}) => ({
    collection: 'limits',
    of: limitToVerify.key,
    figures: limitToVerify.record,
    document: 'Prescribing information, 2025, section 2.3, read on paper',
    ...more,
  });
  const confirm = (more: object = {}) => {
    const record = confirmation(more);
    return put('confirmations', collectionOf('confirmations')!.key(record), record);
  };

  test('is quiet once its figures were compared, and asks again as soon as they are others', () => {
    const library = after(confirm());
    expect(ruleOf(library, limitToVerify.key)).toEqual({
      ...ruleOf(seed, limitToVerify.key),
      provenance: 'confirmed at this pharmacy: Prescribing information, 2025, section 2.3, read on paper',
    });
    const newer: Library = {
      ...seed,
      formulary: {
        ...seed.formulary,
        drugs: seed.formulary.drugs.map((d) => ({
          ...d,
          rules: d.rules.map((r) => (r.id === limitToVerify.key ? { ...r, amount: '99' } : r)),
        })),
      },
    };
    const again = withSite(newer, library.site, 'x');
    expect(ruleOf(again.library, limitToVerify.key)?.provenance).toBe('from general knowledge, verify');
    expect(again.leftOut).toMatchObject([{ collection: 'confirmations', why: 'figures-differ' }]);
  });

  test.each<[string, object, string]>([
    [
      'other figures',
      { figures: { ...(limitToVerify.record as object), amount: '9' } },
      'record.figures figures-differ',
    ],
    ['what is sourced already', { of: 'hm-04', figures: hm04 }, 'record.of nothing-to-confirm'],
    ['what is not there', { of: 'hm-99' }, 'record.of record-unknown'],
    ['of no collection', { collection: 'recipes' }, 'record.collection collection-unknown'],
    ['without a document', { document: '' }, 'record.document too-small'],
  ])('%s is refused', (_, more, expected) => {
    const change = confirm(more);
    expect(refusals(change)).toEqual([expected]);
  });
});
