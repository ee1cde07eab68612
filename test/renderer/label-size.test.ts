import { refusalsOf } from '../../words/refusal.ts';
import { expect, test } from 'vitest';
import { siteSettings } from '../../bridge/records.ts';
import { refusalWords } from '../../words/refusal.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { hundredths, inches, inInches, sizeOf } from '../../renderer/features/site/label-size.ts';

// By hand: inches times one hundred.
test.each([
  ['4', 400],
  ['3.5', 350],
  ['2.25', 225],
  ['3,5', null],
  ['.5', null],
  ['2.255', null],
  ['', null],
])('%j in is %j hundredths', (text, count) => expect(hundredths(text)).toBe(count));

test.each([
  [400, '4'],
  [350, '3.5'],
  [225, '2.25'],
  [1000, '10'],
])('%i hundredths are %s in', (count, text) => {
  expect(inches(count)).toBe(text);
  expect(hundredths(text)).toBe(count);
});

test('no size is not a size of zero, and half a size is refused', () => {
  expect(sizeOf('', '')).toBeNull();
  expect(sizeOf('4', '')).toEqual({ width: 400, height: 0 });
});

test('a side that is refused is told in the inches that were typed, with the bounds of the contract', () => {
  const typed = { width: '9', height: '0.1' };
  const input = { pharmacy: null, timeZone: 'America/New_York', ownLabel: sizeOf(typed.width, typed.height) };
  const parsed = siteSettings.safeParse(input);
  const issues = parsed.success ? [] : refusalsOf(issuesOf(parsed.error, input));
  const told = (side: 'width' | 'height') =>
    inInches(
      issues.filter((i) => i.path === `ownLabel.${side}`),
      side,
      typed[side],
    ).map(refusalWords);
  expect(told('width')).toEqual([
    '“9” is not accepted. Accepted: from 1 to 8.5 in, with two decimals at most, such as 3.5.',
  ]);
  expect(told('height')).toEqual([
    '“0.1” is not accepted. Accepted: from 1 to 11 in, with two decimals at most, such as 3.5.',
  ]);
});
