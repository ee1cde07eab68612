import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { selfTestCases } from '../../../db/seed/self-test.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { selfTest } from '../../../engine/checks/self-test.ts';

const cases = selfTestCases();
const without = (id: string): Library => {
  const library = seedLibrary();
  for (const d of library.formulary.drugs) d.rules = d.rules.filter((r) => r.id !== id);
  return library;
};

describe('the self-test', () => {
  test('is passed by the rules that are shipped, on the published incidents and golden cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(cases.every((c) => c.source !== '')).toBe(true);
    expect(selfTest(cases, seedLibrary(), true)).toEqual({
      ruleSet: seedLibrary().version,
      cases: cases.length,
      failures: [],
    });
  });

  test('names each case that a missing rule lets through, shipped or changed by a site', () => {
    for (const shipped of [true, false]) {
      const ids = selfTest(cases, without('hm-07'), shipped).failures.map((f) => f.id);
      expect(ids).toContain('pa-psrs-proxy');
      expect(ids).toContain('no-limit-computed-maximum');
      expect(ids).not.toContain('tenfold-morphine-iv');
    }
  });

  test('a stricter rule of a site passes; a rule that fires where the shipped ones must not fails only as shipped', () => {
    const library = seedLibrary();
    const hydromorphone = library.formulary.drugs.find((d) => d.id === 'hydromorphone')!;
    hydromorphone.rules.find((r) => r.id === 'hm-02')!.amount = '0.1';
    expect(selfTest(cases, library, false).failures).toEqual([]);
    expect(selfTest(cases, library, true).failures.map((f) => f.id)).toContain(
      'tenfold-hydromorphone-sc-meant',
    );
  });

  test('a wrong figure, a wrong refusal and a refusal that does not come are told apart', () => {
    const [first] = cases.filter((c) => c.expect && Object.hasOwn(c.expect, 'concentration'));
    const [refused] = cases.filter((c) => c.refused);
    const wrong = [
      { ...first!, expect: { concentration: '7 mg/mL' } },
      { ...refused!, refused: [{ path: 'order', code: 'something-else' }] },
      { ...first!, refused: [{ path: 'order', code: 'something-else' }] },
    ];
    const told = selfTest(wrong, seedLibrary(), true).failures.map((f) => f.wrong.join());
    expect(told).toHaveLength(3);
    expect(told[0]).toContain('concentration is');
    expect(told[1]).toContain('not as order: something-else');
    expect(told[2]).toContain('computed, not refused');
  });
});
