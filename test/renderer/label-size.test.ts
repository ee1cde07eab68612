import { expect, test } from 'vitest';
import { hundredths, inches, sizeOf } from '../../renderer/features/site/label-size.ts';

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
