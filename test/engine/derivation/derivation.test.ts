import { describe, expect, test } from 'vitest';
import {
  ceil,
  count,
  derive,
  exp,
  floor,
  lineText,
  ln,
  max,
  min,
  minus,
  named,
  nothing,
  number,
  over,
  plus,
  pow,
  printed,
  sqrt,
  step,
  stepIn,
  times,
  total,
  valueOf,
  type Expr,
} from '../../../engine/derivation/derivation.ts';
import { exact } from '../../../engine/number/notation.ts';
import { quantity, quantityText } from '../../../engine/number/quantity.ts';
import { Refused } from '../../../engine/number/result.ts';
import { NUMBER, unit, type Unit } from '../../../engine/number/units.ts';

const source = { id: 'T', title: 'test' };
const q = (name: string, text: string): Expr => named(name, quantity(text));
const line = (e: Expr, u: Unit = NUMBER) => printed(derive('id', 'name', e, u, source));

test('one expression gives formula, line, result and shortened result', () => {
  expect(line(over(q('drug amount', '100 mg'), q('final volume', '117 mL')), unit('mg/mL'))).toEqual({
    id: 'id',
    name: 'name',
    source,
    formula: 'drug amount ÷ final volume',
    line: '100 mg ÷ 117 mL = (100/117) mg/mL',
    result: '100/117 mg/mL',
    about: '0.854701 mg/mL',
  });
  expect(line(plus(q('a', '1 mg'), q('b', '500 mcg')), unit('mg'))).toMatchObject({
    line: '1 mg + 500 mcg = 1.5 mg',
    about: null,
  });
});

describe('brackets stand where the order of operations needs them, and only there', () => {
  const [a, b, c] = [number('8'), number('4'), number('2')];
  test.each([
    [times(plus(a, b), c), '(8 + 4) × 2 = 24'],
    [plus(times(a, b), c), '8 × 4 + 2 = 34'],
    [minus(a, minus(b, c)), '8 − (4 − 2) = 6'],
    [minus(minus(a, b), c), '8 − 4 − 2 = 2'],
    [over(a, over(b, c)), '8 ÷ (4 ÷ 2) = 4'],
    [over(over(a, b), c), '8 ÷ 4 ÷ 2 = 1'],
    [over(a, times(b, c)), '8 ÷ (4 × 2) = 1'],
    [times(a, minus(b, c)), '8 × (4 − 2) = 16'],
    [plus(a, plus(b, c)), '8 + (4 + 2) = 14'],
    [min(a, b, c), 'min(8; 4; 2) = 2'],
    [max(c, a, b), 'max(2; 8; 4) = 8'],
    [floor(over(a, number('3'))), 'floor(8 ÷ 3) = 2'],
    [ceil(over(a, number('3'))), 'ceil(8 ÷ 3) = 3'],
    [sqrt(plus(a, number('1'))), 'sqrt(8 + 1) = 3'],
    [pow(a, c), 'pow(8; 2) = 64'],
    [pow(c, number('-3')), 'pow(2; -3) = 0.125'],
    [ln(number('1')), 'ln(1) = 0'],
    [exp(number('0')), 'exp(0) = 1'],
    [total(a, b, c), '8 + 4 + 2 = 14'],
    [total(a), '8 = 8'],
  ])('%#', (e, expected) => expect(line(e).line).toBe(expected));
});

test('where exactness ends, the line says ≈, and so does each that starts from it', () => {
  const root = derive('root', 'root', sqrt(number('2')), NUMBER, source);
  expect(root.exactness).toBe('rounded');
  // √2 to 36 digits, OEIS A002193
  expect(printed(root).line).toBe('sqrt(2) ≈ 1.41421356237309504880168872420969808');
  const later = derive('later', 'later', times(step(root), number('2')), NUMBER, source);
  expect([later.exactness, printed(later).line.includes(' ≈ ')]).toEqual(['rounded', true]);
  expect(derive('in', 'in', stepIn(root, 'root in percent', '%'), NUMBER, source).exactness).toBe('rounded');
  expect(derive('whole', 'whole', sqrt(number('4')), NUMBER, source).exactness).toBe('exact');
  for (const e of [ln(number('2')), exp(number('2')), pow(number('2'), number('0.5'))])
    expect(derive('', '', e, NUMBER, source).exactness).toBe('rounded');
});

test('a step is a leaf of the next line, in its own unit or as a plain number', () => {
  const weight = derive('w', 'weight', q('w', '154 lb'), unit('kg', 'weight'), source);
  expect(printed(derive('x', 'x', times(step(weight), number('2')), unit('kg', 'weight'), source)).line).toBe(
    '69.85322498 kg × 2 = 139.70644996 kg',
  );
  expect(printed(derive('x', 'x', stepIn(weight, 'weight in kg', 'kg'), NUMBER, source))).toMatchObject({
    formula: 'weight in kg',
    line: '69.85322498 = 69.85322498',
  });
});

test('drug mass and body weight are told apart in the printed line', () => {
  expect(lineText(quantity('2 kg', 'mass'))).toBe('2 kg drug');
  expect(lineText(quantity('2 kg', 'weight'))).toBe('2 kg');
  expect(lineText(quantity('500 g', 'weight'))).toBe('500 g body');
  expect(
    line(
      over(named('dose', quantity('2 kg', 'mass')), named('w', quantity('500 g', 'weight'))),
      unit('mg/kg'),
    ).line,
  ).toBe('2 kg drug ÷ 500 g body = 4000000 mg/kg');
});

test('refusals: unlike dimensions, division by zero, a unit that does not fit, roots of what is no plain number', () => {
  const bad: Expr[] = [
    plus(q('a', '1 mg'), q('b', '1 mL')),
    over(q('a', '1 mg'), q('b', '0 mL')),
    min(q('a', '1 mg'), q('b', '1 mL')),
    sqrt(q('a', '4 mg')),
    pow(number('2'), q('h', '1 h')),
    ln(number('0')),
    sqrt(number('-1')),
    pow(number('0'), number('-1')),
  ];
  for (const e of bad) expect(() => valueOf(e)).toThrow(Refused);
  expect(() => derive('', '', q('a', '1 mg'), unit('mL'), source)).toThrow('unlike-dimensions');
  expect(() => valueOf(min())).toThrow('min of nothing');
});

test('small helpers', () => {
  expect(quantityText(valueOf(plus(q('a', '1 mg'), q('b', '2 mg'))))).toBe('3 mg');
  expect(quantityText(count(exact('3')))).toBe('3');
  expect([quantityText(nothing('mg')), quantityText(nothing(unit('mL')))]).toEqual(['0 mg', '0 mL']);
  expect(quantityText(valueOf(floor(q('v', '2.5 mL'))))).toBe('2 mL');
});
