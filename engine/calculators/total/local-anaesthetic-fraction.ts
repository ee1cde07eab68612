import { derive, named, over, step, times, type Derivation } from '../../derivation/derivation.ts';
import { compare, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { NUMBER } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { choiceIn, listIn, optional, quantityIn } from '../field.ts';
import { summed } from '../strength/alligation.ts';
import { LA } from '../sources.ts';

/** Largest amount in 24 h. Source: labels as in the formulary records bupi-03 and rop-01. */
const MAXIMA: Readonly<Record<string, string | undefined>> = { bupivacaine: '400 mg', ropivacaine: '770 mg' };

export const localAnaestheticFraction = calculator({
  id: 'local-anaesthetic-fraction',
  title: 'Fraction of the local-anaesthetic maximum',
  group: 'Totals',
  aliases: ['local anesthetic', 'bupivacaine', 'ropivacaine', 'lidocaine', 'LAST', 'additive toxicity'],
  fields: {
    drugs: listIn(
      'local anaesthetics of 24 h',
      {
        drug: choiceIn('drug', ['bupivacaine', 'ropivacaine', 'lidocaine', 'other']),
        amount: quantityIn('amount in 24 h', ['mg', 'g', 'mg/h', 'mg/day']),
        maximum: optional(
          quantityIn('maximum in 24 h', ['mg', 'g'], {
            note: 'by label unless given; no label gives one for lidocaine: needed for it and for others',
          }),
        ),
      },
      1,
      12,
    ),
  },
  outputs: { fraction: quantityOut('fraction of the maximum', ['']), verdict: wordsOut('verdict') },
  formula: 'fraction = sum(amount in 24 h ÷ maximum in 24 h)',
  validity: ['toxicity is taken as additive', 'above 0.8 a warning (house rule), above 1 over the maximum'],
  source: LA,
  example: {
    input: {
      drugs: [
        { drug: 'bupivacaine', amount: '200 mg' },
        { drug: 'ropivacaine', amount: '300 mg' },
      ],
    },
    expected: { fraction: 'about 0.89', verdict: 'above 0.8' },
  },
  compute: ({ drugs }) => {
    const shares = drugs.map((d, i): Derivation => {
      const most = d.maximum ?? known(d.drug, i);
      const given = named(d.drug, d.amount);
      const day =
        d.amount.unit.dimension === 'mass/time'
          ? times(given, named('1 day', quantity('1 day', 'time')))
          : given;
      return derive(
        `share-${i + 1}`,
        `share of ${d.drug}`,
        over(day, named(`maximum of ${d.drug}`, most)),
        NUMBER,
        LA,
      );
    });
    const fraction = derive('fraction', 'fraction of the maximum', summed(shares.map(step)), NUMBER, LA);
    const above = (limit: string) => compare(fraction.result, quantity(limit, '')) > 0;
    const verdict = above('1') ? 'above the maximum' : above('0.8') ? 'above 0.8' : 'within';
    return {
      steps: shares,
      outputs: { fraction, verdict: words(verdict) },
      warnings: warned(verdict, fraction),
    };
  },
});

function known(drug: string, i: number): Quantity {
  const text = MAXIMA[drug];
  return text === undefined
    ? refuseField(`drugs.${i}.maximum`, 'missing', null, { code: 'maximum-in-day', drug })
    : quantity(text, 'mass');
}

const warned = (verdict: string, d: Derivation): Issue[] =>
  verdict === 'within'
    ? []
    : [
        issue(
          'local-anaesthetic-fraction-high',
          quantityText(d.result),
          { code: 'sum-of-shares' },
          'fraction',
        ),
      ];
