import * as z from 'zod';
import { lastReports } from '../../db/orders.ts';
import { keptJson } from '../../db/kept.ts';
import { ANY_DRUG, limitRecord, type LimitRecord } from '../../engine/formulary/records/limit-record.ts';
import { limitWords } from '../../engine/formulary/records/limit-sentence.ts';
import { exact, exactText, round, type Exact } from '../../engine/number/notation.ts';
import { recorded, to } from '../../engine/number/quantity.ts';
import { readUnit } from '../../engine/number/units.ts';
import type { Handlers } from '../services/call.ts';

/** House rule: so many orders are looked at, the newest first. */
const MOST_ORDERS = 100;
/** As much of a figure as a drawing shows. */
const SHOWN = { step: exact('0.000001'), direction: 'nearest' } as const;
const drawn = (value: Exact): string => exactText(round(value, SHOWN).value);

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

function isBeyond(r: LimitRecord, value: Exact): boolean {
  const by = value.compare(exact(r.amount));
  if (r.direction === 'min') return by < 0;
  return r.comparator === 'ge' ? by >= 0 : by > 0;
}

/** The amounts that one report has under the name of a limit, in its unit. An amount per kg is none that can be drawn beside it. */
function amountsIn(text: unknown, r: LimitRecord): Exact[] {
  const unit = readUnit(r.unit);
  const read = report.safeParse(text);
  if (!unit.ok || !read.success || r.per !== 'none') return [];
  return read.data.findings.flatMap(({ id, observed }) => {
    if (id !== r.id || observed === null || typeof observed === 'string') return [];
    if (observed.code !== 'amount' || observed.value === undefined) return [];
    const value = recorded(observed.value);
    return value.unit.dimension === unit.value.dimension ? [to(value, unit.value).amount] : [];
  });
}

export const limitLookHandlers = {
  'library.limit-look': async ({ db }, { record }) => {
    const read = limitRecord.safeParse(record);
    if (!read.success) return { sentence: null, amount: null, orders: 0, had: [] };
    const r = read.data;
    const rows = await lastReports(db, r.drug === ANY_DRUG ? null : r.drug, MOST_ORDERS);
    const had = rows.flatMap((row) => amountsIn(keptJson(row.report, 'finding', row.id), r));
    return {
      sentence: limitWords(r),
      amount: r.comparator === 'predicate' ? null : drawn(exact(r.amount)),
      orders: rows.length,
      had: had.map((value) => ({ value: drawn(value), beyond: isBeyond(r, value) })),
    };
  },
} satisfies Partial<Handlers>;
