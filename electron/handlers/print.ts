import { printOut as printOutView } from '../../bridge/records.ts';
import { printerNow, insertJob } from '../../db/printing.ts';
import { jobIn } from '../services/jobs.ts';
import { newId } from '../services/ids.ts';
import { leaving } from '../services/leaving.ts';
import { printerOf } from '../services/printers.ts';
import { parcelOf } from '../services/parcel.ts';
import { drawable, printable, recordPrint } from '../services/print-out.ts';
import { found, type Handlers } from '../services/call.ts';
import { Failed } from '../services/failed.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export const printHandlers = {
  'print.preview': {
    before: async (call, input) => {
      const { view, reprint } = await call.context.store.read((db) => drawable(db, input));
      const file = await call.context.render(input.kind, input.paper, view, { watermark: true, reprint });
      const made = await leaving(call, view, input, file);
      return () => ({ pdf: base64(made.pdf) });
    },
  },

  'print.issue': {
    before: async (call, input) => {
      const drawn = await call.context.store.read((db) => printable(db, input));
      const { view, reprint } = drawn;
      const file = await call.context.render(input.kind, input.paper, view, { watermark: false, reprint });
      const made = await leaving(call, view, input, file);
      return async (write) => ({
        pdf: base64(made.pdf),
        printOut: await recordPrint(write, input, drawn, made, {}),
      });
    },
    // A paper is not kept: it is drawn again, of the order as it is, and is the one that was printed or none.
    repeat: {
      keep: ({ printOut }) => printOut,
      again: async (call, input, kept) => {
        const printed = printOutView.parse(kept);
        const { view } = await call.context.store.read((db) => drawable(db, input));
        const { reprint, sha256 } = printed;
        const file = await call.context.render(input.kind, input.paper, view, { watermark: false, reprint });
        const made = await leaving(call, view, input, file);
        if (made.sha256 !== sha256)
          throw new Failed({
            code: 'conflict',
            what: 'order',
            detail: 'it was changed since this was printed',
          });
        return { pdf: base64(made.pdf), printOut: printed };
      },
    },
  },

  'print.send': {
    before: async (call, input) => {
      const { printerId } = input;
      const [drawn, printer] = await call.context.store.read(async (db) => [
        await printable(db, input),
        printerOf(found(await printerNow(db, printerId), 'printer')),
      ]);
      const wanted = { ...input, reprint: drawn.reprint };
      const packed = await parcelOf(call.context, drawn.view, wanted, printer.record);
      const parcel = await leaving(call, drawn.view, input, packed);
      return async (write) => {
        const printOut = await recordPrint(write, input, drawn, parcel, { printer: printerId });
        const id = newId(write.context, 'job');
        await insertJob(write.db, {
          id,
          print_out_id: printOut.id,
          printer_id: printerId,
          printer_version: printer.version,
          state: 'queued',
          attempts: 0,
          why: null,
          at: write.now,
          changed_at: write.now,
          host: write.context.store.host,
        });
        write.afterwards(() => write.context.printQueue.offer(id, parcel));
        return { printOut, job: await jobIn(write.db, id) };
      };
    },
  },
} satisfies Partial<Handlers>;
