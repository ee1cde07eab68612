import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { insertPrintOut, printsOf } from '../../db/preparations.ts';
import { insertJob, printerNow } from '../../db/printing.ts';
import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { unwrap } from '../../engine/result.ts';
import { newId } from '../services/ids.ts';
import { jobIn } from '../services/jobs.ts';
import { orderFor, statesFor } from '../services/order-life.ts';
import { loadOrder, viewOf } from '../services/order-view.ts';
import { parcelOf } from '../services/parcel.ts';
import { signedView } from '../services/signing.ts';
import { Failed, found, refuse, type Handlers, type WriteCall } from './handler.ts';
import { aboutOf } from './order-verify.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** What an artefact is made of: if this is the same, so are its bytes. */
const printedPart = (view: OrderView): string =>
  hashOf({ ...signedView(view), state: view.state, signatures: view.signatures });

interface Asked {
  readonly id: string;
  readonly version: number;
  readonly kind: PrintKind;
  readonly paper: Paper;
  readonly copies: number;
  readonly reprintReason: string | null;
}

/** The order as it is, if it may be printed; a reprint needs its reason. */
function printable(db: Read, input: Asked): { view: OrderView; reprint: number } {
  orderFor(db, input, statesFor(input.kind));
  const reprint = printsOf(db, input.id, input.version, input.kind);
  if (reprint > 0 && input.reprintReason === null)
    refuse('reprint-reason-missing', null, `a reason: it was printed ${reprint} times`, 'reprintReason');
  return { view: viewOf(db, input.id), reprint };
}

/** Writes down who printed what, when, how many and where. Refuses if the record is another than the one that was drawn. */
function recordPrint(
  write: WriteCall,
  input: Asked,
  drawn: { readonly view: OrderView; readonly reprint: number },
  made: { readonly template: string; readonly sha256: string },
  where: object,
) {
  const { db, user, now } = write;
  const { view, reprint } = drawn;
  const order = loadOrder(db, orderFor(db, input, statesFor(input.kind)));
  if (
    printedPart(viewOf(db, input.id)) !== printedPart(view) ||
    printsOf(db, input.id, input.version, input.kind) !== reprint
  )
    throw new Failed({
      code: 'conflict',
      what: 'order',
      detail: 'it was changed, or printed by another, while this was drawn',
    });
  const { version, kind, paper, copies } = input;
  const reason = reprint > 0 ? input.reprintReason : null;
  const code = view.releaseCode;
  const { template, sha256 } = made;
  const row = {
    id: newId(write.context, 'prt'),
    version,
    kind,
    paper,
    template,
    sha256,
    copies,
    reprint,
    reason,
    code,
    at: now,
  };
  insertPrintOut(db, { ...row, order_id: input.id, by_user: user.id });
  write.event({
    subject: 'order',
    subjectId: input.id,
    version,
    reason,
    about: { ...aboutOf(db, order), ...(code === null ? {} : { code }) },
    change: { kind, paper, template, sha256, copies, reprint, code, ...where },
  });
  return { ...row, by: user.name, stale: false };
}

export const printHandlers = {
  'print.preview': {
    before: async (call, input) => {
      const view = call.context.store.read((db) => {
        orderFor(db, input, statesFor(input.kind));
        return viewOf(db, input.id);
      });
      const made = unwrap(await call.context.render(input.kind, input.paper, view, { watermark: true }));
      return () => ({ pdf: base64(made.pdf) });
    },
  },

  'print.issue': {
    before: async (call, input) => {
      const drawn = call.context.store.read((db) => printable(db, input));
      const made = unwrap(
        await call.context.render(input.kind, input.paper, drawn.view, { watermark: false }),
      );
      return (write) => ({ pdf: base64(made.pdf), printOut: recordPrint(write, input, drawn, made, {}) });
    },
  },

  'print.send': {
    before: async (call, input) => {
      const { printerId } = input;
      const [drawn, printer] = call.context.store.read((db) => [
        printable(db, input),
        found(printerNow(db, printerId), 'printer'),
      ]);
      const wanted = { ...input, reprint: drawn.reprint };
      const parcel = unwrap(await parcelOf(call.context, drawn.view, wanted, { printer: printer.content }));
      return (write) => {
        const printOut = recordPrint(write, input, drawn, parcel, { printer: printerId });
        const id = newId(write.context, 'job');
        insertJob(write.db, {
          id,
          print_out_id: printOut.id,
          printer_id: printerId,
          printer_version: printer.version,
          state: 'queued',
          attempts: 0,
          why: null,
          at: write.now,
          changed_at: write.now,
        });
        write.context.printQueue.offer(id, parcel);
        return { printOut, job: jobIn(write.db, id) };
      };
    },
  },
} satisfies Partial<Handlers>;
