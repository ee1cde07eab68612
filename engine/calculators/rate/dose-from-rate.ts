import { named, over, step, times, type Expr } from '../../derivation/derivation.ts';
import { calculator, quantityOut, sometimes } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { STRENGTH, WEIGHT } from '../units.ts';
import { dropFactorField, FLOW_OR_DROPS, flowFrom } from './flow.ts';

const outputs = {
  dose: quantityOut('dose per time', ['mg/h', 'mcg/h', 'units/h', 'mEq/h', 'mmol/h']),
  dosePerDay: quantityOut('dose per day', ['mg/day', 'mcg/day', 'units/day', 'mEq/day', 'mmol/day']),
  dosePerWeight: sometimes(
    quantityOut('dose per weight and time', ['mcg/kg/min', 'units/kg/h', 'mEq/kg/h', 'mmol/kg/h']),
  ),
  dosePerSurface: sometimes(
    quantityOut('dose per surface and time', ['mg/m2/h', 'units/m2/h', 'mEq/m2/h', 'mmol/m2/h']),
  ),
};

export const doseFromRate = calculator({
  id: 'dose-from-rate',
  title: 'Dose from an infusion rate',
  group: 'Rate',
  aliases: ['mL/h to mcg/kg/min', 'mL/h to mg/h', 'gtt/min to mg/h', 'what dose is running'],
  fields: {
    rate: quantityIn('infusion rate', FLOW_OR_DROPS),
    dropFactor: dropFactorField,
    concentration: quantityIn('concentration', STRENGTH, { note: 'also 400 mg/250 mL' }),
    weight: optional(quantityIn('body weight', WEIGHT, { note: 'gives the dose per kg' })),
    bsa: optional(quantityIn('body surface area', ['m2'], { note: 'gives the dose per m2' })),
  },
  outputs,
  formula:
    'dose per time = infusion rate × concentration; per weight or surface: ÷ body weight, ÷ body surface',
  validity: ['every value above zero', 'a rate in gtt/min needs the drop factor'],
  source: USP1160,
  example: {
    input: { rate: '15 mL/h', concentration: '400 mg/250 mL', weight: '80 kg' },
    expected: { dose: '24 mg/h', dosePerDay: '576 mg/day', dosePerWeight: '5 mcg/kg/min' },
  },
  compute: (v) => {
    const make = (output: keyof typeof outputs, e: Expr) =>
      deriveIn(
        output,
        outputs[output].label,
        e,
        outputs[output].units,
        [v.concentration],
        USP1160,
        'concentration',
      );
    const { rate, steps } = flowFrom(v.rate, v.dropFactor);
    const dose = make('dose', times(named('infusion rate', rate), named('concentration', v.concentration)));
    return {
      steps,
      outputs: {
        dose,
        dosePerDay: make('dosePerDay', step(dose)),
        dosePerWeight: v.weight && make('dosePerWeight', over(step(dose), named('body weight', v.weight))),
        dosePerSurface: v.bsa && make('dosePerSurface', over(step(dose), named('body surface', v.bsa))),
      },
    };
  },
});
