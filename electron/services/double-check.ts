import * as z from 'zod';
import type { DoubleCheckView } from '../../bridge/double-check.ts';
import {
  askDoubleCheck,
  doubleCheckAsked,
  doubleChecksOf,
  submittedContents,
} from '../../db/double-checks.ts';
import type { Read, Write } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { nameAt } from '../../db/people.ts';
import { comparedField } from '../../engine/order/double-check.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { drugsOfOrder, orderContent, type OrderContent } from '../../engine/order/order.ts';
import { refuse } from './call.ts';
import type { Order } from './loaded-order.ts';

/** Does the rule set ask for a blind double check of this order? House rule of the site: by any drug of the container, or by kind of regimen. */
export const asksForDoubleCheck = ({ site }: Library, order: OrderContent): boolean =>
  drugsOfOrder(order).some((drug) => site.doubleCheck.drugs.includes(drug)) ||
  site.doubleCheck.kinds.includes(order.regimen.kind);

/** What was submitted before the site asked for it waits for its second entry as well: an order is not changed for that alone. */
export async function askOfSubmitted(db: Write, library: Library, at: string): Promise<void> {
  for (const { id, version, content } of await submittedContents(db))
    if (asksForDoubleCheck(library, kept(orderContent, content, 'order_version', id, version)))
      await askDoubleCheck(db, { order_id: id, version, at });
}

const compared = z.array(comparedField);

export async function doubleCheckViews(
  db: Read,
  { row, version }: Pick<Order, 'row' | 'version'>,
): Promise<DoubleCheckView[]> {
  return await Array.fromAsync(await doubleChecksOf(db, row.id, row.version), async (c) => ({
    firstBy: await nameAt(db, version.by_user, version.at),
    firstAt: version.at,
    by: c.by,
    at: c.at,
    agrees: c.differs === 0,
    fields: kept(compared, c.compared, 'double_check', row.id, row.version, c.seq),
  }));
}

interface DoubleCheckState {
  /** asked for when the order was submitted, or by the rule set of today */
  readonly asked: boolean;
  readonly checks: readonly DoubleCheckView[];
}

export const doubleCheckState = async (
  db: Read,
  order: Order,
  library: Library,
): Promise<DoubleCheckState> => ({
  asked:
    (await doubleCheckAsked(db, order.row.id, order.row.version)) ||
    asksForDoubleCheck(library, order.content),
  checks: await doubleCheckViews(db, order),
});

/** What a submitted version still waits for: that two entries agree, or that there is a second one. */
export async function waitingCheck(
  db: Read,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<'differs' | 'left' | null> {
  const last = (await doubleChecksOf(db, id, version)).at(-1);
  if (last !== undefined) return last.differs > 0 ? 'differs' : null;
  return (await doubleCheckAsked(db, id, version)) ? 'left' : null;
}

/** Refuses an order whose double check is still to be made, or whose last one differed. */
export function doubleChecked({ asked, checks }: DoubleCheckState): void {
  const last = checks.at(-1);
  if (last && !last.agrees)
    refuse(
      'double-check-differs',
      last.fields
        .filter((f) => !f.same)
        .map((f) => f.path)
        .join(', '),
      'an order that both entries agree on: change it, or a third person enters it blind',
      '',
    );
  if (asked && !last)
    refuse('double-check-missing', null, 'a second person who enters it without seeing it', '');
}
