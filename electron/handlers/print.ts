import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { OrderView } from '../../bridge/records.ts';
import { insertPrintOut, printsOf } from '../../db/preparations.ts';
import { insertJob, printerNow } from '../../db/printing.ts';
import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { newId } from '../services/ids.ts';
import { jobIn } from '../services/jobs.ts';
import { inTodaysShape, leaving } from '../services/leaving.ts';
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

interface Drawn {
  readonly view: OrderView;
  /** how often this form of this version was printed before */
  readonly reprint: number;
}

/** The order as it is, if the form may be had of it. */
function drawable(db: Read, input: Pick<Asked, 'id' | 'version' | 'kind'>): Drawn {
  orderFor(db, input, statesFor(input.kind));
  const reprint = printsOf(db, input.id, input.version, input.kind);
  return { view: inTodaysShape(viewOf(db, input.id)), reprint };
}

/** The same, if it may be printed: a reprint needs its reason. */
function printable(db: Read, input: Asked): Drawn {
  const drawn = drawable(db, input);
  if (drawn.reprint > 0 && input.reprintReason === null)
    refuse(
      'reprint-reason-missing',
      null,
      `a reason: it was printed ${drawn.reprint} times`,
      'reprintReason',
    );
  return drawn;
}

/** Writes down who printed what, when, how many and where. Refuses if the record is another than the one that was drawn. */
function recordPrint(
  write: WriteCall,
  input: Asked,
  drawn: Drawn,
  made: { readonly template: string; readonly sha256: string },
  where: object,
) {
  const { db, user, now } = write;
  const { view, reprint } = drawn;
  const order = loadOrder(db, orderFor(db, input, statesFor(input.kind)));
  if (
    printedPart(inTodaysShape(viewOf(db, input.id))) !== printedPart(view) ||
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
      const { view, reprint } = call.context.store.read((db) => drawable(db, input));
      const file = await call.context.render(input.kind, input.paper, view, { watermark: true, reprint });
      const made = leaving(call, view, input, file);
      return () => ({ pdf: base64(made.pdf) });
    },
  },

  'print.issue': {
    before: async (call, input) => {
      const drawn = call.context.store.read((db) => printable(db, input));
      const { view, reprint } = drawn;
      const file = await call.context.render(input.kind, input.paper, view, { watermark: false, reprint });
      const made = leaving(call, view, input, file);
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
      const packed = await parcelOf(call.context, drawn.view, wanted, { printer: printer.content });
      const parcel = leaving(call, drawn.view, input, packed);
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
