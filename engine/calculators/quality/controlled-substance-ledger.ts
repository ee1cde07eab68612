import { minus, named, plus, step, type Expr } from '../../derivation/derivation.ts';
import { isZero, quantityText, type Quantity } from '../../number/quantity.ts';
import { calculator, quantityOut, refuseField, sometimes, words, wordsOut } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { LEDGER } from '../sources.ts';

const COUNTED = ['vials', 'mg', 'mcg', 'g', 'mL', 'tablets'];
const part = (label: string) => optional(quantityIn(label, COUNTED, { zero: true }));

export const controlledSubstanceLedger = calculator({
  id: 'controlled-substance-ledger',
  title: 'Controlled substances: on hand',
  group: 'Quality',
  aliases: ['perpetual inventory', 'CS ledger', 'on hand', 'count'],
  fields: {
    previous: quantityIn('previous on hand', COUNTED, { zero: true }),
    received: part('received'),
    dispensed: part('dispensed and used'),
    wasted: part('wasted'),
    destroyed: part('destroyed'),
    transferred: part('transferred'),
    counted: part('counted'),
  },
  outputs: {
    onHand: quantityOut('on hand', COUNTED, 'precise'),
    difference: sometimes(quantityOut('counted less on hand', COUNTED, 'precise')),
    verdict: sometimes(wordsOut('verdict')),
  },
  formula: 'on hand = previous + received − dispensed − wasted − destroyed − transferred',
  validity: [
    'all in one kind of unit',
    'not more goes out than there is',
    'an adjustment is an entry of its own, with a witness',
  ],
  source: LEDGER,
  example: {
    input: {
      previous: '40 vials',
      received: '25 vials',
      dispensed: '12 vials',
      wasted: '1 vials',
      counted: '52 vials',
    },
    expected: { onHand: '52 vials', difference: '0 vials', verdict: 'agrees' },
  },
  compute: (v) => {
    const { previous, counted, ...rest } = v;
    for (const [path, q] of Object.entries({ ...rest, counted }))
      if (q && q.unit.dimension !== previous.unit.dimension)
        refuseField(path, 'unit-of-other-dimension', quantityText(q), {
          code: 'like',
          what: 'quantity',
          value: quantityText(previous),
        });
    const outgoing: readonly (readonly [string, Quantity | undefined])[] = [
      ['dispensed', v.dispensed],
      ['wasted', v.wasted],
      ['destroyed', v.destroyed],
      ['transferred', v.transferred],
    ];
    const start: Expr = v.received
      ? plus(named('previous', previous), named('received', v.received))
      : named('previous', previous);
    const onHand = deriveIn(
      'on-hand',
      'on hand',
      outgoing.reduce<Expr>((e, [name, q]) => (q ? minus(e, named(name, q)) : e), start),
      COUNTED,
      [previous],
      LEDGER,
      'previous',
    );
    if (onHand.result.amount.s < 0n) {
      const [path, last] = outgoing.findLast(([, q]) => q !== undefined && !isZero(q)) ?? [
        'dispensed',
        undefined,
      ];
      refuseField(path, 'more-out-than-on-hand', last ? quantityText(last) : null, {
        code: 'not-more-than-on-hand',
      });
    }
    if (!counted) return { outputs: { onHand } };
    const difference = deriveIn(
      'difference',
      'counted less on hand',
      minus(named('counted', counted), step(onHand)),
      COUNTED,
      [previous],
      LEDGER,
      'counted',
    );
    return {
      outputs: { onHand, difference, verdict: words(isZero(difference.result) ? 'agrees' : 'variance') },
    };
  },
});
