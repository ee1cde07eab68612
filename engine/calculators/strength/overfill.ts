import { derive, minus, named, number, over, plus, step, type Expr } from '../../derivation/derivation.ts';
import { ZERO } from '../../number/notation.ts';
import { compare, quantityText } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { choiceIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1151 } from '../sources.ts';
import { AMOUNT, STRENGTH, VOLUME } from '../units.ts';

const mL = unit('mL', 'volume');

export const overfill = calculator({
  id: 'overfill',
  title: 'Overfill: true volume and concentration of a bag',
  group: 'Strength',
  aliases: ['bag overfill', 'true volume', 'remove overfill', 'exact fill', 'additive'],
  fields: {
    method: choiceIn(
      'method',
      ['add', 'replace', 'exact-fill', 'remove-overfill'],
      'add: inject, remove nothing; replace: withdraw the drug volume first; exact-fill: empty container to the nominal volume; remove-overfill: withdraw overfill and drug volume first',
    ),
    bagVolume: quantityIn('nominal volume', VOLUME),
    overfill: optional(
      quantityIn('measured overfill', VOLUME, {
        zero: true,
        note: 'by manufacturer and lot; not used for exact-fill',
      }),
    ),
    drugVolume: quantityIn('drug volume', VOLUME),
    drugAmount: quantityIn('drug amount', AMOUNT),
  },
  outputs: {
    finalVolume: quantityOut('true final volume', ['mL']),
    concentration: quantityOut('true concentration', STRENGTH),
    withdraw: quantityOut('volume to withdraw first', ['mL'], 'syringe-graduation'),
    deviation: quantityOut('deviation from the nominal concentration', ['%']),
  },
  formula:
    'add: N + O + Vd; replace: N + O; exact-fill and remove-overfill: N; concentration = drug amount ÷ true volume; deviation = N ÷ true volume − 1',
  validity: [
    'the drug volume is below the nominal volume',
    'the overfill is measured: none is assumed',
    'opioid and local-anaesthetic reservoirs: exact-fill or remove-overfill only (house rule)',
  ],
  source: USP1151,
  example: {
    input: {
      method: 'add',
      bagVolume: '100 mL',
      overfill: '7 mL',
      drugVolume: '10 mL',
      drugAmount: '100 mg',
    },
    expected: {
      finalVolume: '117 mL',
      concentration: 'about 0.855 mg/mL',
      deviation: 'about -14.5 %',
      withdraw: '0 mL',
    },
  },
  compute: (v) => {
    if (compare(v.drugVolume, v.bagVolume) >= 0)
      refuseField('bagVolume', 'final-volume-below-drug-volume', quantityText(v.bagVolume), {
        code: 'more-than-drug-volume',
        value: quantityText(v.drugVolume),
      });
    if (v.method !== 'exact-fill' && !v.overfill)
      refuseField('overfill', 'missing', null, { code: 'measured-overfill' });
    const nominal = named('nominal volume', v.bagVolume);
    const drug = named('drug volume', v.drugVolume);
    const extra = named('overfill', v.overfill ?? { amount: ZERO, unit: mL });
    const none = minus(drug, drug);
    const methods: Record<typeof v.method, { final: Expr; withdraw: Expr }> = {
      add: { final: plus(plus(nominal, extra), drug), withdraw: none },
      replace: { final: plus(nominal, extra), withdraw: drug },
      'exact-fill': { final: nominal, withdraw: none },
      'remove-overfill': { final: nominal, withdraw: plus(extra, drug) },
    };
    const { final, withdraw } = methods[v.method];
    const volume = derive('final-volume', 'true final volume', final, mL, USP1151);
    const strength = deriveIn(
      'concentration',
      'true concentration',
      over(named('drug amount', v.drugAmount), step(volume)),
      STRENGTH,
      [v.drugAmount],
      USP1151,
      'drugAmount',
    );
    const deviation = derive(
      'deviation',
      'deviation',
      minus(over(nominal, step(volume)), number('1')),
      unit('%'),
      USP1151,
    );
    return {
      outputs: {
        finalVolume: volume,
        concentration: strength,
        withdraw: derive('withdraw', 'volume to withdraw first', withdraw, mL, USP1151),
        deviation,
      },
    };
  },
});
