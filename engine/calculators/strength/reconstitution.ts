import { derive, minus, named, over, plus, step, type Derivation } from '../../derivation/derivation.ts';
import { compare, quantityText, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, STRENGTH, VOLUME } from '../units.ts';

const mL = unit('mL', 'volume');

export const reconstitution = calculator({
  id: 'reconstitution',
  title: 'Reconstitution with powder volume',
  group: 'Strength',
  aliases: [
    'powder volume',
    'displacement',
    'displacement value',
    'diluent to add',
    'vial',
    'dry powder for injection',
  ],
  fields: {
    drugAmount: optional(
      quantityIn('drug amount in the vial', AMOUNT, { note: 'needed for and from a concentration' }),
    ),
    labelDiluent: optional(quantityIn('diluent by the label', VOLUME)),
    labelFinalVolume: optional(
      quantityIn('final volume by the label', VOLUME, { note: 'or labelConcentration' }),
    ),
    labelConcentration: optional(
      quantityIn('concentration by the label', STRENGTH, { note: 'instead of labelFinalVolume' }),
    ),
    powderVolume: optional(
      quantityIn('powder volume', VOLUME, { zero: true, note: 'instead of what the label says' }),
    ),
    targetConcentration: optional(
      quantityIn('target concentration', STRENGTH, { note: 'gives the diluent to add' }),
    ),
    diluent: optional(quantityIn('diluent added', VOLUME, { note: 'gives the concentration' })),
    dose: optional(quantityIn('dose', AMOUNT, { note: 'gives the volume of the dose' })),
  },
  outputs: {
    powderVolume: quantityOut('powder volume', ['mL']),
    diluent: sometimes(quantityOut('diluent to add', ['mL'], 'syringe-graduation')),
    finalVolume: quantityOut('final volume', ['mL']),
    concentration: sometimes(quantityOut('concentration', STRENGTH)),
    doseVolume: sometimes(quantityOut('volume of the dose', ['mL'], 'syringe-graduation')),
  },
  formula:
    'powder volume = final volume − diluent (label); final volume = drug amount ÷ concentration; diluent = final volume − powder volume; volume of a dose = dose ÷ concentration',
  validity: [
    'the drug amount only where a concentration is given or a dose asked for',
    "either the powder volume, or the label's diluent with its final volume or concentration",
    'either a target concentration or the diluent added; neither means as on the label',
    'the final volume is above the powder volume',
  ],
  source: USP1160,
  example: {
    input: {
      drugAmount: '500 mg',
      labelDiluent: '4.6 mL',
      labelFinalVolume: '5 mL',
      targetConcentration: '50 mg/mL',
    },
    expected: { powderVolume: '0.4 mL', finalVolume: '10 mL', diluent: '9.6 mL', concentration: '50 mg/mL' },
  },
  compute: (v) => {
    const label = labelVolume(v.drugAmount, v.labelFinalVolume, v.labelConcentration);
    const powder = powderOf(v.powderVolume, v.labelDiluent, label);
    if (v.targetConcentration && v.diluent)
      refuseField('diluent', 'two-targets', quantityText(v.diluent), { code: 'target-or-diluent-not-both' });
    const added = v.diluent ?? (v.targetConcentration ? undefined : v.labelDiluent);
    if (added) {
      const final = derive(
        'final-volume',
        'final volume',
        plus(named('diluent', added), step(powder)),
        mL,
        USP1160,
      );
      if (!v.drugAmount && v.dose) amountMissing();
      const made = v.drugAmount && strength(v.drugAmount, final);
      return {
        outputs: {
          powderVolume: powder,
          finalVolume: final,
          concentration: made,
          doseVolume: v.dose && made && doseVolume(v.dose, made),
        },
      };
    }
    if (!v.targetConcentration)
      refuseField('targetConcentration', 'missing', null, { code: 'target-or-diluent' });
    const amount = v.drugAmount ?? amountMissing();
    const final = finalFor(amount, v.targetConcentration, 'targetConcentration');
    if (compare(final.result, powder.result) <= 0)
      refuseField(
        'targetConcentration',
        'final-volume-below-drug-volume',
        quantityText(v.targetConcentration),
        { code: 'concentration-above-powder-volume', value: quantityText(powder.result) },
      );
    const diluent = derive('diluent', 'diluent to add', minus(step(final), step(powder)), mL, USP1160);
    const made = strength(amount, final);
    return {
      outputs: {
        powderVolume: powder,
        diluent,
        finalVolume: final,
        concentration: made,
        doseVolume: v.dose && doseVolume(v.dose, made),
      },
    };
  },
});

const doseVolume = (dose: Quantity, made: Derivation): Derivation =>
  deriveIn(
    'dose-volume',
    'volume of the dose',
    over(named('dose', dose), step(made)),
    ['mL'],
    [dose, made.result],
    USP1160,
    'dose',
  );

const finalFor = (amount: Quantity, concentration: Quantity, path: string): Derivation =>
  deriveIn(
    'final-volume',
    'final volume',
    over(named('drug amount', amount), named('concentration', concentration)),
    ['mL'],
    [amount, concentration],
    USP1160,
    path,
  );

const strength = (amount: Quantity, final: Derivation): Derivation =>
  deriveIn(
    'concentration',
    'concentration',
    over(named('drug amount', amount), step(final)),
    STRENGTH,
    [amount, final.result],
    USP1160,
    'drugAmount',
  );

const amountMissing = (): never =>
  refuseField('drugAmount', 'missing', null, { code: 'drug-amount-in-vial' });

function labelVolume(
  amount: Quantity | undefined,
  final: Quantity | undefined,
  concentration: Quantity | undefined,
): Derivation | undefined {
  if (final && concentration)
    refuseField('labelConcentration', 'two-targets', quantityText(concentration), {
      code: 'label-volume-or-concentration-not-both',
    });
  if (final)
    return derive(
      'label-volume',
      'final volume by the label',
      named('final volume by the label', final),
      mL,
      USP1160,
    );
  return concentration ? finalFor(amount ?? amountMissing(), concentration, 'labelConcentration') : undefined;
}

function powderOf(
  powder: Quantity | undefined,
  diluent: Quantity | undefined,
  label: Derivation | undefined,
): Derivation {
  if (powder) {
    if (label)
      refuseField('powderVolume', 'two-sources', quantityText(powder), {
        code: 'powder-volume-or-label-not-both',
      });
    return derive('powder-volume', 'powder volume', named('powder volume', powder), mL, USP1160);
  }
  if (!label) refuseField('labelFinalVolume', 'missing', null, { code: 'label-volume-or-powder-volume' });
  if (!diluent) refuseField('labelDiluent', 'missing', null, { code: 'label-diluent-or-powder-volume' });
  if (compare(label.result, diluent) < 0)
    refuseField('labelFinalVolume', 'final-volume-below-diluent', quantityText(label.result), {
      code: 'at-least-diluent',
      value: quantityText(diluent),
    });
  return derive(
    'powder-volume',
    'powder volume',
    minus(step(label), named('diluent by the label', diluent)),
    mL,
    USP1160,
  );
}
