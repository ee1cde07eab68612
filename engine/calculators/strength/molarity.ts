import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { VOLUME } from '../units.ts';

export const molarity = relation({
  id: 'molarity',
  title: 'Molarity',
  group: 'Strength',
  aliases: ['molar', 'mol/L', 'mmol/L', 'moles'],
  terms: {
    drugAmount: quantityIn('drug amount', ['mg', 'g']),
    molarMass: quantityIn('molar mass', ['g/mol', 'mg/mmol'], { answerIn: ['g/mol'] }),
    volume: quantityIn('volume', VOLUME, { answerIn: ['mL'] }),
    molarity: quantityIn('molarity', ['mmol/L', 'mol/L', 'mmol/mL', 'mcmol/L'], { answerIn: ['mmol/L'] }),
  },
  product: { over: ['molarity', 'molarMass', 'volume'], under: ['drugAmount'] },
  formula: 'molarity = drug amount ÷ (molar mass × volume)',
  source: USP1160,
  example: {
    input: { drugAmount: '9 g', molarMass: '58.5 g/mol', volume: '1 L' },
    expected: { molarity: 'about 153.8 mmol/L' },
  },
});
