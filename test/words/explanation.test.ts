import { expect, test } from 'vitest';
import { explanationWords } from '../../words/en/explanation.ts';

test('an order in which nothing fails is not called safe', () => {
  const words = explanationWords({ state: 'passes', outOfReach: [] });
  expect(words).toMatch(/^Nothing to change: no check fails\./);
  expect(words).toContain('no promise that the order is safe');
});

test.each(['one-change', 'two-changes', 'none'] as const)(
  '%s: what stays out of reach is never said to pass',
  (state) => {
    const left = {
      key: 'k',
      subject: { code: 'concentration' },
      message: { code: 'no-library-limit' },
    } as const;
    expect(explanationWords({ state, outOfReach: [] })).toContain('every check pass');
    expect(explanationWords({ state, outOfReach: [left] })).toContain('every other check pass');
  },
);
