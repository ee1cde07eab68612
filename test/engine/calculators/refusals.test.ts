import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { bad, fieldsOf } from './bad-texts.ts';
import { cases } from './cases.ts';

type Texts = Readonly<Record<string, unknown>>;

const example = (id: string, field: string): Texts => {
  const all = [
    ...cases()
      .filter((c) => c.id === id)
      .map((c) => c.input),
    calculators.find((c) => c.id === id)!.example.input,
  ];
  return all.find((input) => field in input) ?? all.at(-1)!;
};

describe.each(calculators.map((c) => [c.id, c] as const))('%s', (id, c) => {
  test.each(
    fieldsOf(c.fields).map(
      ([name, f, inner]) => [inner === undefined ? name : `${name}.${inner}`, name, f, inner] as const,
    ),
  )('refuses bad texts in %s', (_title, name, f, inner) => {
    const base = example(id, name);
    for (const [what, text] of bad(f)) {
      const rows = (base[name] as Texts[] | undefined) ?? [];
      const input =
        inner === undefined
          ? { ...base, [name]: text }
          : { ...base, [name]: rows.map((row, i) => (i === 0 ? { ...row, [inner]: text } : row)) };
      const path = inner === undefined ? name : `${name}.0.${inner}`;
      const answer = calculate(id, input);
      expect(answer.ok, `${what}: ${JSON.stringify(text)} in ${path}`).toBe(false);
      if (!answer.ok)
        expect(
          answer.failure.map((i) => i.path),
          what,
        ).toContain(path);
    }
  });

  test('names each field that is missing', () => {
    for (const [name, f] of Object.entries(c.fields)) {
      if (f.optional === true) continue;
      const { [name]: _left, ...rest } = example(id, name) as Record<string, unknown>;
      expect(calculate(id, rest)).toMatchObject({
        ok: false,
        failure: expect.arrayContaining([
          expect.objectContaining({ path: name, code: 'missing' }),
        ]) as unknown,
      });
    }
  });

  test('asks for exactly one empty field', () => {
    if (!c.solveFor) return;
    const answer = calculate(id, {});
    expect(answer.ok).toBe(false);
    if (!answer.ok) for (const i of answer.failure) expect(i.path).not.toBe('');
  });
});
