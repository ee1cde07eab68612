import type { Parsed } from '../../bridge/contract.ts';
import { listPrinters, printerNow, savePrinterVersion } from '../../db/printing.ts';
import { Refused, unwrap } from '../../engine/number/result.ts';
import { changeOf } from '../services/change.ts';
import { placeIssue } from '../delivery/places.ts';
import { send } from '../delivery/send.ts';
import { newId } from '../services/ids.ts';
import { printerFor } from '../services/parcel.ts';
import { printerOf } from '../services/printers.ts';
import { underSignature } from '../services/credentials.ts';
import {
  found,
  refuse,
  sameVersion,
  type Handlers,
  type ReadCall,
  type WriteCall,
} from '../services/call.ts';

export const printerHandlers = {
  'printer.list': async ({ db }) =>
    (await listPrinters(db)).map(printerOf).toSorted((a, b) => a.record.name.localeCompare(b.record.name)),

  'printer.save': underSignature(
    'printer.save',
    async (call, input) => {
      const { record } = input;
      const before = await savable(call, input);
      const saved = {
        id: input.id ?? newId(call.context, 'ptr'),
        version: (before?.version ?? 0) + 1,
        record,
      };
      await savePrinterVersion(call.db, {
        id: saved.id,
        version: saved.version,
        content: JSON.stringify(record),
        by: call.user.id,
        at: call.now,
      });
      await call.event({
        subject: 'printer',
        subjectId: saved.id,
        version: saved.version,
        change: changeOf(before?.record ?? null, record),
      });
      return saved;
    },
    savable,
  ),

  'printer.test': {
    before: async (call, { id, paper }) => {
      const { record } = printerOf(found(await printerNow(call.db, id), 'printer'));
      unwrap(printerFor(record, { paper }, (await call.context.library()).site.printing));
      const { testPage } = await import('../delivery/test-page.ts');
      const page = unwrap(
        await testPage(record, paper, (await call.context.library()).site.ownLabel, call.now),
      );
      const delivery = await send(record.way, page);
      const why = delivery.state === 'sent' ? null : delivery.why;
      return async (write) => {
        const change = { paper, language: record.language, state: delivery.state, why };
        await write.event({ subject: 'printer', subjectId: id, change });
        return { state: delivery.state, why };
      };
    },
  },
} satisfies Partial<Handlers>;

/** The printer as it was; refuses what would not be a printer of this site. */
async function savable(
  { db, context }: ReadCall | WriteCall,
  { id, expectedVersion, record }: Parsed<'printer.save'>,
) {
  const before = id === null ? null : printerOf(found(await printerNow(db, id), 'printer'));
  sameVersion(before?.version ?? 0, expectedVersion ?? 0, 'printer');
  const twin = (await listPrinters(db))
    .map(printerOf)
    .find((p) => p.id !== id && p.record.name === record.name);
  if (twin) refuse('printer-name-taken', record.name, 'a name that no other printer has', 'record.name');
  if (record.way.kind === 'spooler' && process.platform === 'win32')
    refuse(
      'spooler-not-on-windows',
      record.way.queue,
      'TCP port 9100, a folder, or the system dialog',
      'record.way',
    );
  const place = placeIssue(record.way, (await context.library()).site.printing);
  // A printer of before stays to be taken out of use.
  if (place !== null && record.active) throw new Refused(place);
  return before;
}
