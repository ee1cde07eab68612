import type { EventFilter } from '../../db/event-log.ts';
import type { Store } from '../../db/open.ts';
import { canonical } from '../../db/canonical.ts';
import type { Context } from '../../electron/services/context.ts';
import { jobOf, partOf, startExport } from '../../electron/services/export/jobs.ts';

/** The audit log of a data file as CSV, made by the export job itself, without anybody signed in. */
export async function exportedLog(store: Store, filter: EventFilter) {
  const now = '2026-11-23T12:00:00.000Z';
  // As far as an export asks of the services.
  const context = { store, clock: () => now, report: console.error } as unknown as Context;
  await startExport(context, 'exp-1', {
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
  // As it is fetched: on the disk it lies under a key of its own.
  const parts: Buffer[] = [];
  for (let at: number | null = 0; at !== null;) {
    const part: ReturnType<typeof partOf> = partOf(job, at);
    parts.push(Buffer.from(part.data, 'base64'));
    at = part.next;
  }
  return {
    status: job.status,
    csv: Buffer.concat(parts).toString('utf8'),
  };
}
