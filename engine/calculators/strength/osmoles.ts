import { numberIn, quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';

export const osmoles = relation({
  id: 'osmoles',
  title: 'Milliosmoles of an amount',
  group: 'Strength',
  aliases: ['mOsm', 'milliosmoles', 'osmotic', 'particles'],
  terms: {
    drugAmount: quantityIn('drug amount', ['mg', 'g']),
    particles: numberIn('osmoles per mole', {
      also: ['mOsm/mmol'],
      inUnit: 'mOsm/mmol',
      note: 'number of species in solution: 2 for NaCl, 3 for CaCl2',
    }),
    molarMass: quantityIn('molar mass', ['g/mol', 'mg/mmol'], { answerIn: ['g/mol'] }),
    osmoles: quantityIn('osmoles', ['mOsm', 'Osm'], { answerIn: ['mOsm'] }),
  },
  product: { over: ['osmoles', 'molarMass'], under: ['drugAmount', 'particles'] },
  formula: 'osmoles = drug amount × osmoles per mole ÷ molar mass',
  validity: [
    'ideal solution, full dissociation: the measured value is lower',
    'exactly one field is left empty',
  ],
  source: USP1160,
  example: {
    input: { drugAmount: '9 g', particles: '2', molarMass: '58.5 g/mol' },
    expected: { osmoles: 'about 307.7 mOsm' },
  },
});
