import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculate } from '../../../engine/calculators/calculate.ts';
import { EQUIANALGESIC, equianalgesicName, NOT_CONVERTED } from '../../../engine/formulary/equianalgesic.ts';
import { MME_FACTORS, nameOf } from '../../../engine/formulary/mme-factors.ts';
import { exact } from '../../../engine/number/notation.ts';
import { RUNS } from '../../property-runs.ts';

interface Row {
  readonly opioid: string;
  readonly dailyDose: string;
}
const rotate = (opioids: readonly Row[], target: string, reduction: string) => {
  const answer = calculate('opioid-rotation', { opioids, target, reduction });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  const { day, unreduced, back, rate } = answer.value.outputs;
  return {
    day: exact(day?.exact ?? ''),
    unreduced: exact(unreduced?.exact ?? ''),
    back: back && exact(back.exact),
    rate: exact(rate?.exact ?? ''),
    rounded: exact(rate?.rounded ?? ''),
    derivations: answer.value.derivations,
    warnings: answer.value.warnings,
  };
};

/** Ratios of the table by hand (EQ-TABD, EQ-IVPO, FEN-SDZ): how much of each is 10 mg of parenteral morphine, in its own unit. */
const TABLE: Readonly<Record<string, readonly [string, 'mg' | 'mcg']>> = {
  'morphine parenteral': ['10', 'mg'],
  'morphine oral': ['30', 'mg'],
  'hydromorphone parenteral': ['1.5', 'mg'],
  'hydromorphone oral': ['7.5', 'mg'],
  'fentanyl parenteral': ['100', 'mcg'],
  'meperidine parenteral': ['75', 'mg'],
};
const unitOf = (name: string) => TABLE[name]?.[1] ?? '';
const amountOf = (name: string) => exact(TABLE[name]?.[0] ?? '0');
const from = fc.constantFrom(...Object.keys(TABLE));
const target = fc.constantFrom(...Object.keys(TABLE).filter((n) => n.endsWith('parenteral')));
const dose = fc.integer({ min: 1, max: 100_000 }).map((n) => `${n / 100}`);
const reduction = fc.integer({ min: 20, max: 90 });
const drugOf = (name: string) => name.split(' ')[0];

const warned = (percent: string) =>
  rotate([{ opioid: 'morphine oral', dailyDose: '60 mg' }], 'hydromorphone parenteral', percent).warnings.map(
    (w) => w.code,
  );

describe('a rotation', () => {
  test('is by the table alone, of another opioid less the reduction, and of the same one by nothing', () => {
    fc.assert(
      fc.property(from, target, dose, reduction, (a, b, amount, percent) => {
        const { unreduced, day, rate } = rotate(
          [{ opioid: a, dailyDose: `${amount} ${unitOf(a)}` }],
          b,
          `${percent} %`,
        );
        const whole = exact(amount).div(amountOf(a)).mul(amountOf(b));
        const left = drugOf(a) === drugOf(b) ? exact('1') : exact(`${100 - percent}`).div(100n);
        expect([unreduced.equals(whole), day.equals(whole.mul(left)), rate.equals(day.div(24n))]).toEqual([
          true,
          true,
          true,
        ]);
      }),
      { numRuns: RUNS },
    );
  });

  test('there and back is never the dose that was left: it is reduced twice', () => {
    fc.assert(
      fc.property(from, target, dose, reduction, (a, b, amount, percent) => {
        fc.pre(drugOf(a) !== drugOf(b));
        const { back } = rotate([{ opioid: a, dailyDose: `${amount} ${unitOf(a)}` }], b, `${percent} %`);
        const left = exact(`${100 - percent}`).div(100n);
        expect(back?.equals(exact(amount).mul(left).mul(left))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('of several is the sum of each, and no start is rounded up', () => {
    fc.assert(
      fc.property(from, from, target, dose, reduction, (a, a2, b, amount, percent) => {
        const rows = [a, a2].map((opioid) => ({ opioid, dailyDose: `${amount} ${unitOf(opioid)}` }));
        const both = rotate(rows, b, `${percent} %`);
        const each = rows.map((row) => rotate([row], b, `${percent} %`).day);
        expect(both.day.equals((each[0] ?? exact('0')).add(each[1] ?? exact('0')))).toBe(true);
        expect(both.rounded.compare(both.rate)).toBeLessThanOrEqual(0);
        expect(both.back).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  test('carries a source on each line', () => {
    const { derivations } = rotate(
      [{ opioid: 'hydromorphone oral', dailyDose: '15 mg' }],
      'fentanyl parenteral',
      '30 %',
    );
    expect(derivations.slice(0, 3).map((d) => [d.line, d.source.id])).toEqual([
      ['15 mg ÷ 7.5 mg × 10 mg = 20 mg', 'EQ-TABD'],
      ['20 mg ÷ 10 mg × 100 mcg = 200 mcg', 'FEN-SDZ'],
      ['200 mcg × (1 − 30 %) = 140 mcg', 'APS-CROSS'],
    ]);
  });

  test('with less than a quarter off says so', () => {
    expect([warned('24.9 %'), warned('25 %')]).toEqual([['reduction-below-usual'], []]);
  });
});

test('each opioid with an MME factor is converted by the table or is said not to be', () => {
  const known = [...EQUIANALGESIC.map(equianalgesicName), ...Object.keys(NOT_CONVERTED)];
  expect(MME_FACTORS.map(nameOf).filter((name) => !known.includes(name))).toEqual([]);
  expect(EQUIANALGESIC.map((e) => `${equianalgesicName(e)} ${e.dose}`).toSorted()).toEqual(
    Object.entries(TABLE)
      .map(([name, [amount, unit]]) => `${name} ${amount} ${unit}`)
      .toSorted(),
  );
});
