import { acceptedWords } from '../../../words/refusal.ts';
import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { cases, expectOutput, refusals } from './cases.ts';

/** Expected values come from the named source and were worked by hand, never from the code. */
describe.each(calculators.map((c) => c.id))('%s', (id) => {
  const own = cases().filter((c) => c.id === id);
  test('has at least three cases, each with its source', () => {
    expect(own.length).toBeGreaterThanOrEqual(3);
    for (const c of own) expect(c.source.length).toBeGreaterThan(10);
  });
  test.each(own.map((c) => [c.source, c] as const))('%s', (_source, c) => {
    const answer = calculate(c.id, c.input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    for (const [name, expected] of Object.entries(c.expected)) expectOutput(answer.value, name, expected);
  });
  test('the example of the registry', () => {
    const { input, expected } = calculators.find((c) => c.id === id)!.example;
    const answer = calculate(id, input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    for (const [name, text] of Object.entries(expected)) expectOutput(answer.value, name, text);
  });
});

describe('refusals by field', () => {
  test.each(refusals().map((r) => [`${r.id}: ${r.why}`, r] as const))('%s', (_title, r) => {
    const answer = calculate(r.id, r.input);
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    const met = answer.failure.find((i) => i.path === r.path && i.code === r.code);
    expect(met, JSON.stringify(answer.failure)).toBeDefined();
    expect(met && acceptedWords(met.accepted).length).toBeGreaterThan(3);
  });
});

test('an unknown calculator and an input that is no object are refused', () => {
  expect(calculate('no-such', {})).toMatchObject({
    ok: false,
    failure: [{ code: 'calculator-not-known', given: 'no-such' }],
  });
  for (const input of [null, 'text', 3, []]) expect(calculate('concentration', input).ok).toBe(false);
});

test('a JSON number is refused, since a binary float may stand behind it', () => {
  const answer = calculate('creatinine-clearance', {
    age: 65,
    sex: 'male',
    weight: '80 kg',
    creatinine: '1 mg/dL',
  });
  expect(answer).toMatchObject({ ok: false, failure: [{ path: 'age', code: 'invalid-type' }] });
});
