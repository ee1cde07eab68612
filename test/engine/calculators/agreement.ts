import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import type { Issue } from '../../../engine/number/result.ts';
import { randomInput, seeded } from './generate.ts';

export interface Agreement {
  readonly agreed: number;
  readonly refused: number;
  readonly lines: number;
  readonly disagreements: readonly { id: string; input: unknown; failure: readonly Issue[] }[];
  readonly perCalculator: ReadonlyMap<string, number>;
}

/** Bounds of work: a run dose by dose that would be too long is refused as a whole, by no field, and is drawn again. */
const BOUNDS: ReadonlySet<string> = new Set(['run-too-long']);

/** `n` valid inputs, the calculators in turn. A refused input is drawn again; a difference or a defect is kept. */
export function agreement(n: number, seed: number): Agreement {
  const random = seeded(seed);
  const disagreements: { id: string; input: unknown; failure: readonly Issue[] }[] = [];
  const perCalculator = new Map(calculators.map((c) => [c.id, 0]));
  let [agreed, refused, lines] = [0, 0, 0];
  for (let turn = 0; agreed + disagreements.length < n; turn += 1) {
    const c = calculators[turn % calculators.length]!;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const input = randomInput(c, random);
      const answer = calculate(c.id, input);
      if (answer.ok) {
        agreed += 1;
        lines += answer.value.derivations.length;
        perCalculator.set(c.id, (perCalculator.get(c.id) ?? 0) + 1);
        break;
      }
      const differs = answer.failure.some(
        (i) => i.code === 'second-opinion-differs' || (i.path === '' && !BOUNDS.has(i.code)),
      );
      if (differs) {
        disagreements.push({ id: c.id, input, failure: answer.failure });
        break;
      }
      refused += 1;
    }
    if (turn > n + calculators.length * 50) break;
  }
  return { agreed, refused, lines, disagreements, perCalculator };
}
