import { expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import { cases, refusals } from './cases.ts';

/**
 * The words a person reads: the formula of every step, and what each refusal says is accepted. They are recorded, not computed
 * elsewhere: a change is read by a person and then written with `npx vitest run -u`.
 */
test('formulas of the steps', async () => {
  const lines = calculators.flatMap((c) => {
    const inputs = [c.example.input, ...cases().flatMap((x) => (x.id === c.id ? [x.input] : []))];
    const steps = inputs.flatMap((input) => {
      const answer = calculate(c.id, input);
      if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
      return answer.value.derivations.map(
        (d) => `${c.id} | ${d.id} | ${d.name} | ${d.formula} | ${d.source.id}`,
      );
    });
    return [...new Set(steps)];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../cases/calculators/formulas.txt');
});

test('words of the refusals', async () => {
  const lines = refusals().flatMap((r) => {
    const answer = calculate(r.id, r.input);
    if (answer.ok) throw new Error(r.why);
    return answer.failure.map(
      (i) => `${r.id} | ${i.path} | ${i.code} | ${i.given ?? '(nothing)'} | ${i.accepted}`,
    );
  });
  await expect(`${[...new Set(lines)].join('\n')}\n`).toMatchFileSnapshot(
    '../../cases/calculators/refusal-words.txt',
  );
});
