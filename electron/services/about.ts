import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { preparationOf } from '../../db/preparations.ts';
import { drugsOfOrder } from '../../engine/order/order.ts';
import type { Order } from './loaded-order.ts';
import { preparationContent } from './preparation-content.ts';

/** What the events of an order are found by: once it is prepared, also by each lot that went into the bag. */
export async function aboutOf(db: Read, order: Order): Promise<Record<string, string | string[]>> {
  const made = await preparationOf(db, order.row.id, order.row.version);
  const record = made?.content ? kept(preparationContent, made.content, 'preparation_record', made.id) : null;
  return {
    order: order.row.id,
    patient: order.version.patient_id,
    drug: [...drugsOfOrder(order.content)],
    ...(made && { lot: lotsOf(made.lot, record?.ingredients ?? []) }),
  };
}

export const lotsOf = (own: string, ingredients: readonly { readonly lot: string }[]): string[] => [
  ...new Set([own, ...ingredients.map((i) => i.lot)]),
];
