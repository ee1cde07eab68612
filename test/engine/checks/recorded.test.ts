import { describe, expect, test } from 'vitest';
import { parseQuantity, quantity, quantityText, recorded } from '../../../engine/number/quantity.ts';

describe('what our own records hold is read back', () => {
  test.each(['20/117 mg/mL', '919/375 mg', '0.4 mg', '0 mg/h', '240 h', '-5/3 mL'])('%s', (text) => {
    expect(quantityText(recorded(text))).toBe(text);
  });
  test('in the dimension that is asked for', () => {
    expect(recorded('1 kg', 'mass').unit.dimension).toBe('mass');
    expect(() => recorded('1 mg', 'volume')).toThrow('unit-of-other-dimension');
  });
  test.each(['0,5 mg', '.5 mg', '5', 'mg', '1/0 mg', ''])('"%s" is no record of ours', (text) => {
    expect(() => recorded(text)).toThrow(/constant|unit|Division/);
  });
  test('a fraction is for records only: typed, it is refused', () => {
    expect(parseQuantity('20/117 mg/mL').ok).toBe(false);
  });
});

const read = () =>
  [quantity('7 kg'), quantity('7 kg', 'mass'), quantity('7 kg')].map((q) => q.unit.dimension);

test('a text is remembered with the dimension in which it was read', () => {
  const [first, second, third] = read();
  expect(second).toBe('mass');
  expect(first).toBe('weight');
  expect(third).toBe('weight');
  expect(read()).toEqual([first, second, third]);
});
