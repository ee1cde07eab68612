import type { Command, contract, Parsed } from '../../../bridge/contract.ts';
import type { BoundTable } from '../../../db/bound-rows.ts';
import {
  alteredOf,
  alteredOwn,
  alteredPaper,
  alteredPapers,
  alteredRecord,
  alteredTable,
} from '../../../db/intact.ts';
import type { Read } from '../../../db/handle.ts';
import type { Store } from '../../../db/open.ts';
import { orderById } from '../../../db/orders.ts';
import { codeRow } from '../../../db/preparations.ts';
import { jobNow, printerNow, stalePrintOuts } from '../../../db/printing.ts';
import { alteredIssue, type Altered } from '../../../db/row-digests.ts';
import { Refused } from '../../../engine/number/result.ts';
import { readScan } from '../../print/label-code.ts';
import { bound, type Services } from '../bound.ts';
import { loadOrder } from '../loaded-order.ts';
import { refuseAltered } from './whole.ts';

/** What a command stands on besides what everything stands on. */
interface Stands {
  /** orders, each of them at the version that counts, or at one of before */
  readonly orders?: readonly { readonly id: string; readonly version?: number }[];
  /** rows that decide where something goes, or what comes into force */
  readonly rows?: readonly (readonly [BoundTable, readonly (string | number)[]])[];
  /** print-outs that are listed: their rows alone, since nothing is printed or signed by the list */
  readonly papers?: readonly string[];
  /** every paper that could have gone stale, whether a row of it is there or not */
  readonly everyPaper?: true;
  /** tables of which every row is listed, or decides who comes in: each as the log says, whatever is wrong elsewhere */
  readonly tables?: readonly BoundTable[];
  /** orders that are stopped: their own rows, and nothing that is wrong elsewhere */
  readonly stops?: readonly string[];
}

const one = ({ id }: { readonly id: string }): Stands => ({ orders: [{ id }] });
/** Whatever else is wrong in the file keeps nobody from stopping an order; what is signed is the order as it was. */
const stop = ({ id }: { readonly id: string }): Stands => ({ stops: [id] });

type Writing = {
  [C in Command]: (typeof contract)[C]['mode'] extends 'write' ? C : never;
}[Command];
type Answer<C extends Command> = (input: Parsed<C>, db: Read) => Stands | Promise<Stands>;

const DRAFT =
  'drafting goes on: a draft is computed anew, and what it becomes is looked at when it is verified';
const PERSON = 'the row of a person that it writes is held against its digest when it is written anew';
const WINDOW = 'decides nothing about a dose: who sits where';
const ASKS = 'nothing leaves by it: what is proposed is looked at when it is approved';
const STOPS_USE = 'keeps something from being used, and nothing leaves by it';
const KEEPS = 'keeps or puts back what is there, also what is wrong, and is how it is got rid of';
const LISTS =
  'says what exists, which approves nothing; a row that it writes anew is held against its digest, and so is one that is looked up';
const QUEUE = 'ends the way of a paper, which was looked at before it was sent';

/**
 * What prints, signs, answers for a paper or releases, and what it does that with. A command that changes something and is
 * not gated says why: a new one does not compile without an answer. Whatever row that is vouched for it writes is looked
 * at once more where it is written (db/write-handle.ts).
 */
