import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { calculators } from '../../../engine/calculators/registry.ts';
import type { PrintedDerivation } from '../../../engine/derivation/derivation.ts';
import { recheck } from '../../../engine/derivation/reread.ts';
import { cases } from './cases.ts';

const other = (text: string): string => text.replace(/\d/, (digit) => String((parseInt(digit, 10) + 1) % 10));

/** The same derivation with another digit in its result, in line, result and shortened form alike: one wrong answer, well told. */
function wrongResult(d: PrintedDerivation): PrintedDerivation {
  const [left = '', sign = ' = ', right = ''] = d.line.split(/( [=≈] )/);
  return {
    ...d,
    line: `${left}${sign}${other(right)}`,
    result: other(d.result),
    about: d.about === null ? null : other(d.about),
  };
}

const left = (d: PrintedDerivation, change: (text: string) => string): PrintedDerivation => {
  const [before = '', sign = ' = ', after = ''] = d.line.split(/( [=≈] )/);
  return { ...d, line: `${change(before)}${sign}${after}` };
};

/** Slips of the pen on the left side; which of them a line can carry depends on the line. */
const slips: readonly (readonly [string, (d: PrintedDerivation) => PrintedDerivation])[] = [
  ['times for divided', (d) => left(d, (t) => t.replace(' ÷ ', ' × '))],
  ['divided for times', (d) => left(d, (t) => t.replace(' × ', ' ÷ '))],
  ['plus for minus', (d) => left(d, (t) => t.replace(' − ', ' + '))],
  ['a digit more', (d) => left(d, (t) => t.replace(/([1-9])(?= |\)|;|$)/, '$17'))],
  ['mcg for mg', (d) => left(d, (t) => t.replace(/ mg\b/, ' mcg'))],
  ['min for h', (d) => left(d, (t) => t.replace(/\bh\b/, 'min'))],
  ['a factor of ten', (d) => left(d, (t) => t.replace(/(\d+)\.(\d)/, '$1$2.'))],
];

describe.each(calculators.map((c) => [c.id, c] as const))('%s', (id, c) => {
  const inputs = [
    c.example.input,
    ...cases()
      .filter((x) => x.id === id)
      .map((x) => x.input),
  ];
  const all = () =>
    inputs.flatMap((input) => {
      const answer = calculate(id, input);
      if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
      return answer.value.derivations;
    });

  test('every derivation passes as printed, and fails with a wrong result', () => {
    const derivations = all();
    expect(derivations.length).toBeGreaterThan(0);
    for (const d of derivations) {
      expect(recheck(d), d.line).toEqual({ ok: true, value: true });
      const corrupted = wrongResult(d);
      expect(recheck(corrupted), corrupted.line).toMatchObject({
        ok: false,
        failure: { code: 'second-opinion-differs', path: d.id },
      });
    }
  });

  test('a slip in what was put in is caught', () => {
    const derivations = all();
    const caught = slips.filter(([, slip]) =>
      derivations.some((d) => slip(d).line !== d.line && !recheck(slip(d)).ok),
    );
    expect(caught.map(([name]) => name).length, derivations.map((d) => d.line).join('\n')).toBeGreaterThan(0);
  });
});
