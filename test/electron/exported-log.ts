import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventFilter } from '../../db/event-log.ts';
import type { Store } from '../../db/open.ts';
import { canonical } from '../../db/canonical.ts';
import type { Context } from '../../electron/context.ts';
import { exportFolder, jobOf, startExport } from '../../electron/services/export/jobs.ts';

/** The audit log of a data file as CSV, made by the export job itself, without anybody signed in. */
export async function exportedLog(store: Store, filter: EventFilter) {
  const now = '2026-11-23T12:00:00.000Z';
  // As far as an export asks of the services.
  const context = { store, clock: () => now, report: console.error } as unknown as Context;
  startExport(context, 'exp-1', {
    kind: 'audit',
    format: 'csv',
    filter,
    filterText: canonical(filter),
    identifiers: 'full',
    user: { id: 'u', username: 'ada' },
    station: 'office',
    now,
  });
  const job = jobOf(context, 'exp-1', 'u');
  await job?.finished;
  if (job?.status.state !== 'done') throw new Error(`export ${job?.status.state}: ${job?.status.why}`);
  return {
    status: job.status,
    csv: readFileSync(join(exportFolder(dirname(store.path)), 'exp-1.csv'), 'utf8'),
  };
}
