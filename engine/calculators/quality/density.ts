import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { VOLUME } from '../units.ts';

export const density = relation({
  id: 'density',
  title: 'Density, mass and volume',
  group: 'Quality',
  aliases: ['specific gravity', 'weigh a liquid', 'g/mL'],
  terms: {
    mass: quantityIn('mass', ['g', 'mg', 'kg'], { answerIn: ['g'] }),
    volume: quantityIn('volume', VOLUME, { answerIn: ['mL'] }),
    density: quantityIn('density', ['g/mL', 'mg/mL', 'kg/L'], {
      answerIn: ['g/mL'],
      note: 'specific gravity × 1 g/mL',
    }),
  },
  product: { over: ['density', 'volume'], under: ['mass'] },
  formula: 'density = mass ÷ volume',
  source: USP1160,
  example: { input: { mass: '20.6325 g', density: '1.005 g/mL' }, expected: { volume: 'about 20.53 mL' } },
});
