import { refusalsOf } from '../../words/refusal.ts';
import { calculate } from '../../engine/calculators/calculate.ts';
import { describe } from '../../engine/calculators/describe.ts';
import { calculators } from '../../engine/calculators/registry.ts';
import { Refused } from '../../engine/number/result.ts';
import type { Handlers } from '../services/call.ts';

/** The registry and its answers copied out as plain data, since the contract's arrays are not read-only. */
const plain = <T>(value: unknown): T => structuredClone(value) as T;

export const calculatorHandlers = {
  'calculator.list': () => plain(calculators.map(describe)),
  'calculator.run': async (_call, { id, input }) => {
    const answer = calculate(id, input);
    if (!answer.ok) throw new Refused(...answer.failure);
    return plain({ ...answer.value, warnings: refusalsOf(answer.value.warnings) });
  },
} satisfies Partial<Handlers>;
