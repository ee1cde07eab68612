import { expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { ruleOf, siteRuleIssues, withSiteRules } from '../../../engine/formulary/rule-change.ts';

test('a newer library keeps a rule of the site only where it is still as strict, and says which it left out', () => {
  const seed = seedLibrary();
  const rules = { 'hm-04': { amount: '0.3' }, 'gone-01': { amount: '1' } };
  const { library, leftOut } = withSiteRules(seed, rules);
  expect(ruleOf(library, 'hm-04')?.amount).toBe('0.3');
  expect(leftOut).toEqual(['gone-01']);
  expect(library.site.rules).toEqual({ 'hm-04': { amount: '0.3' } });
  // The published limit falls below what the site had decided: the stricter one holds.
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
  const after = withSiteRules(stricter, rules);
  expect(ruleOf(after.library, 'hm-04')).toMatchObject({ amount: '0.25', provenance: 'sourced' });
  expect(after.leftOut.toSorted()).toEqual(['gone-01', 'hm-04']);
});

test('the published library itself is left as it was', () => {
  const seed = seedLibrary();
  const before = JSON.stringify(seed);
  withSiteRules(seed, { 'hm-04': { amount: '0.3' } });
  expect(JSON.stringify(seed)).toBe(before);
});

test('every published rule is as strict as itself, and a rule that asks yes or no has no amount to change', () => {
  for (const rule of seedLibrary().formulary.drugs.flatMap((d) => d.rules)) {
    expect(siteRuleIssues(rule, {})).toEqual([]);
    const other = siteRuleIssues(rule, { amount: '123456789' });
    if (rule.comparator === 'predicate') expect(other[0]?.code).toBe('rule-amount-fixed');
    // Of a maximum far more is laxer, of a minimum far more is stricter.
    else expect(other.map((i) => i.code)).toEqual(rule.direction === 'max' ? ['rule-laxer'] : []);
  }
});
