import type { Command, Parsed } from '../../../bridge/contract.ts';
import type { BoundTable } from '../../../db/bound-rows.ts';
import { alteredOf, alteredPaper, alteredRecord } from '../../../db/intact.ts';
import type { Read } from '../../../db/handle.ts';
import type { Store } from '../../../db/open.ts';
import { orderById } from '../../../db/orders.ts';
import { codeRow } from '../../../db/preparations.ts';
import { jobNow, printerNow, stalePrintOuts } from '../../../db/printing.ts';
import type { Altered } from '../../../db/row-digests.ts';
import { Refused } from '../../../engine/number/result.ts';
import { readScan } from '../../print/label-code.ts';
import { bound, type Services } from '../bound.ts';
import { loadOrder } from '../loaded-order.ts';
import { alteredIssue, refuseAltered } from './whole.ts';

/** What a command stands on besides what everything stands on. */
interface Stands {
  /** orders, each of them at the version that counts, or at one of before */
  readonly orders?: readonly { readonly id: string; readonly version?: number }[];
  /** rows that decide where something goes, or what comes into force */
  readonly rows?: readonly (readonly [BoundTable, readonly (string | number)[]])[];
  /** print-outs that are listed: their rows alone, since nothing is printed or signed by the list */
  readonly papers?: readonly string[];
}

const one = ({ id }: { readonly id: string }): Stands => ({ orders: [{ id }] });

/** What prints, signs, answers for a paper or releases, and what it does that with. */
const GATED: { readonly [C in Command]?: (input: Parsed<C>, db: Read) => Stands } = {
  'print.preview': one,
  'print.issue': one,
  'print.send': ({ id, printerId }, db) => ({ orders: [{ id }], rows: printer(db, printerId) }),
  'job.retry': ({ id }, db) => {
    const job = jobNow(db, id);
    return job ? { orders: [{ id: job.order_id }], rows: printer(db, job.printer_id) } : {};
  },
  'batch.start': ({ orders }) => ({ orders: orders.map(({ id }) => ({ id })) }),
  'code.scan': ({ code }, db) => scanned(db, code),
  'stale.list': (_, db) => ({ papers: stalePrintOuts(db).map((p) => p.id) }),
  'stale.account': ({ printOutId }) => ({ papers: [printOutId] }),
  'double-check.enter': one,
  'order.resolve': one,
  'order.verify': one,
  'order.resume': one,
  'preparation.record': one,
  'waste.record': one,
  'order.final-check': one,
  'order.release': one,
  'patient.merge-approve': ({ id }) => ({ rows: [['patient_merge', [id]]] }),
  'library.approve': ({ id }) => ({ rows: [['library_change', [id]]] }),
};

function scanned(db: Read, text: string): Stands {
  const read = readScan(text);
  if (!read.ok || read.value.kind === 'product') return {};
  const { value } = read;
  const row = codeRow(db, value.kind === 'label' ? value.label.releaseCode : value.code);
  return row ? { orders: [{ id: row.order_id, version: row.version }] } : {};
}

function printer(db: Read, id: string): NonNullable<Stands['rows']> {
  const row = printerNow(db, id);
  return row
    ? [
        ['printer', [id]],
        ['printer_version', [id, row.version]],
      ]
    : [];
}

/**
 * Before a command that prints, signs or releases: every record that it stands on is what the event that wrote it says,
 * what was computed of its orders comes out of them again, and nothing in the data file is known to be otherwise. Refuses
 * `record-altered`, and names the record. Reading, drafting and ending an order go on. `again`: a second look at the same
 * records, after a password was hashed or a form drawn, holds them against their events alone.
 */
export function gate(context: Services, db: Read, name: Command, input: unknown, again = false): void {
  const standsOn = GATED[name] as ((input: unknown, db: Read) => Stands) | undefined;
  if (standsOn === undefined) return;
  refuseAltered(context.store, db);
  const { orders = [], rows = [], papers = [] } = standsOn(input, db);
  for (const [table, values] of rows) refuseFound(alteredRecord(db, table, values));
  for (const id of papers) refuseFound(alteredPaper(db, id));
  for (const { id, version } of orders)
    if (again) refuseFound(alteredOf(db, id));
    else wholeOrder(context, db, id, version);
}

/** The same of one order, for what goes on after its command was answered. */
export function wholeOrder(context: Services, db: Read, id: string, version?: number): void {
  refuseFound(alteredOf(db, id));
  const row = orderById(db, id);
  if (row) bound(context, db, loadOrder(db, row, version));
}

/** The rows of one order, for what is read from them without being computed again. */
export function wholeRows(store: Store, db: Read, id: string): void {
  refuseAltered(store, db);
  refuseFound(alteredOf(db, id));
}

function refuseFound(found: Altered | null): void {
  if (found !== null) throw new Refused(alteredIssue(found));
}
