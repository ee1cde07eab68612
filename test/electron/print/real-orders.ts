import { readdirSync, readFileSync } from 'node:fs';
import type { OrderView } from '../../../bridge/records.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import { parseInstant } from '../../../engine/time/calendar.ts';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { orderFile } from '../../../engine/order/order.ts';
import { hydromorphone } from './fixture.ts';

const folder = new URL('../../cases/orders/', import.meta.url);

/**
 * The fixture's order with patient, content and whole report of the cases that are checked in: what really stands in
 * findings and derivations, whatever their clinical verdict. A case that the engine refuses to compute is left out.
 */
export function realOrders(): { name: string; view: OrderView }[] {
  const library = seedLibrary();
  return readdirSync(folder).flatMap((name) => {
    const raw = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { file?: unknown };
    const file = orderFile.safeParse(raw.file ?? raw);
    if (!file.success) return [];
    const { patient, order, at } = file.data;
    const minute = parseInstant(at ?? '2026-11-23T12:00Z');
    if (!minute.ok) return [];
    const view = hydromorphone();
    try {
      const report = checkOrder({ patient, order, at: minute.value }, library);
      return [{ name: name.replace('.json', ''), view: { ...view, content: order, report, open: [] } }];
    } catch {
      return [];
    }
  });
}
