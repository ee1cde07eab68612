import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exact, exactText } from '../../../engine/number/notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  isZero,
  least,
  most,
  mul,
  of,
  parseQuantity,
  plain,
  quantity,
  quantityText,
  scale,
  shownText,
  sub,
  to,
  type Mass,
  type Volume,
} from '../../../engine/number/quantity.ts';
import { Refused } from '../../../engine/number/result.ts';
import { NUMBER, readUnit, unit, UNITS } from '../../../engine/number/units.ts';

describe('reading', () => {
  test.each([
    ['0.4 mg', '0.4 mg', 'mass'],
    ['10 mg/mL', '10 mg/mL', 'mass/volume'],
    ['5 million units', '5 million units', 'activity'],
    ['0.9 % w/v', '0.9 % w/v', 'mass/volume'],
    ['250 mg/5 mL', '50 mg/mL', 'mass/volume'],
    ['400 mg/250 mL', '1.6 mg/mL', 'mass/volume'],
    ['25000 units/500 mL', '50 units/mL', 'activity/volume'],
    ['1 g/3 L', '1/3 g/L', 'mass/volume'],
    ['1:1000', '1 mg/mL', 'mass/volume'],
    ['1:200000', '0.005 mg/mL', 'mass/volume'],
    ['1:100 w/v', '10 mg/mL', 'mass/volume'],
    ['1:1000 v/v', '0.001', ''],
    ['1:4 w/w', '0.25', ''],
    ['0 mg', '0 mg', 'mass'],
    ['70 kg', '70 kg', 'weight'],
  ])('%s is %s', (text, shown, dimension) => {
    const read = parseQuantity(text);
    expect(read.ok && [quantityText(read.value), read.value.unit.dimension]).toEqual([shown, dimension]);
  });
  test.each([
    ['5mg', 'unit-not-separated'],
    ['400 mg in 250 mL', 'strength-in-words'],
    ['5', 'unit-missing'],
    ['5 ', 'unit-missing'],
    ['5  mg', 'quantity-has-extra-space'],
    ['5 mg ', 'quantity-has-extra-space'],
    [' 5 mg', 'number-has-space'],
    ['0,5 mg', 'number-has-comma'],
    ['-5 mg', 'number-has-sign'],
    ['5.0 mg', 'number-has-trailing-zero'],
    ['5 U', 'unit-refused'],
    ['5 mgg', 'unit-unknown'],
    ['', 'number-missing'],
    ['mg', 'number-not-decimal'],
    ['x1:1000', 'number-not-decimal'],
    ['1:1000 x', 'number-has-other-characters'],
    ['1:1000 w/v x', 'number-has-other-characters'],
    ['5 mg/5 mL x', 'unit-unknown'],
    ['mg5', 'number-not-decimal'],
    ['1:0', 'ratio-zero'],
    ['1:', 'number-missing'],
    ['1:1,000', 'number-has-comma'],
    ['250 mg/0 mL', 'division-by-zero'],
    ['250 mg/5.0 mL', 'number-has-trailing-zero'],
    ['250 U/5 mL', 'unit-refused'],
    ['5 mg/5 cc', 'unit-refused'],
  ])('%j is refused as %s', (text, code) =>
    expect(parseQuantity(text)).toMatchObject({ ok: false, failure: { code, given: text } }),
  );
  test('only the dimensions asked for', () => {
    expect(parseQuantity('5 mL', 'mass')).toMatchObject({
      ok: false,
      failure: {
        code: 'unit-of-other-dimension',
        accepted: { code: 'quantity-of', dimensions: ['mass'], such: ['0.5 mg'] },
      },
    });
    expect(parseQuantity('5 mL', 'mass', 'volume').ok).toBe(true);
    expect(parseQuantity('1:1000', 'mass')).toMatchObject({
      ok: false,
      failure: { code: 'unit-of-other-dimension' },
    });
    expect(parseQuantity('250 mg/5 mL', 'mass/volume').ok).toBe(true);
    expect(parseQuantity('5', '')).toMatchObject({ ok: true, value: { unit: NUMBER } });
    expect(parseQuantity('5', 'mass')).toMatchObject({
      ok: false,
      failure: { code: 'unit-missing', accepted: { code: 'number-and-unit', such: '0.5 mg' } },
    });
    expect(parseQuantity('5 U', 'mass')).toMatchObject({
      ok: false,
      failure: { code: 'unit-refused', given: '5 U' },
    });
    expect(parseQuantity('2 kg', 'mass')).toMatchObject({ ok: true, value: { unit: { dimension: 'mass' } } });
    expect(() => quantity('5 mL', 'mass')).toThrow(Refused);
    expect(() => quantity('5mg')).toThrow('unit-not-separated');
  });
});

const q = (text: string) => quantity(text);

