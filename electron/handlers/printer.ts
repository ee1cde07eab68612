import { printer } from '../../bridge/printing.ts';
import { listPrinters, printerNow, savePrinterVersion } from '../../db/printing.ts';
import type { Stored } from '../../db/records.ts';
import { unwrap } from '../../engine/result.ts';
import { changeOf } from '../services/change.ts';
import { send } from '../printing/send.ts';
import { newId } from '../services/ids.ts';
import { printerFor } from '../services/parcel.ts';
import { found, refuse, sameVersion, type Handlers } from './handler.ts';

export const printerOf = ({ id, version, content }: Stored) => ({
  id,
  version,
  record: printer.parse(JSON.parse(content)),
});

export const printerHandlers = {
  'printer.list': ({ db }) =>
    listPrinters(db)
      .map(printerOf)
      .toSorted((a, b) => a.record.name.localeCompare(b.record.name)),

  'printer.save': (call, { id, expectedVersion, record }) => {
    const { db, user, now } = call;
    const before = id === null ? null : printerOf(found(printerNow(db, id), 'printer'));
    sameVersion(before?.version ?? 0, expectedVersion ?? 0, 'printer');
    const twin = listPrinters(db)
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
    const saved = { id: id ?? newId(call.context, 'ptr'), version: (before?.version ?? 0) + 1, record };
    savePrinterVersion(db, {
      id: saved.id,
      version: saved.version,
      content: JSON.stringify(record),
      by: user.id,
      at: now,
    });
    call.event({
      subject: 'printer',
      subjectId: saved.id,
      version: saved.version,
      change: changeOf(before?.record ?? null, record),
    });
    return saved;
  },

  'printer.test': {
    before: async (call, { id, paper }) => {
      const { record } = printerOf(found(printerNow(call.db, id), 'printer'));
      unwrap(printerFor(record, { paper }));
      const { testPage } = await import('../printing/test-page.ts');
      const page = unwrap(await testPage(record, paper, call.context.library.site.ownLabel, call.now));
      const delivery = await send(record.way, page);
      const why = delivery.state === 'sent' ? null : delivery.why;
      return (write) => {
        const change = { paper, language: record.language, state: delivery.state, why };
        write.event({ subject: 'printer', subjectId: id, change });
        return { state: delivery.state, why };
      };
    },
  },
} satisfies Partial<Handlers>;
