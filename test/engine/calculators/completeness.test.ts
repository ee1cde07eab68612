import { describe, expect, test } from 'vitest';
import { COMMON } from '../../../engine/calculators/calculator.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { cases, refusals } from './cases.ts';
import { bad, fieldsOf } from './bad-texts.ts';

/**
 * What every entry of the registry owes: three cases with a named source that expect what it answers, one text for each
 * input that is refused (refusals.test.ts runs them), and for each way of solving a case that takes it.
 */
const all = cases();

describe.each(calculators.map((c) => [c.id, c] as const))('%s', (id, c) => {
  const own = all.filter((x) => x.id === id);

  test('three cases, each with a named source, no two alike', () => {
    expect(own.length).toBeGreaterThanOrEqual(3);
    expect(new Set(own.map((x) => JSON.stringify(x.input))).size).toBe(own.length);
    for (const x of own) {
      expect(x.source).toMatch(/\w{4,}/);
      expect(Object.keys(x.expected).length).toBeGreaterThan(0);
      for (const name of Object.keys(x.expected)) expect(Object.keys(c.outputs)).toContain(name);
    }
  });

  test('each output is expected by a case', () => {
    const expected = new Set([
      ...own.flatMap((x) => Object.keys(x.expected)),
      ...Object.keys(c.example.expected),
    ]);
    expect(Object.keys(c.outputs).filter((o) => !expected.has(o))).toEqual([]);
  });

  test('each input is given in a case, and has texts that are refused', () => {
    const given = new Set([...own.flatMap((x) => Object.keys(x.input)), ...Object.keys(c.example.input)]);
    expect(Object.keys(c.fields).filter((f) => !given.has(f))).toEqual([]);
    for (const [, field] of fieldsOf(c.fields)) expect(bad(field).length).toBeGreaterThan(3);
  });

  test('each way of solving is met by a case', () => {
    const solved = (name: string) =>
      [...own.map((x) => x), { input: c.example.input, expected: c.example.expected }].some(
        (x) => !(name in x.input) && name in x.expected,
      );
    expect((c.solveFor ?? []).filter((name) => !solved(name))).toEqual([]);
  });
});

test('a recorded refusal stands at a field of its calculator', () => {
  for (const r of refusals()) {
    if (r.code === 'unknown-key') continue;
    const c = calculators.find((x) => x.id === r.id);
    expect(Object.keys({ ...c?.fields, ...COMMON }), `${r.id} ${r.path}`).toContain(r.path.split('.')[0]);
  }
});
