import { calculator } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { percentOf, PERCENTS, PARTS, refuseOtherKind } from './percent-kind.ts';

const terms = {
  ingredient: quantityIn('ingredient', ['g', 'mg', 'mL', 'L'], { note: 'grams in grams, or mL in mL' }),
  whole: quantityIn('whole preparation', PARTS, { answerIn: ['mL', 'g'] }),
  strength: quantityIn('strength', PERCENTS, { note: 'also 1:20 w/w, 1:50 v/v, mg/g' }),
};

export const percentStrength = calculator({
  id: 'percent-strength',
  title: 'Percent weight in weight, volume in volume',
  group: 'Strength',
  aliases: ['percent w/w', 'percent v/v', '% w/w', '% v/v', 'ointment', 'alcohol', 'grams in grams'],
  fields: optionalTerms(terms),
  outputs: outputsOf(terms, {}),
  formula: 'strength = ingredient ÷ whole preparation',
  validity: [
    'every value above zero; exactly one field is left empty',
    '% w/w of grams, % v/v of mL; weight in volume stands under concentration',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: { input: { strength: '5 % w/w', whole: '240 g' }, expected: { ingredient: '12 g' } },
  compute: (v) => {
    const measured = v.whole ?? v.ingredient;
    refuseOtherKind('strength', v.strength, measured);
    const { unknown, solved } = solve(
      { ...terms, strength: { ...terms.strength, answerIn: [percentOf(measured)] } },
      { over: ['strength', 'whole'], under: ['ingredient'] },
      v,
      USP1160,
    );
    return { outputs: { [unknown]: solved } };
  },
});
