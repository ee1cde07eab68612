import { expect, test } from 'vitest';
import { fuzzParsers, parsers } from './parsers.ts';

const refusal = (name: string, text: string) => {
  const read = parsers[name]?.(text);
  return read && !read.ok ? [read.failure].flat().map((f) => f.code) : 'read';
};

/** Whatever a parser does with a text, it does it with a short one: the bound of its work is the bound of the text. */
test.each(Object.keys(parsers))('%s: a text of 900,000 characters is refused unread', (name) => {
  const [code] = refusal(name, `5 ${'mg/'.repeat(300_000)}`);
  expect(['text-too-long', 'number-too-long', 'too-big']).toContain(code);
});

/** ../shared/faults: 21 times `/kg` had 2^21 readings. */
test.each([
  ['dose', `1 mg${'/kg'.repeat(21)}`, 'text-too-long'],
  ['dose', `1 mg${'/kg'.repeat(8)}`, 'unit-of-many-words'],
  ['dose', `1 mg${'·kg'.repeat(8)}`, 'unit-of-many-words'],
  ['dose', `1 mg${'/kg'.repeat(7)}`, 'unit-of-other-dimension'],
  ['unit', `kg${'/g'.repeat(8)}`, 'unit-of-many-words'],
])('%s %s: %s', (name, text, code) => {
  expect(refusal(name, text)).toEqual([code]);
});

/** The whole is `npm run test:fuzz`, in a process with a small heap and a watchdog; this keeps it from rotting. */
test('repeating texts are refused by name', () => {
  const figures = fuzzParsers(8, 11);
  expect(figures.problems).toEqual([]);
  expect(figures.refused).toBeGreaterThan(figures.inputs * 0.8);
});
