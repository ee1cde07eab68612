import { printer } from '../../bridge/printing.ts';
import { listPrinters, printerNow, savePrinterVersion } from '../../db/printing.ts';
import type { Stored } from '../../db/records.ts';
import { changeOf } from '../services/change.ts';
import { newId } from '../services/ids.ts';
import { refuse, sameVersion, type Handlers } from './handler.ts';

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
    const stored = id === null ? undefined : printerNow(db, id);
    const before = stored ? printerOf(stored) : null;
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
} satisfies Partial<Handlers>;
