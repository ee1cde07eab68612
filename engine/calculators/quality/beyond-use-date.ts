import { instantText } from '../../time/calendar.ts';
import { derive, min, named, type Expr } from '../../derivation/derivation.ts';
import { compare, inBase, of, quantity, type Quantity } from '../../number/quantity.ts';
import { exact } from '../../number/notation.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, instantWords, words, wordsOut } from '../calculator.ts';
import { choiceIn, expiryIn, instantIn, optional, quantityIn } from '../field.ts';
import { minutesAfter } from '../rate/infusion-time.ts';
import { USP797 } from '../sources.ts';
import { TIME } from '../units.ts';
import { BUD_ROWS, type BudRow } from './usp797-rows.ts';

const METHODS = [...new Set(BUD_ROWS.map((r) => r.method))];

export const beyondUseDate = calculator({
  id: 'beyond-use-date',
  title: 'Beyond-use date by USP <797> 2023',
  group: 'Quality',
  aliases: ['BUD', 'expiry', 'USP 797', 'category 1', 'category 2', 'sterile compounding'],
  fields: {
    compoundedAt: instantIn('compounding finished at'),
    category: choiceIn('category', ['1', '2', '3', 'immediate-use']),
    method: optional(
      choiceIn('method', METHODS, 'of the rows of the category; needed for categories 2 and 3'),
    ),
    storage: choiceIn('storage', ['room', 'refrigerator', 'freezer']),
    stability: optional(
      quantityIn('stability of the preparation', TIME, { note: 'from a stability record' }),
    ),
    earliestExpiry: optional(expiryIn('earliest expiry of a component')),
  },
  outputs: {
    beyondUse: wordsOut('beyond-use date'),
    period: quantityOut('time to the beyond-use date', ['h'], 'precise'),
    binds: wordsOut('what binds'),
  },
  formula: 'beyond use = compounding + least of: USP <797> row, stability, expiry of a component',
  validity: [
    'the latest time at which administration may start',
    'a frozen preparation only where the row allows it',
  ],
  source: USP797,
  example: {
    input: {
      compoundedAt: '2026-03-02T09:00Z',
      category: '2',
      method: 'aseptic, not tested, sterile components',
      storage: 'refrigerator',
    },
    expected: { beyondUse: '2026-03-12T09:00Z', period: '240 h', binds: 'USP <797>' },
  },
  compute: (v) => {
    const row = rowOf(v.category, v.method);
    const allowed = row[v.storage];
    if (allowed === null)
      refuseField('storage', 'storage-not-allowed', v.storage, { code: 'storage-of-row' });
    const limits: { name: string; time: Quantity }[] = [
      { name: 'USP <797>', time: quantity(allowed, 'time') },
    ];
    if (v.stability) limits.push({ name: 'stability', time: v.stability });
    if (v.earliestExpiry !== undefined) {
      if (v.earliestExpiry <= v.compoundedAt)
        refuseField('earliestExpiry', 'dates-out-of-order', instantText(v.earliestExpiry), {
          code: 'after-compounding',
          value: instantText(v.compoundedAt),
        });
      limits.push({
        name: 'expiry of a component',
        time: of(exact(BigInt(v.earliestExpiry - v.compoundedAt)), unit('min')),
      });
    }
    const all: Expr[] = limits.map((l) => named(l.name, l.time));
    const period = derive(
      'period',
      'time to the beyond-use date',
      min(...all),
      unit('h', 'time'),
      row.source,
    );
    const binds = limits.find((l) => compare<string>(l.time, period.result) === 0)?.name ?? '';
    return {
      outputs: {
        beyondUse: instantWords(minutesAfter(v.compoundedAt, inBase(period.result))),
        period,
        binds: words(binds),
      },
    };
  },
});

function rowOf(category: BudRow['category'], method: string | undefined): BudRow {
  const rows = BUD_ROWS.filter((r) => r.category === category);
  const [only] = rows;
  if (rows.length === 1 && only && method === undefined) return only;
  const accepted = { code: 'one-of', options: rows.map((r) => r.method) } as const;
  if (method === undefined) refuseField('method', 'missing', null, accepted);
  return (
    rows.find((r) => r.method === method) ?? refuseField('method', 'method-not-of-category', method, accepted)
  );
}
