import { acceptedWords } from '../../../words/refusal.ts';
import { expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { cases, refusals } from './cases.ts';

/**
 * The words a person reads: id, name, formula and source of every step, and what each refusal says is accepted. They are
 * recorded, not computed elsewhere: a change is read by a person and then written with `npx vitest run wording -u`.
 */
test.each(calculators.map((c) => [c.id, c] as const))('words of %s', async (id, c) => {
  const inputs = [c.example.input, ...cases().flatMap((x) => (x.id === id ? [x.input] : []))];
  const steps = inputs.flatMap((input) => {
    const answer = calculate(id, input);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return answer.value.derivations.map((d) => `${d.id} | ${d.name} | ${d.formula} | ${d.source.id}`);
  });
  const refused = refusals().flatMap((r) => {
    if (r.id !== id) return [];
    const answer = calculate(id, r.input);
    if (answer.ok) throw new Error(r.why);
    return answer.failure.map(
      (i) => `${i.path} | ${i.code} | ${i.given ?? '(nothing)'} | ${acceptedWords(i.accepted)}`,
    );
  });
  await expect(`${[...new Set(steps), '', ...new Set(refused)].join('\n')}\n`).toMatchFileSnapshot(
    `../../cases/calculators/words/${id}.txt`,
  );
});
