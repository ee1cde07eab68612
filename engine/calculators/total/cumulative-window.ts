import { instantText } from '../../time/calendar.ts';
import { minus, named, times, type Derivation, type Expr } from '../../derivation/derivation.ts';
import { exact, exactText } from '../../number/notation.ts';
import { compare, inBase, of, plain, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue, Refused, type Issue } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import {
  calculator,
  quantityOut,
  refuseField,
  sometimes,
  instantWords,
  words,
  wordsOut,
} from '../calculator.ts';
import { instantIn, listIn, optional, quantityIn } from '../field.ts';
import { summed } from '../strength/alligation.ts';
import { WINDOW } from '../sources.ts';
import { TIME } from '../units.ts';
import { deriveIn } from '../solve.ts';
import { peakByCumulation, peakByOverlap, type Piece } from './window-sum.ts';

const AMOUNTS = ['mg', 'mcg', 'g', 'units', 'mEq', 'mmol', 'mL', 'MME'];

export const cumulativeWindow = calculator({
  id: 'cumulative-window',
  title: 'Largest total in a rolling window',
  group: 'Totals',
  aliases: ['24 hour total', 'rolling window', 'cumulative dose', 'daily maximum'],
  fields: {
    doses: listIn('doses', {
      at: instantIn('given at'),
      amount: quantityIn('amount', AMOUNTS),
      until: optional(instantIn('until, if infused')),
    }),
    window: optional(quantityIn('window', TIME, { least: '1 min', note: '24 h unless given' })),
    limit: optional(quantityIn('limit', AMOUNTS, { note: 'gives what is left' })),
  },
  outputs: {
    total: quantityOut('largest total', AMOUNTS, 'precise'),
    windowEnd: wordsOut('end of that window'),
    remaining: sometimes(quantityOut('left of the limit', AMOUNTS, 'precise')),
    limitExceeded: sometimes(wordsOut('limit exceeded')),
  },
  formula: 'total at t = sum of the amounts given in (t − window, t]; the largest over all t',
  validity: [
    'whole minutes',
    'an infusion counts by its overlap with the window, evenly spread',
    'all amounts of one drug and one kind of unit',
  ],
  source: WINDOW,
  example: {
    input: {
      doses: [
        { at: '2026-03-01T08:00Z', amount: '1000 mg' },
        { at: '2026-03-01T16:00Z', amount: '1000 mg' },
        { at: '2026-03-02T00:00Z', amount: '1000 mg' },
        { at: '2026-03-01T12:00Z', amount: '325 mg' },
        { at: '2026-03-01T20:00Z', amount: '325 mg' },
        { at: '2026-03-02T08:00Z', amount: '500 mg' },
      ],
      limit: '4000 mg',
    },
    expected: { total: '3650 mg', windowEnd: '2026-03-02T00:00Z', remaining: '350 mg', limitExceeded: 'no' },
  },
  compute: ({ doses, window, limit }) => {
    const first = doses[0]?.amount;
    if (!first) throw new Error('a list has at least one entry');
    const span = inBase(window ?? quantity('24 h', 'time')).mul(60n);
    if (span.d !== 1n)
      refuseField('window', 'not-whole-minutes', window ? quantityText(window) : null, {
        code: 'whole-minutes',
      });
    const pieces = doses.map((d, i): Piece => {
      if (d.amount.unit.dimension !== first.unit.dimension)
        refuseField(`doses.${i}.amount`, 'unit-of-other-dimension', quantityText(d.amount), {
          code: 'like',
          what: 'amount',
          value: quantityText(first),
        });
      if (d.until !== undefined && d.until <= d.at)
        refuseField(`doses.${i}.until`, 'dates-out-of-order', instantText(d.until), {
          code: 'after',
          value: instantText(d.at),
        });
      return { from: d.at, until: d.until ?? d.at, amount: inBase(d.amount) };
    });
    const length = parseInt(span.toFraction(), 10);
    const peak = peakByOverlap(pieces, length);
    const again = peakByCumulation(pieces, length);
    if (again.compare(peak.total) !== 0)
      throw new Refused(
        issue(
          'second-opinion-differs',
          exactText(again),
          { code: 'as-by-overlap', value: exactText(peak.total) },
          'total',
        ),
      );
    const total = deriveIn(
      'total',
      'largest total',
      summed(
        shares(
          pieces,
          doses.map((d) => d.amount),
          peak.end,
          length,
        ),
      ),
      AMOUNTS,
      [first],
      WINDOW,
      'doses',
    );
    return {
      outputs: { total, windowEnd: instantWords(peak.end), ...(limit ? against(limit, total) : {}) },
      warnings: limit ? exceeded(limit, total) : [],
    };
  },
});

/** What of each dose lies in the window: all of it, or the part that overlaps. */
function shares(pieces: readonly Piece[], amounts: readonly Quantity[], end: number, length: number): Expr[] {
  const parts = pieces.flatMap((p, i): Expr[] => {
    const amount = named(`dose ${i + 1}`, amounts[i] ?? of(p.amount, unit('mg')));
    if (p.from === p.until) return p.from > end - length && p.from <= end ? [amount] : [];
    const overlap = Math.min(p.until, end) - Math.max(p.from, end - length);
    if (overlap <= 0) return [];
    return [
      times(
        amount,
        named('share in the window', plain(exact(BigInt(overlap)).div(BigInt(p.until - p.from)))),
      ),
    ];
  });
  return parts;
}

function against(limit: Quantity, total: Derivation): Record<string, Derivation | { words: string }> {
  if (limit.unit.dimension !== total.result.unit.dimension)
    refuseField('limit', 'unit-of-other-dimension', quantityText(limit), {
      code: 'like',
      what: 'amount',
      value: quantityText(total.result),
    });
  const over = compare(total.result, limit) > 0;
  const left = over
    ? minus(named('limit', limit), named('limit', limit))
    : minus(named('limit', limit), named('largest total', total.result));
  return {
    remaining: deriveIn('remaining', 'left of the limit', left, AMOUNTS, [total.result], WINDOW, 'limit'),
    limitExceeded: words(over ? 'yes' : 'no'),
  };
}

const exceeded = (limit: Quantity, total: Derivation): Issue[] =>
  compare(total.result, limit) > 0
    ? [
        issue(
          'limit-exceeded',
          quantityText(total.result),
          { code: 'at-most-many', most: quantityText(limit) },
          'total',
        ),
      ]
    : [];
