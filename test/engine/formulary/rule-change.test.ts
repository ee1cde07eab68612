import { expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { withSite } from '../../../engine/formulary/records/overlay.ts';
import { asRecordChange, ruleOf } from '../../../engine/formulary/rule-change.ts';

const seed = seedLibrary();
const own = (rules: Library['site']['rules']) => ({ ...seed.site, rules });
const version = '2026.12.8+site.1';

test('rules of a site from before there were records go on, and one that is published no more is left out by name', () => {
  const { library, leftOut } = withSite(
    seed,
    own({ 'hm-04': { amount: '0.3' }, 'gone-01': { amount: '1' } }),
    version,
  );
  expect(ruleOf(library, 'hm-04')).toMatchObject({ amount: '0.3', provenance: 'house rule' });
  expect(leftOut).toEqual([{ collection: 'limits', id: 'gone-01', why: 'record-not-read' }]);
  expect(library.site.rules).toEqual({});
  expect(library.site.records.map((r) => r.id)).toEqual(['hm-04', 'gone-01']);
});

test('a newer library that is stricter by now holds, the rule of the site is left out and named, and is dropped by nothing', () => {
  const { library } = withSite(seed, own({ 'hm-04': { amount: '0.3' } }), version);
  const stricter = {
    ...seed,
    formulary: {
      ...seed.formulary,
      drugs: seed.formulary.drugs.map((d) => ({
        ...d,
        rules: d.rules.map((r) => (r.id === 'hm-04' ? { ...r, amount: '0.25' } : r)),
      })),
    },
  };
  const after = withSite(stricter, library.site, version);
  expect(ruleOf(after.library, 'hm-04')).toMatchObject({ amount: '0.25', provenance: 'sourced' });
  expect(after.leftOut).toEqual([{ collection: 'limits', id: 'hm-04', why: 'published-changed' }]);
  expect(after.library.site.records).toHaveLength(1);
});

test('the published library itself is left as it was', () => {
  const before = JSON.stringify(seed);
  withSite(seed, own({ 'hm-04': { amount: '0.3' } }), version);
  expect(JSON.stringify(seed)).toBe(before);
});

test('a change of a rule that was stored before there were records is the record that it makes', () => {
  const stored = { rule: 'hm-04', amount: '0.3', severity: null, from: null };
  expect(asRecordChange(seed, stored)).toMatchObject({
    collection: 'limits',
    id: 'hm-04',
    op: 'put',
    record: { drug: 'hydromorphone', amount: '0.3', unit: 'mg', severity: 'soft', routes: ['IV'] },
    reference: null,
  });
  expect(asRecordChange(seed, { ...stored, rule: 'gone-01' }).record).toBeUndefined();
});
