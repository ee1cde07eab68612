import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';

export const dropsVolume = relation({
  id: 'drops-volume',
  title: 'Drops and volume',
  group: 'Rate',
  aliases: ['drop factor', 'gtt', 'drops in a dose', 'calibrate a dropper'],
  terms: {
    volume: quantityIn('volume', ['mL']),
    dropFactor: quantityIn('drop factor', ['gtt/mL']),
    drops: quantityIn('drops', ['gtt']),
  },
  product: { over: ['volume', 'dropFactor'], under: ['drops'] },
  formula: 'drops = volume × drop factor',
  source: USP1160,
  example: { input: { drops: '48 gtt', volume: '2 mL' }, expected: { dropFactor: '24 gtt/mL' } },
});
