import { onScale, SCALES } from '../../derivation/temperature.ts';
import { calculator, quantityOut } from '../calculator.ts';
import { temperatureIn } from '../field.ts';

export const temperatureConversion = calculator({
  id: 'temperature',
  title: 'Temperature: Celsius, Fahrenheit, Kelvin',
  group: 'Quality',
  aliases: ['F to C', 'C to F', 'fever', 'storage temperature'],
  fields: { temperature: temperatureIn('temperature') },
  outputs: {
    celsius: quantityOut('Celsius', [''], 'precise'),
    fahrenheit: quantityOut('Fahrenheit', [''], 'precise'),
    kelvin: quantityOut('Kelvin', [''], 'precise'),
  },
  formula: 'C = (F − 32) × 5 ÷ 9; F = C × 9 ÷ 5 + 32; K = C + 273.15',
  validity: ['not below absolute zero', 'the conversion is exact; what a thermometer reads is not'],
  source: SCALES,
  example: {
    input: { temperature: '98.6 F' },
    expected: { celsius: '37 C', fahrenheit: '98.6 F', kelvin: '310.15 K' },
  },
  compute: ({ temperature }) => ({
    outputs: {
      celsius: onScale(temperature, 'C', 'celsius', 'Celsius'),
      fahrenheit: onScale(temperature, 'F', 'fahrenheit', 'Fahrenheit'),
      kelvin: onScale(temperature, 'K', 'kelvin', 'Kelvin'),
    },
    scales: { celsius: 'C', fahrenheit: 'F', kelvin: 'K' },
  }),
});
