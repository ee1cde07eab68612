import { expect, test } from 'vitest';
import { distanceToBeginning, mostErrors } from '../../db/typing-errors.ts';

/* Counted by hand: wrong, missing, additional letter, two neighbours swapped; the end of a word may be missing. */
test.each([
  ['hydromorphone', 'hydromorphone', 0],
  ['hydromor', 'hydromorphone', 0],
  ['hydromorpone', 'hydromorphone', 1],
  ['hidromor', 'hydromorphone', 1],
  ['mrophine', 'morphine', 1],
  ['morphinne', 'morphine', 1],
  ['fentanil', 'fentanyl', 1],
  ['bupivicane', 'bupivacaine', 2],
  ['ketorolac', 'hydromorphone', 3],
])('%s is %s with %i errors', (typed, word, errors) => {
  expect(distanceToBeginning(typed, word, 2)).toBe(errors);
});

test('short words are forgiven nothing, longer ones more', () => {
  expect(['abc', 'abcd', 'abcdefg', 'abcdefgh'].map(mostErrors)).toEqual([0, 1, 1, 2]);
});
