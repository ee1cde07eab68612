import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confirm, maximum } from '../../../engine/calculators/pump/pca.ts';
import type { Pca } from '../../../engine/calculators/pump/pca-joint.ts';
import { emptyAfter } from '../../../engine/calculators/pump/run-out.ts';
import { peakByCumulation, peakByOverlap, type Piece } from '../../../engine/calculators/total/window-sum.ts';
import { exact, exactText, type Exact } from '../../../engine/number/notation.ts';
import { of, quantity } from '../../../engine/number/quantity.ts';

/** Where a closed form meets a run of events: each is held against a third, slow and plain way, and each catches the other. */
const pca = (change: Partial<Pca> = {}): Pca => ({
  demand: quantity('0.4 mg', 'mass'),
  lockout: quantity('10 min', 'time'),
  basal: quantity('0.2 mg/h', 'mass/time'),
  limit1h: null,
  limit4h: null,
  maxDosesPerHour: null,
  ...change,
});

describe('PCA maxima', () => {
  const limits: readonly Partial<Pca>[] = [
    {},
    { limit4h: quantity('6 mg', 'mass') },
    { limit1h: quantity('2 mg', 'mass') },
    { limit1h: quantity('2 mg', 'mass'), limit4h: quantity('6 mg', 'mass') },
    { maxDosesPerHour: exact('3') },
  ];
  test.each(limits.map((l) => [Object.keys(l).join(' and ') || 'no limit', l] as const))(
    'the run confirms the closed form: %s',
    (_title, l) => {
      const p = pca(l);
      expect(() =>
        confirm(p, [
          ['1', maximum(p, '1')],
          ['4', maximum(p, '4')],
          ['24', maximum(p, '24')],
        ]),
      ).not.toThrow();
    },
  );
  test.each([
    ['1', '2.59 mg'],
    ['4', '10.3 mg'],
    ['24', '62.3 mg'],
    ['1', '2.7 mg'],
  ] as const)('a maximum in %s h told as %s is not confirmed', (h, wrong) => {
    const right = maximum(pca(), h);
    expect(() =>
      confirm(pca(), [[h, { ...right, amount: { ...right.amount, result: quantity(wrong, 'mass') } }]]),
    ).toThrow('second-opinion-differs');
  });
  /**
   * By hand: 5 + 5 + 5 + 1 in 4 h, and again in the next; 2 mg every 50 min under 3 mg an hour is 2, 1, 2, 1, 2: 8 mg in 4 h,
   * so that 9 is not reached.
   */
  test.each([
    ['1 mg', '6 min', '0 mg/h', '5 mg', '16 mg', ['5', '16', '96'], ['1', '4', '24']],
    ['1 mg', '10 min', '0.5 mg/h', '3 mg', '8 mg', ['3', '8', '48'], ['1', '4', '24']],
    ['1.5 mg', '90 min', '0 mg/h', '1.5 mg', '7 mg', ['1.5', '4.5', '24'], ['1', '4', '24']],
    ['2 mg', '50 min', '0 mg/h', '3 mg', '9 mg', ['3', '9', '54'], ['1']],
    ['1 mg', '6 min', '0 mg/h', '5 mg', '30 mg', ['5', '20', '120'], ['1', '4', '24']],
  ] as const)(
    '%s every %s, basal %s, under %s and %s',
    (demand, lockout, basal, one, four, amounts, reached) => {
      const p = pca({
        demand: quantity(demand, 'mass'),
        lockout: quantity(lockout, 'time'),
        basal: quantity(basal, 'mass/time'),
        limit1h: quantity(one, 'mass'),
        limit4h: quantity(four, 'mass'),
      });
      const list = (['1', '4', '24'] as const).map((h) => [h, maximum(p, h)] as const);
      expect(list.map(([, m]) => exactText(m.amount.result.amount))).toEqual(amounts);
      expect(confirm(p, list)).toEqual(reached);
      for (const [i, [h, m]] of list.entries()) {
        const less = of(m.amount.result.amount.sub(exact('0.01')), m.amount.result.unit);
        const wrong = list.with(i, [h, { ...m, amount: { ...m.amount, result: less } }]);
        if ((reached as readonly string[]).includes(h))
          expect(() => confirm(p, wrong)).toThrow('second-opinion-differs');
      }
    },
  );
  /** By hand: three doses of 1 mg in the first 12 min, then none until the hour is over: 3, 12 and 72 mg, all given. */
  test('the count of doses an hour holds under both limits too', () => {
    const p = pca({
      demand: quantity('1 mg', 'mass'),
      lockout: quantity('6 min', 'time'),
      basal: quantity('0 mg/h', 'mass/time'),
      limit1h: quantity('9 mg', 'mass'),
      limit4h: quantity('30 mg', 'mass'),
      maxDosesPerHour: exact('3'),
    });
    const list = (['1', '4', '24'] as const).map((h) => [h, maximum(p, h)] as const);
    expect(list.map(([, m]) => exactText(m.amount.result.amount))).toEqual(['3', '12', '72']);
    expect(confirm(p, list)).toEqual(['1', '4', '24']);
  });
  test('with one limit or none nothing is said of both', () => {
    for (const p of [pca(), pca({ limit4h: quantity('6 mg', 'mass') })])
      expect(confirm(p, [['4', maximum(p, '4')]])).toBeNull();
  });
  test('nor is one above which a limited pump still gives', () => {
    const p = pca({ limit4h: quantity('6 mg', 'mass') });
    const right = maximum(p, '4');
    expect(() =>
      confirm(p, [['4', { ...right, amount: { ...right.amount, result: quantity('5.9 mg', 'mass') } }]]),
    ).toThrow('second-opinion-differs');
  });
  /** calculations.md 7: E24 = min(X24, 24 × H1, 6 × H4); X24 = 62.4. */
  test.each([
    [{ limit1h: '2 mg' }, '1', '2', '1 h limit'],
    [{ limit1h: '2 mg' }, '4', '8', '1 h limit'],
    [{ limit1h: '2 mg' }, '24', '48', '1 h limit'],
    [{ limit4h: '6 mg' }, '24', '36', '4 h limit'],
    [{ limit1h: '2 mg', limit4h: '6 mg' }, '4', '6', '4 h limit'],
    [{ limit1h: '1 mg', limit4h: '6 mg' }, '4', '4', '1 h limit'],
    [{ limit4h: '2 mg' }, '1', '2', '4 h limit'],
    [{ limit1h: '10 mg' }, '1', '2.6', 'lockout'],
    [{ limit1h: '2.6 mg' }, '1', '2.6', 'lockout'],
  ] as const)('%j in %s h is %s mg, %s binds', (given, h, amount, binding) => {
    const p = pca(Object.fromEntries(Object.entries(given).map(([k, v]) => [k, quantity(v, 'mass')])));
    const m = maximum(p, h);
    expect([exactText(m.amount.result.amount), m.binding]).toEqual([amount, binding]);
  });
  test.each([
    ['3', '1.4', 'max doses per hour'],
    ['6', '2.6', 'lockout'],
    ['60', '2.6', 'lockout'],
  ] as const)('at most %s doses an hour: %s mg, %s binds', (count, amount, binding) => {
    const m = maximum(pca({ maxDosesPerHour: exact(count) }), '1');
    expect([exactText(m.amount.result.amount), m.binding]).toEqual([amount, binding]);
  });
  test('without a basal the line has no basal', () => {
    expect(
      exactText(
        maximum(pca({ basal: of(exact('0'), quantity('1 mg/h', 'mass/time').unit) }), '4').amount.result
          .amount,
      ),
    ).toBe('9.6');
  });
});

