import {
  derive,
  minus,
  named,
  number,
  over,
  plus,
  pow,
  step,
  times,
  type Derivation,
} from '../../derivation/derivation.ts';
import { compare, plain, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { celsius, onScale, temperatureText, type Temperature } from '../../derivation/temperature.ts';
import { issue, type Issue } from '../../number/result.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { optional, percentIn, quantityIn, temperatureIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { ELASTOMERIC } from '../sources.ts';
import { FLOW, STRENGTH, VOLUME } from '../units.ts';

const h = unit('h', 'time');
const mLh = unit('mL/h');
const RATES = ['mg/h', 'mcg/h', 'units/h', 'mEq/h', 'mmol/h'];

export const elastomericRunTime = calculator({
  id: 'elastomeric-run-time',
  title: 'Elastomeric device: run time',
  group: 'Pump',
  aliases: ['elastomeric', 'infusor', 'ON-Q', 'Easypump', 'flow tolerance', 'temperature'],
  fields: {
    fillVolume: quantityIn('fill volume', VOLUME),
    rate: quantityIn('nominal rate', FLOW),
    tolerance: optional(
      percentIn('flow tolerance', { zero: true, most: '99 %', note: '15 % unless the maker says otherwise' }),
    ),
    labelledVolume: optional(
      quantityIn('labelled fill volume', VOLUME, { note: 'the nominal rate holds only there' }),
    ),
    temperature: optional(temperatureIn('temperature at the flow restrictor')),
    referenceTemperature: optional(temperatureIn('reference temperature of the device')),
    coefficient: optional(
      percentIn('change of flow per degree C', { most: '20 %', note: 'device data, such as 2.3 %' }),
    ),
    concentration: optional(quantityIn('concentration', STRENGTH, { note: 'gives the dose' })),
  },
  outputs: {
    runTime: quantityOut('run time', ['h']),
    shortest: quantityOut('shortest run time', ['h']),
    longest: quantityOut('longest run time', ['h']),
    rate: quantityOut('rate at the temperature', ['mL/h']),
    highestRate: quantityOut('highest rate', ['mL/h']),
    temperatureFactor: sometimes(quantityOut('temperature factor', [''])),
    dose: sometimes(quantityOut('dose per time', RATES)),
    highestDose: sometimes(quantityOut('highest dose per time', RATES)),
  },
  formula:
    'run time = fill volume ÷ rate; rate = nominal × (1 + coefficient)^(temperature − reference); shortest ÷ (1 + tolerance), longest ÷ (1 − tolerance)',
  validity: [
    'only at the labelled fill volume: underfilling speeds the flow',
    'temperature, reference and coefficient belong together and are device data; between −20 C and 60 C',
    'exactness ends at the power where the difference of degrees is not whole',
  ],
  source: ELASTOMERIC,
  example: {
    input: { fillVolume: '270 mL', rate: '5 mL/h' },
    expected: { runTime: '54 h', highestRate: '5.75 mL/h' },
  },
  compute: (v) => {
    const factor = factorOf(v.temperature, v.referenceTemperature, v.coefficient);
    const nominal = named('nominal rate', v.rate);
    const rate = derive(
      'rate',
      'rate at the temperature',
      factor ? times(nominal, step(factor)) : nominal,
      mLh,
      ELASTOMERIC,
    );
    const tolerance = named('tolerance', v.tolerance ?? quantity('15 %', ''));
    const highest = derive(
      'highest-rate',
      'highest rate',
      times(step(rate), plus(number('1'), tolerance)),
      mLh,
      ELASTOMERIC,
    );
    const lowest = derive(
      'lowest-rate',
      'lowest rate',
      times(step(rate), minus(number('1'), tolerance)),
      mLh,
      ELASTOMERIC,
    );
    const lasts = (id: string, name: string, flow: Derivation) =>
      derive(id, name, over(named('fill volume', v.fillVolume), step(flow)), h, ELASTOMERIC);
    const dose = (id: string, name: string, flow: Derivation) =>
      v.concentration &&
      deriveIn(
        id,
        name,
        times(step(flow), named('concentration', v.concentration)),
        RATES,
        [v.concentration],
        ELASTOMERIC,
        'concentration',
      );
    return {
      steps: [...(factor ? [factor] : []), lowest],
      outputs: {
        rate,
        highestRate: highest,
        temperatureFactor: factor,
        runTime: lasts('run-time', 'run time', rate),
        shortest: lasts('shortest', 'shortest run time', highest),
        longest: lasts('longest', 'longest run time', lowest),
        dose: dose('dose', 'dose per time', rate),
        highestDose: dose('highest-dose', 'highest dose per time', highest),
      },
      warnings: v.labelledVolume ? offLabel(v.fillVolume, v.labelledVolume) : [],
    };
  },
});

const [COLDEST, HOTTEST] = [-20n, 60n];

function factorOf(
  at: Temperature | undefined,
  reference: Temperature | undefined,
  coefficient: Quantity | undefined,
): Derivation | undefined {
  if (!at && !reference && !coefficient) return undefined;
  if (!at) refuseField('temperature', 'missing', null, { code: 'temperature-with-reference' });
  if (!reference) refuseField('referenceTemperature', 'missing', null, { code: 'reference-temperature' });
  if (!coefficient) refuseField('coefficient', 'missing', null, { code: 'flow-change-per-degree' });
  for (const [path, t] of [
    ['temperature', at],
    ['referenceTemperature', reference],
  ] as const)
    if (celsius(t).compare(COLDEST) < 0 || celsius(t).compare(HOTTEST) > 0)
      refuseField(path, 'temperature-outside', temperatureText(t), {
        code: 'degrees-between',
        least: `${COLDEST}`,
        most: `${HOTTEST}`,
      });
  const degrees = minus(onScale(at, 'C', '', '').expr, onScale(reference, 'C', '', '').expr);
  const difference = derive('degrees', 'degrees above the reference', degrees, NUMBER, ELASTOMERIC);
  const base = plus(number('1'), named('coefficient', coefficient));
  return derive(
    'temperature-factor',
    'temperature factor',
    pow(base, named(difference.name, plain(difference.result.amount))),
    NUMBER,
    ELASTOMERIC,
  );
}

function offLabel(fill: Quantity, labelled: Quantity): Issue[] {
  if (compare(fill, labelled) === 0) return [];
  return [
    issue(
      'not-at-labelled-volume',
      quantityText(fill),
      { code: 'labelled-volume', value: quantityText(labelled), under: compare(fill, labelled) < 0 },
      'fillVolume',
    ),
  ];
}
