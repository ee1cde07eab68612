import { numberIn, quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';

export const osmolarity = relation({
  id: 'osmolarity',
  title: 'Osmolarity of a solution',
  group: 'Strength',
  aliases: ['mOsm/L', 'osmoles', 'tonicity', 'particles'],
  terms: {
    concentration: quantityIn('concentration', ['g/L', 'mg/mL', '% w/v'], { answerIn: ['g/L'] }),
    particles: numberIn('osmoles per mole', {
      also: ['mOsm/mmol'],
      inUnit: 'mOsm/mmol',
      note: 'number of species in solution, times the osmotic coefficient if one is used: 2 for NaCl',
    }),
    molarMass: quantityIn('molar mass', ['g/mol', 'mg/mmol'], { answerIn: ['g/mol'] }),
    osmolarity: quantityIn('osmolarity', ['mOsm/L', 'Osm/L', 'mOsm/mL'], { answerIn: ['mOsm/L'] }),
  },
  product: { over: ['osmolarity', 'molarMass'], under: ['concentration', 'particles'] },
  formula: 'osmolarity = concentration × osmoles per mole ÷ molar mass',
  validity: [
    'ideal solution, full dissociation: the measured value is lower',
    'exactly one field is left empty',
  ],
  source: USP1160,
  example: {
    input: { concentration: '0.9 % w/v', particles: '2', molarMass: '58.5 g/mol' },
    expected: { osmolarity: 'about 308 mOsm/L' },
  },
});