const GATED: { readonly [C in Writing]: Answer<C> | string } & {
  readonly [C in Exclude<Command, Writing>]?: Answer<C>;
} = {
  'print.preview': one,
  'print.issue': one,
  'print.send': async ({ id, printerId }, db) => ({ orders: [{ id }], rows: await printer(db, printerId) }),
  'job.retry': async ({ id }, db) => {
    const job = await jobNow(db, id);
    if (job === undefined) return {};
    const asked = ['printer_version', [job.printer_id, job.printer_version]] as const;
    return { orders: [{ id: job.order_id }], rows: [...(await printer(db, job.printer_id)), asked] };
  },
  'batch.start': ({ orders }) => ({ orders: orders.map(({ id }) => ({ id })) }),
  'code.scan': ({ code }, db) => scanned(db, code),
  'stale.list': async (_, db) => ({ papers: (await stalePrintOuts(db)).map((p) => p.id), everyPaper: true }),
  'station.list': () => ({ tables: ['station'] }),
  'user.list': () => ({ tables: ['user'] }),
  'printer.list': () => ({ tables: ['printer', 'printer_version'] }),
  'policy.get': () => ({ tables: ['policy'] }),
  'session.sign-in': () => ({ tables: ['policy'] }),
  'stale.account': ({ printOutId }) => ({ papers: [printOutId] }),
  'double-check.enter': one,
  'order.resolve': one,
  'order.verify': one,
  'order.hold': stop,
  'order.resume': one,
  'order.discontinue': stop,
  'order.void': stop,
  'order.complete': one,
  'preparation.start': one,
  'preparation.record': one,
  'waste.record': one,
  'order.final-check': one,
  'order.release': one,
  'patient.merge-approve': ({ id }) => ({ rows: [['patient_merge', [id]]] }),
  'patient.merge-decline': ({ id }) => ({ rows: [['patient_merge', [id]]] }),
  'library.approve': ({ id }) => ({ rows: [['library_change', [id]]] }),
  'library.decline': ({ id }) => ({ rows: [['library_change', [id]]] }),

  'order.save': DRAFT,
  'order.submit': DRAFT,
  'order.check-again': DRAFT,
  'patient.save': DRAFT,
  'prescriber.save': DRAFT,
  'administration.add': DRAFT,
  'patient.merge-propose': ASKS,
  'patient.apart': ASKS,
  'library.propose': ASKS,
  'library.answer': ASKS,
  'library.import': ASKS,
  'library.export': () => ({ rows: [['signing_key', ['own']]] }),
  'library.stop': STOPS_USE,
  'user.add': PERSON,
  'user.update': PERSON,
  'user.set-badge': PERSON,
  'user.set-active': PERSON,
  'user.deactivate': PERSON,
  'user.reset-password': PERSON,
  'user.reset-factor': PERSON,
  'factor.enrol': PERSON,
  'session.set-pin': PERSON,
  'session.change-password': PERSON,
  'session.sign-out': WINDOW,
  'session.lock': WINDOW,
  'session.unlock': WINDOW,
  'system.first-run': 'there is nothing yet',
  'clock.confirm': 'says which time it is, and nothing of a record',
  'policy.save': 'says how tries are counted and windows lock, in a new row of its own',
  'station.invite': WINDOW,
  'station.enrol': WINDOW,
  'station.withdraw': WINDOW,
  'site.save': 'writes a new rule set, of which the stored one of before is held against its hash',
  'printer.save': 'a new version of a printer, whose row is held against its digest when it is written anew',
  'printer.test': 'prints no record',
  'protocol.for-pump': 'is of the rule set in force alone, which is held against its hash when it is read',
  'job.cancel': QUEUE,
  'job.settle': QUEUE,
  'backup.configure': KEEPS,
  'backup.make': KEEPS,
  'backup.restore': KEEPS,
  'recovery.restore': KEEPS,
  'recovery.key': KEEPS,
  'key.recovery': KEEPS,
  'export.start': 'looks at each record as it comes to it, for as long as the export goes on',
  'product.import-start': LISTS,
  'product.import-piece': LISTS,
  'product.import-end': LISTS,
  'log.correct': 'is how a loss is explained, which gates everything else',
};

async function scanned(db: Read, text: string): Promise<Stands> {
  const read = readScan(text);
  if (!read.ok || read.value.kind === 'product') return {};
  const { value } = read;
  const code = value.kind === 'label' ? value.label.releaseCode : value.code;
  const row = await codeRow(db, code);
  // A code that was written and is not there any more is not unknown.
  return row
    ? { orders: [{ id: row.order_id, version: row.version }] }
    : { rows: [['release_code', [code]]] };
}

async function printer(db: Read, id: string): Promise<NonNullable<Stands['rows']>> {
  const version = (await printerNow(db, id))?.version;
  return [['printer', [id]], ...(version === undefined ? [] : [['printer_version', [id, version]] as const])];
}

/**
 * Before a command that prints, signs or releases: every record that it stands on is what the event that wrote it says,
 * what was computed of its orders comes out of them again, and nothing in the data file is known to be otherwise. Refuses
 * `record-altered`, and names the record. Reading and drafting go on, and so
 * does stopping an order that is itself what it was. `again`: a second look at the same
 * records, after a password was hashed or a form drawn, holds them against their events alone.
 */
export async function gate(
  context: Services,
  db: Read,
  name: Command,
  input: unknown,
  again = false,
): Promise<void> {
  const standsOn = GATED[name] as Answer<Command> | string | undefined;
  if (typeof standsOn !== 'function') return;
  const {
    orders = [],
    rows = [],
    papers = [],
    everyPaper,
    tables,
    stops,
  } = await standsOn(input as never, db);
  for (const table of tables ?? []) refuseFound(await alteredTable(db, table));
  if (stops === undefined && tables === undefined) await refuseAltered(context.store, db);
  for (const id of stops ?? []) refuseFound(await alteredOwn(db, id));
  for (const [table, values] of rows) refuseFound(await alteredRecord(db, table, values));
  for (const id of papers) refuseFound(await alteredPaper(db, id));
  if (everyPaper) refuseFound(await alteredPapers(db));
  for (const { id, version } of orders)
    if (again) refuseFound(await alteredOf(db, id));
    else await wholeOrder(context, db, id, version);
}

/** The same of one order, for what goes on after its command was answered. */
export async function wholeOrder(context: Services, db: Read, id: string, version?: number): Promise<void> {
  refuseFound(await alteredOf(db, id));
  const row = await orderById(db, id);
  if (row) await bound(context, db, await loadOrder(db, row, version));
}

/** The rows of one order, for what is read from them without being computed again. */
export async function wholeRows(store: Store, db: Read, id: string): Promise<void> {
  await refuseAltered(store, db);
  refuseFound(await alteredOf(db, id));
}

function refuseFound(found: Altered | null): void {
  if (found !== null) throw new Refused(alteredIssue(found));
}