describe('arithmetic', () => {
  test.each([
    ['1 g', 'mcg', '1000000 mcg'],
    ['154 lb', 'kg', '69.85322498 kg'],
    ['0.1 mcg/kg/min', 'mg/kg/h', '0.006 mg/kg/h'],
    ['70 in', 'cm', '177.8 cm'],
    ['0.9 % w/v', 'mg/mL', '9 mg/mL'],
    ['1 grain', 'mg', '64.79891 mg'],
    ['3 ppm', 'mg/L', '3 mg/L'],
    ['20 min', 'h', '1/3 h'],
  ])('%s is %s in another unit: %s', (from, into, expected) => {
    expect(quantityText(to(q(from), into))).toBe(expected);
  });
  test('sums stay in the unit of the first', () => {
    expect(quantityText(add(q('1 g'), q('500 mg')))).toBe('1.5 g');
    expect(quantityText(sub(q('1 mg'), q('1500 mcg')))).toBe('-0.5 mg');
    expect(quantityText(scale(q('0.2 mL'), exact('6')))).toBe('1.2 mL');
  });
  test('products and quotients cancel what stands on both sides', () => {
    expect(quantityText(mul(q('2 mg/mL'), q('5 mL')))).toBe('10 mg');
    expect(quantityText(div(q('10 mg'), q('5 mL')))).toBe('2 mg/mL');
    expect(quantityText(div(q('10 mg'), q('5 mg')))).toBe('2');
    expect(quantityText(div(q('2 mg/h'), q('500 mcg/mL')))).toBe('4 mL/h');
    expect(quantityText(mul(q('2 mcg/kg/min'), q('70 kg')))).toBe('8.4 mg/h');
  });
  test('mg per kg never cancels against drug mass in kg', () => {
    expect(mul(q('1 mg/kg'), quantity('1 kg', 'mass')).unit.dimension).toBe('mass·mass/weight');
  });
  test('unlike dimensions and division by zero are refused at run time', () => {
    const mL = q('1 mL') as never;
    for (const run of [
      () => add(q('1 mg'), mL),
      () => sub(q('1 mg'), mL),
      () => compare(q('1 mg'), mL),
      () => to(q('1 mg'), unit('mL') as never),
      () => least(q('1 mg'), mL),
    ])
      expect(run).toThrow('unlike-dimensions');
    expect(() => div(q('1 mg'), q('0 mL'))).toThrow('division-by-zero');
  });
  test('order, least and most', () => {
    expect([
      compare(q('1 g'), q('1000 mg')),
      compare(q('999 mg'), q('1 g')),
      compare(q('2 mg'), q('1 mg')),
    ]).toEqual([0, -1, 1]);
    expect(quantityText(least(q('3 mg'), q('2000 mcg'), q('4 mg')))).toBe('2000 mcg');
    expect(quantityText(most(q('3 mg'), q('2000 mcg'), q('4 mg')))).toBe('4 mg');
    expect([isZero(q('0 mg')), isZero(q('0.001 mg'))]).toEqual([true, false]);
  });
  test('shown to a person', () => {
    expect([
      shownText(q('0.5 mg')),
      shownText(div(q('1 mg'), q('3 mL'))),
      shownText(plain('1/3')),
      quantityText(plain(2n)),
    ]).toEqual(['0.5 mg', 'about 0.333333 mg/mL', 'about 0.333333', '2']);
  });
});

const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.integer({ min: 0, max: 9 }))
  .map(([n, p]) => exact(n).div(10n ** BigInt(p)));
const units = UNITS.map((u) => unit(u.code));
test('there and back again is the identity, for every pair of units of one dimension', () => {
  for (const a of units)
    for (const b of units.filter((u) => u.dimension === a.dimension))
      fc.assert(
        fc.property(amounts, (n) => exactText(to(to(of(n, a), b), a).amount) === exactText(n)),
        { numRuns: 3 },
      );
});
test('no two units of unlike dimensions are ever added', () => {
  for (const a of units)
    for (const b of units.filter((u) => u.dimension !== a.dimension))
      expect(() => add(of(exact('1'), a), of(exact('1'), b) as never)).toThrow('unlike-dimensions');
});
test('what is printed is read back as the same quantity', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom(...units, unit('mcg/kg/min'), unit('mg·h/mL')), (n, u) => {
      const read = parseQuantity(quantityText(of(n, u)), u.dimension);
      expect(read.ok && read.value.unit === u && read.value.amount.equals(n)).toBe(true);
    }),
  );
});
test('addition is commutative and keeps the total in base units', () => {
  fc.assert(
    fc.property(
      amounts,
      amounts,
      fc.constantFrom('mg', 'mcg', 'g', 'grains'),
      fc.constantFrom('mg', 'ng', 'oz'),
      (a, b, u, v) => {
        const [x, y] = [of(a, unit(u, 'mass')), of(b, unit(v, 'mass'))];
        expect(inBase(add(x, y)).equals(inBase(add(y, x)))).toBe(true);
        expect(inBase(add(x, y)).equals(inBase(x).add(inBase(y)))).toBe(true);
      },
    ),
  );
});

test('adding unlike dimensions does not type-check', () => {
  const dose: Mass = quantity('1 mg', 'mass');
  const volume: Volume = quantity('1 mL', 'volume');
  const wrong = () => {
    // @ts-expect-error a mass and a volume
    add(dose, volume);
    // @ts-expect-error a mass and a volume
    sub(dose, volume);
    // @ts-expect-error a mass and a volume
    compare(dose, volume);
    // @ts-expect-error drug mass and body weight
    add(dose, quantity('1 kg', 'weight'));
    // @ts-expect-error drug mass and body surface
    least(dose, quantity('1 m2', 'surface'));
    // @ts-expect-error a concentration is not a mass
    const m: Mass = div(dose, volume);
    return m;
  };
  expect(wrong).toThrow(Refused);
  const strength = div(dose, volume);
  const back: Mass = mul(strength, volume);
  expect(quantityText(back)).toBe('1 mg');
  expect(readUnit('mg', 'mass').ok).toBe(true);
});
