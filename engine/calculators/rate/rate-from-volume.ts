import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { FLOW, TIME, VOLUME } from '../units.ts';

export const rateFromVolume = relation({
  id: 'rate-from-volume',
  title: 'Infusion rate from volume and time',
  group: 'Rate',
  aliases: ['mL/h', 'flow rate', 'volume over time', 'infuse over'],
  terms: {
    volume: quantityIn('volume', VOLUME, { answerIn: ['mL'] }),
    duration: quantityIn('duration', TIME, { answerIn: ['h'] }),
    rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
  },
  product: { over: ['rate', 'duration'], under: ['volume'] },
  formula: 'infusion rate = volume ÷ duration',
  roundings: { rate: 'pump-step' },
  source: USP1160,
  example: { input: { volume: '50 mL', duration: '30 min' }, expected: { rate: '100 mL/h' } },
});
