import type { DowntimeLine } from '../../bridge/downtime.ts';
import { orderState, type OrderState } from '../../bridge/order-state.ts';
import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { keptValue } from '../../db/kept.ts';
import type { Store } from '../../db/open.ts';
import { listOrders, orderById } from '../../db/orders.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { printedInstant } from '../print/format.ts';
import { found } from './call.ts';
import { leaving, type Asking } from './leaving.ts';
import { loadOrder } from './loaded-order.ts';
import { namesPersonNow } from './merged.ts';
import { lineOf } from './order-line.ts';
import { viewOf } from './order-view.ts';
import { wholeOrder, wholeRows } from './whole/gate.ts';

/** House rule: of so many active programs a window keeps the sheets; those that changed last first. */
const MOST_SHEETS = 200;
/** House rule: a sheet is drawn anew each day, so that what is stamped on it is no older. */
const DAY = 10;

/** What a pump may be running, or is made for. */
const ACTIVE: readonly OrderState[] = ['prepared', 'checked', 'released'];

/** Active programs with the keys of their sheets, and how many there are beyond the bound. */
export async function downtimeLines(
  db: Read,
  library: Library,
  now: string,
): Promise<{ readonly sheets: DowntimeLine[]; readonly left: number }> {
  const choice = { states: [...ACTIVE, 'on-hold'], search: undefined };
  const { rows, total } = await listOrders(db, choice, { from: 0, limit: MOST_SHEETS });
  const sheets = rows
    .filter((o) => o.state !== 'on-hold' || isActive(o.held_from))
    .map((o): DowntimeLine => {
      const state = keptValue(orderState, o.state, 'orders', o.id);
      const { drug, summary } = lineOf(library, o);
      const names = { patient: `${o.family}, ${o.given}`, birthDate: o.birth_date, drug, summary };
      const line = { id: o.id, number: o.number, version: o.version, state, ...names };
      const drawnOf = [line, o.updated_at, Number(o.closed ?? 0), library.version, now.slice(0, DAY)];
      return { ...line, key: hashOf(drawnOf) };
    });
  return { sheets, left: Math.max(0, total - rows.length) };
}

const isActive = (state: string | null): boolean => ACTIVE.some((s) => s === state);

interface Made {
  readonly key: string;
  readonly asOf: string;
  readonly pdf: Promise<string>;
}
/** In memory alone: every window of a site asks for the same sheets. */
const made = new WeakMap<Store, Map<string, Made>>();

/** The pump sheet of one active program, stamped: drawn once for all windows, and held against its rows for each. */
export async function downtimeSheet(
  call: Asking,
  id: string,
): Promise<{ key: string; asOf: string; pdf: string }> {
  const { context, now } = call;
  const { store } = context;
  const library = await context.library();
  const line = await store.read(async (db) => {
    const { sheets } = await downtimeLines(db, library, now);
    const active = found(
      sheets.find((s) => s.id === id),
      'active program',
    );
    await wholeRows(store, db, id);
    await namesPersonNow(db, await loadOrder(db, found(await orderById(db, id), 'order')));
    return active;
  });
  const { key } = line;
  const kept = made.get(store) ?? new Map<string, Made>();
  made.set(store, kept);
  const known = kept.get(id);
  if (known?.key === key) return { key, asOf: known.asOf, pdf: await known.pdf };
  const pdf = draw(call, line, library.site.timeZone);
  kept.delete(id);
  kept.set(id, { key, asOf: now, pdf });
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_SHEETS) break;
    kept.delete(oldest);
  }
  // What was refused once is tried again.
  pdf.catch(() => kept.get(id)?.pdf === pdf && kept.delete(id));
  return { key, asOf: now, pdf: await pdf };
}

async function draw(call: Asking, { id, state }: DowntimeLine, timeZone: string): Promise<string> {
  const { context, now } = call;
  const view = await context.store.read(async (db) => {
    await wholeOrder(context, db, id);
    return await viewOf(db, id);
  });
  const asOf = `DOWNTIME, as of ${printedInstant(now, timeZone)}`;
  const downtime = state === 'on-hold' ? `ON HOLD, do not start. ${asOf}` : asOf;
  // On hold or not, the pump is set as it was verified.
  const program = { ...view, state: view.heldFrom ?? view.state };
  const form = { kind: 'pump-sheet', paper: 'letter' } as const;
  const file = await context.render(form.kind, form.paper, program, {
    watermark: false,
    reprint: 0,
    downtime,
  });
  return Buffer.from((await leaving(call, view, form, file)).pdf).toString('base64');
}
