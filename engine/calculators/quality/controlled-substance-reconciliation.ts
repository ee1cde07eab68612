import { derive, max, minus, named, step, times } from '../../derivation/derivation.ts';
import { compare, isZero, plain, quantityText, type Quantity } from '../../number/quantity.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { countIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { LEDGER } from '../sources.ts';
import { STRENGTH, VOLUME } from '../units.ts';

const MASS = ['mg', 'mcg', 'g'];

export const controlledSubstanceReconciliation = calculator({
  id: 'controlled-substance-reconciliation',
  title: 'Controlled substances: opened, used and wasted',
  group: 'Quality',
  aliases: ['CS reconciliation', 'waste witness', 'diversion', 'opioid count'],
  fields: {
    vials: countIn('vials opened', { most: '1000' }),
    vialVolume: optional(
      quantityIn('volume of a vial', VOLUME, { note: 'with the concentration; or vialAmount' }),
    ),
    concentration: optional(quantityIn('concentration', STRENGTH.slice(0, 2))),
    vialAmount: optional(quantityIn('drug amount of a vial', MASS)),
    used: quantityIn('used', MASS, { zero: true }),
    wasted: optional(
      quantityIn('wasted with a witness', MASS, {
        zero: true,
        note: 'left empty: the waste that is expected',
      }),
    ),
    tolerance: optional(quantityIn('tolerance', MASS, { zero: true, note: 'none unless given' })),
  },
  outputs: {
    opened: quantityOut('opened', MASS, 'precise'),
    toWaste: quantityOut('to waste', MASS, 'precise'),
    difference: quantityOut('not accounted for', MASS, 'precise'),
    verdict: wordsOut('verdict'),
  },
  formula: 'opened = vials × content; to waste = opened − used; not accounted for = opened − used − wasted',
  validity: ['used is not above opened', 'label content only: a vial may yield a little more'],
  source: LEDGER,
  example: {
    input: { vials: '2', vialVolume: '20 mL', concentration: '25 mg/mL', used: '900 mg', wasted: '100 mg' },
    expected: { opened: '1000 mg', toWaste: '100 mg', difference: '0 mg', verdict: 'reconciled' },
  },
  compute: (v) => {
    const content = contentOf(v.vialAmount, v.vialVolume, v.concentration);
    const opened = deriveIn(
      'opened',
      'opened',
      times(named('vials', plain(v.vials)), content),
      MASS,
      [v.used],
      LEDGER,
      'vialVolume',
    );
    if (compare<string>(v.used, opened.result) > 0)
      refuseField('used', 'more-used-than-opened', quantityText(v.used), {
        code: 'at-most-what-was-opened',
        value: quantityText(opened.result),
      });
    const toWaste = deriveIn(
      'to-waste',
      'to waste',
      minus(step(opened), named('used', v.used)),
      MASS,
      [v.used],
      LEDGER,
      'used',
    );
    const wasted = v.wasted ? named('wasted', v.wasted) : step(toWaste);
    const difference = deriveIn(
      'difference',
      'not accounted for',
      minus(step(toWaste), wasted),
      MASS,
      [v.used],
      LEDGER,
      'wasted',
    );
    const size = derive(
      'size',
      'size of the difference',
      max(minus(step(toWaste), wasted), minus(wasted, step(toWaste))),
      difference.result.unit,
      LEDGER,
    );
    const within = v.tolerance ? compare<string>(size.result, v.tolerance) <= 0 : isZero(size.result);
    return {
      outputs: {
        opened,
        toWaste,
        difference,
        verdict: words(v.wasted ? (within ? 'reconciled' : 'variance') : 'waste to be recorded'),
      },
    };
  },
});

function contentOf(
  amount: Quantity | undefined,
  volume: Quantity | undefined,
  concentration: Quantity | undefined,
) {
  if (amount) {
    if (volume)
      refuseField('vialVolume', 'two-sources', quantityText(volume), {
        code: 'vial-amount-or-volume-and-concentration',
      });
    if (concentration)
      refuseField('concentration', 'two-sources', quantityText(concentration), {
        code: 'vial-amount-or-volume-and-concentration',
      });
    return named('drug amount of a vial', amount);
  }
  if (!volume)
    refuseField('vialVolume', 'missing', null, { code: 'volume-and-concentration-or-vial-amount' });
  if (!concentration)
    refuseField('concentration', 'missing', null, { code: 'concentration-with-vial-volume' });
  return times(named('volume of a vial', volume), named('concentration', concentration));
}