/** Dose by dose, as a child would count. */
function walk(usable: Exact, rate: Exact, bolus: Exact, lockout: Exact): Exact {
  let [left, at] = [usable, exact('0')];
  for (;;) {
    left = left.sub(bolus);
    if (left.compare(0n) <= 0) return at;
    const runs = left.sub(rate.mul(lockout));
    if (rate.n !== 0n && left.div(rate).compare(lockout) < 0) return at.add(left.div(rate));
    left = runs;
    at = at.add(lockout);
  }
}
const small = (most: bigint) =>
  fc
    .tuple(fc.bigInt({ min: 1n, max: most }), fc.bigInt({ min: 1n, max: 20n }))
    .map(([n, d]) => exact(n).div(d));
test('a reservoir runs dry when counting dose by dose says so', () => {
  fc.assert(
    fc.property(
      small(400n),
      fc.oneof(small(20n), fc.constant(exact('0'))),
      small(20n),
      small(10n),
      (usable, rate, bolus, lockout) => {
        expect(exactText(emptyAfter(usable, rate, bolus, lockout).hours)).toBe(
          exactText(walk(usable, rate, bolus, lockout)),
        );
      },
    ),
    { numRuns: 400, seed: 20260302 },
  );
});
test.each([
  ['10', '1', '1', '1', '5', false],
  ['8.5', '1', '2', '1', '2.5', true],
  ['1', '1', '2', '1', '0', false],
  ['3', '0', '1', '1', '2', false],
  ['2', '0', '1', '0.5', '0.5', false],
])(
  '%s mL, %s mL/h, bolus %s mL every %s h: dry at %s h, by the basal: %s',
  (usable, rate, bolus, lockout, hours, byBasal) => {
    const run = emptyAfter(exact(usable), exact(rate), exact(bolus), exact(lockout));
    expect([exactText(run.hours), run.byBasal]).toEqual([exactText(exact(hours)), byBasal]);
  },
);

const piece = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 }), fc.bigInt({ min: 1n, max: 30n }))
  .map(([from, length, n]): Piece => ({ from, until: from + length, amount: exact(n) }));
/** Every minute and every window, added up. */
const slow = (pieces: readonly Piece[], length: number): Exact => {
  const perMinute = (at: number): Exact =>
    pieces.reduce(
      (sum, p) =>
        p.from === p.until
          ? p.from === at
            ? sum.add(p.amount)
            : sum
          : at > p.from && at <= p.until
            ? sum.add(p.amount.div(BigInt(p.until - p.from)))
            : sum,
      exact('0'),
    );
  const minutes = Array.from({ length: 220 }, (_, at) => perMinute(at));
  return minutes.reduce((best, _, end) => {
    const total = minutes
      .slice(Math.max(0, end - length + 1), end + 1)
      .reduce((a, b) => a.add(b), exact('0'));
    return total.compare(best) > 0 ? total : best;
  }, exact('0'));
};
test('the largest total of a rolling window is the same in three ways', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      (pieces, length) => {
        const expected = exactText(slow(pieces, length));
        expect(exactText(peakByOverlap(pieces, length).total)).toBe(expected);
        expect(exactText(peakByCumulation(pieces, length))).toBe(expected);
      },
    ),
    { numRuns: 150, seed: 20260302 },
  );
});

const at = (from: number, amount: string): Piece => ({ from, until: from, amount: exact(amount) });
/** By hand: 2 mg at minute 100 and 2 mg at minute 500 never share an hour; the window that ends first is named. */
test('of equal windows the first is named, whatever the order of the doses', () => {
  for (const pieces of [
    [at(500, '2'), at(100, '2'), at(900, '1')],
    [at(900, '1'), at(100, '2'), at(500, '2')],
  ]) {
    const peak = peakByOverlap(pieces, 60);
    expect([peak.end, exactText(peak.total)]).toEqual([100, '2']);
  }
});
