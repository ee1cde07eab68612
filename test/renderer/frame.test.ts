import { expect, test } from 'vitest';
import { isFrame } from '../../bridge/frame.ts';
import { contract } from '../../bridge/contract.ts';

const takes = (line: string) =>
  contract['incident.report'].input.safeParse({ room: 'work', kind: 'TypeError', stack: [line] }).success;

test.each([
  'at Prescribers (http://127.0.0.1:4711/assets/prescribers-CcnJxSra.js:1:2034)',
  'at async Promise.all (http://[::1]:4711/assets/index-D_x-9.js:12:7)',
  'at Object.value [as get] (meniscus://app/assets/index-D_x-9.js:12:7)',
  'at new #inner (http://localhost:4711/assets/index.js:1:1)',
  'at http://localhost:4711/assets/index.js:1:1',
])('A line that the window keeps is one that the host takes: %s', (line) => {
  expect(isFrame(line)).toBe(true);
  expect(takes(line)).toBe(true);
});

test.each([
  'TypeError: Jane DOE is not iterable',
  'at Jane DOE',
  'at x (http://127.0.0.1:4711/assets/index.js?name=DOE:1:2)',
  'at x (file:///home/doe/assets/index.js:1:2)',
  'at x (<anonymous>)',
  `at ${'x'.repeat(300)} (http://127.0.0.1:4711/assets/index.js:1:2)`,
])('A line that may hold anything else is neither kept nor taken: %s', (line) => {
  expect(isFrame(line)).toBe(false);
  expect(takes(line)).toBe(false);
});
