import { minus, named, over, plus, times, type Derivation, type Expr } from '../../derivation/derivation.ts';
import { compare, quantityText, type Quantity } from '../../number/quantity.ts';
import { calculator, refuseField, sometimes } from '../calculator.ts';
import { optional, quantityIn, type Values } from '../field.ts';
import { deriveIn, optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { STRENGTH } from '../units.ts';
import { PARTS, percentOf, PERCENTS, refuseGrams, refuseOtherKind } from './percent-kind.ts';

const strengths = [...STRENGTH, ...PERCENTS, 'mOsm/L'];
const answerIn = strengths;
const terms = {
  stockConcentration: quantityIn('stock concentration', strengths, { answerIn }),
  stockVolume: quantityIn('stock volume', PARTS, { answerIn: ['mL', 'g'], note: 'grams with % w/w' }),
  finalConcentration: quantityIn('final concentration', strengths, { answerIn }),
  finalVolume: quantityIn('final volume', PARTS, { answerIn: ['mL', 'g'] }),
};
const fields = {
  ...optionalTerms(terms),
  diluentVolume: optional(
    quantityIn('diluent volume', PARTS, {
      note: 'what is added; stands for a volume, final = stock + diluent',
    }),
  ),
};

export const dilution = calculator({
  id: 'dilution',
  title: 'Dilution, C1 × V1 = C2 × V2',
  group: 'Strength',
  aliases: ['C1V1', 'stock solution', 'dilute', 'q.s.', 'diluent', 'water to add'],
  fields,
  outputs: {
    ...outputsOf(terms, { stockVolume: 'syringe-graduation', finalVolume: 'syringe-graduation' }),
    diluentVolume: sometimes({
      label: 'diluent volume',
      units: ['mL', 'g'],
      rounding: 'syringe-graduation',
    }),
  },
  formula:
    'stock concentration × stock volume = final concentration × final volume; diluent = final volume − stock volume',
  validity: [
    'one field is left empty; with the diluent given, one more, since final volume = stock volume + diluent',
    'the final concentration is not above the stock concentration, the final volume not below the stock volume',
    '% w/w with grams, % v/v with mL',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { stockConcentration: '10 mg/mL', finalConcentration: '1 mg/mL', finalVolume: '100 mL' },
    expected: { stockVolume: '10 mL', diluentVolume: '90 mL' },
  },
  compute: (given: Values<typeof fields>) => {
    if (given.stockConcentration && given.finalConcentration)
      weaker(given.stockConcentration, given.finalConcentration);
    const { stockVolume, finalVolume, diluentVolume } = given;
    refuseGrams(
      { stockVolume, finalVolume, diluentVolume },
      given.stockConcentration ?? given.finalConcentration,
    );
    const made = given.diluentVolume ? byDiluent(given, given.diluentVolume) : {};
    const v = { ...given, ...Object.fromEntries(Object.entries(made).map(([n, d]) => [n, d.result])) };
    if (v.stockVolume && v.finalVolume) larger(v.stockVolume, v.finalVolume);
    const whole = v.finalVolume ?? v.stockVolume;
    refuseOtherKind('stockConcentration', v.stockConcentration, whole);
    refuseOtherKind('finalConcentration', v.finalConcentration, whole);
    const percent = { answerIn: [...STRENGTH, percentOf(whole), 'mOsm/L'] };
    const { unknown, solved } = solve(
      {
        ...terms,
        stockConcentration: { ...terms.stockConcentration, ...percent },
        finalConcentration: { ...terms.finalConcentration, ...percent },
      },
      { over: ['stockConcentration', 'stockVolume'], under: ['finalConcentration', 'finalVolume'] },
      v,
      USP1160,
    );
    if (given.diluentVolume) return { outputs: { ...made, [unknown]: solved } };
    const all = { ...v, [unknown]: solved.result } as Record<keyof typeof terms, Quantity>;
    const left = minus(named('final volume', all.finalVolume), named('stock volume', all.stockVolume));
    return {
      outputs: {
        [unknown]: solved,
        diluentVolume: deriveVolume('diluent', 'diluent volume', left, all.finalVolume),
      },
    };
  },
});

const deriveVolume = (id: string, name: string, expr: Expr, like: Quantity): Derivation =>
  deriveIn(id, name, expr, ['mL', 'g'], [like], USP1160, 'diluentVolume');

/** The volume that the diluent stands for: the other of the two, or the stock by both concentrations. */
function byDiluent(v: Values<typeof fields>, diluent: Quantity): Record<string, Derivation> {
  const added = named('diluent volume', diluent);
  const { stockVolume: stock, finalVolume: final, stockConcentration: from, finalConcentration: into } = v;
  for (const other of [stock, final])
    if (other && other.unit.dimension !== diluent.unit.dimension)
      refuseField('diluentVolume', 'unit-of-other-dimension', quantityText(diluent), {
        code: 'like',
        what: 'amount',
        value: quantityText(other),
      });
  if (stock && final)
    refuseField('diluentVolume', 'two-volumes', quantityText(diluent), { code: 'one-volume-beside' });
  if (stock)
    return {
      finalVolume: deriveVolume(
        'final-volume',
        'final volume',
        plus(named('stock volume', stock), added),
        diluent,
      ),
    };
  if (final) {
    if (compare(diluent, final) >= 0)
      refuseField('diluentVolume', 'diluent-not-below-final', quantityText(diluent), {
        code: 'less-than',
        value: quantityText(final),
      });
    return {
      stockVolume: deriveVolume(
        'stock-volume',
        'stock volume',
        minus(named('final volume', final), added),
        diluent,
      ),
    };
  }
  if (!from || !into)
    refuseField('diluentVolume', 'missing', null, { code: 'volume-or-concentrations-beside' });
  if (compare(into, from) >= 0)
    refuseField('finalConcentration', 'target-above-stock', quantityText(into), {
      code: 'below-value',
      value: quantityText(from),
    });
  const [strong, weak] = [named('stock concentration', from), named('final concentration', into)];
  return {
    stockVolume: deriveVolume(
      'stock-volume',
      'stock volume',
      over(times(added, weak), minus(strong, weak)),
      diluent,
    ),
  };
}

function weaker(stock: Quantity, final: Quantity): void {
  if (stock.unit.dimension !== final.unit.dimension)
    refuseField('finalConcentration', 'unit-of-other-dimension', quantityText(final), {
      code: 'like',
      what: 'concentration',
      value: quantityText(stock),
    });
  if (compare(final, stock) > 0)
    refuseField('finalConcentration', 'target-above-stock', quantityText(final), {
      code: 'at-most-stock-concentration',
      value: quantityText(stock),
    });
}

function larger(stock: Quantity, final: Quantity): void {
  if (stock.unit.dimension !== final.unit.dimension)
    refuseField('finalVolume', 'unit-of-other-dimension', quantityText(final), {
      code: 'like',
      what: 'amount',
      value: quantityText(stock),
    });
  if (compare(final, stock) < 0)
    refuseField('finalVolume', 'final-volume-below-drug-volume', quantityText(final), {
      code: 'at-least-stock-volume',
      value: quantityText(stock),
    });
}
