import * as z from 'zod';
import { lastReports } from '../../db/orders.ts';
import { keptJson } from '../../db/kept.ts';
import { amountsBeside, drawnAmount } from '../../engine/formulary/limit-amounts.ts';
import { ANY_DRUG, limitRecord, type LimitRecord } from '../../engine/formulary/records/limit-record.ts';
import { limitWords } from '../../engine/formulary/records/limit-sentence.ts';
import { exact } from '../../engine/number/notation.ts';
import type { Handlers } from '../services/call.ts';

/** House rule: so many orders are looked at, the newest first. */
const MOST_ORDERS = 100;

/** What a kept report says of a rule: only what is read here, so that reports of before can be read as well. */
const report = z.looseObject({
  findings: z.array(
    z.looseObject({
      id: z.string(),
      observed: z
        .union([z.string(), z.looseObject({ code: z.string(), value: z.string().optional() })])
        .nullable(),
    }),
  ),
});

/** The amounts that one report has under the name of a limit. */
function amountsIn(text: unknown, { id }: LimitRecord): string[] {
  const read = report.safeParse(text);
  if (!read.success) return [];
  return read.data.findings.flatMap(({ id: of, observed }) =>
    of !== id ||
    observed === null ||
    typeof observed === 'string' ||
    observed.code !== 'amount' ||
    observed.value === undefined
      ? []
      : [observed.value],
  );
}

export const limitLookHandlers = {
  'library.limit-look': async ({ db }, { record }) => {
    const read = limitRecord.safeParse(record);
    if (!read.success) return { sentence: null, amount: null, orders: 0, had: [] };
    const r = read.data;
    const rows = await lastReports(db, r.drug === ANY_DRUG ? null : r.drug, MOST_ORDERS);
    const amounts = rows.flatMap((row) => amountsIn(keptJson(row.report, 'finding', row.id), r));
    return {
      sentence: limitWords(r),
      amount: r.comparator === 'predicate' ? null : drawnAmount(exact(r.amount)),
      orders: rows.length,
      had: amountsBeside(r, amounts),
    };
  },
} satisfies Partial<Handlers>;
