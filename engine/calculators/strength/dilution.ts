import { derive, minus, named } from '../../derivation.ts';
import { compare, quantityText, type Quantity } from '../../quantity.ts';
import { unit } from '../../units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { quantityIn, type Values } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { STRENGTH, VOLUME } from '../units.ts';

const strengths = [...STRENGTH, '% v/v', 'mOsm/L'];
const terms = {
  stockConcentration: quantityIn('stock concentration', strengths, { answerIn: STRENGTH }),
  stockVolume: quantityIn('stock volume', VOLUME, { answerIn: ['mL'] }),
  finalConcentration: quantityIn('final concentration', strengths, { answerIn: STRENGTH }),
  finalVolume: quantityIn('final volume', VOLUME, { answerIn: ['mL'] }),
};
const fields = optionalTerms(terms);

export const dilution = calculator({
  id: 'dilution',
  title: 'Dilution, C1 × V1 = C2 × V2',
  group: 'Strength',
  aliases: ['C1V1', 'stock solution', 'dilute', 'q.s.', 'diluent'],
  fields,
  outputs: {
    ...outputsOf(terms, { stockVolume: 'syringe-graduation', finalVolume: 'syringe-graduation' }),
    diluentVolume: quantityOut('diluent volume', ['mL'], 'syringe-graduation'),
  },
  formula:
    'stock concentration × stock volume = final concentration × final volume; diluent = final volume − stock volume',
  validity: [
    'one field is left empty',
    'the final concentration is not above the stock concentration, the final volume not below the stock volume',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { stockConcentration: '10 mg/mL', finalConcentration: '1 mg/mL', finalVolume: '100 mL' },
    expected: { stockVolume: '10 mL', diluentVolume: '90 mL' },
  },
  compute: (v: Values<typeof fields>) => {
    if (v.stockConcentration && v.finalConcentration) weaker(v.stockConcentration, v.finalConcentration);
    if (v.stockVolume && v.finalVolume) larger(v.stockVolume, v.finalVolume);
    const { unknown, solved } = solve(
      terms,
      { over: ['stockConcentration', 'stockVolume'], under: ['finalConcentration', 'finalVolume'] },
      v,
      USP1160,
    );
    const all = { ...v, [unknown]: solved.result } as Record<keyof typeof terms, Quantity>;
    const left = minus(named('final volume', all.finalVolume), named('stock volume', all.stockVolume));
    return {
      outputs: {
        [unknown]: solved,
        diluentVolume: derive('diluent', 'diluent volume', left, unit('mL'), USP1160),
      },
    };
  },
});

function weaker(stock: Quantity, final: Quantity): void {
  if (stock.unit.dimension !== final.unit.dimension)
    refuseField(
      'finalConcentration',
      'unit-of-other-dimension',
      quantityText(final),
      `a concentration like ${quantityText(stock)}`,
    );
  if (compare(final, stock) > 0)
    refuseField(
      'finalConcentration',
      'target-above-stock',
      quantityText(final),
      `at most the stock concentration, ${quantityText(stock)}`,
    );
}

function larger(stock: Quantity, final: Quantity): void {
  if (compare(final, stock) < 0)
    refuseField(
      'finalVolume',
      'final-volume-below-drug-volume',
      quantityText(final),
      `at least the stock volume, ${quantityText(stock)}`,
    );
}
