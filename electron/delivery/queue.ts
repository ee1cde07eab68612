import type { PrintingPlaces } from '../../bridge/places.ts';
import type { PrintJob } from '../../bridge/printing.ts';
import { printer } from '../../bridge/printing.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { Write } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import type { Store } from '../../db/open.ts';
import { jobNow, setJob, type JobLine } from '../../db/printing.ts';
import { failed, type Parcel } from './delivery.ts';
import { placeIssue } from './places.ts';
import { send as sendByWay, type Send } from './send.ts';

export interface PrintQueue {
  /** Sends a job once the command that wrote it has been committed; a job whose command failed is not there to send. */
  offer(jobId: string, parcel: Parcel): void;
  /** Everything that was offered has ended. */
  idle(): Promise<void>;
}

interface Stands {
  readonly store: Store;
  readonly clock: () => string;
  /** where labels may go now: a job may have waited while a supervisor changed that */
  readonly places: () => Promise<PrintingPlaces>;
  readonly report: (error: unknown) => void;
}

/** One line of jobs for each printer: labels come out in the order in which they were asked for. */
export function makeQueue({ store, clock, places, report }: Stands, send: Send = sendByWay): PrintQueue {
  const lines = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  let asked: Promise<unknown> = Promise.resolve();

  const step = (id: string, from: PrintJob['state'], to: PrintJob['state'], why: string | null) =>
    store.write(async (db) => {
      const job = await jobNow(db, id);
      // Given up for gone, and sent again from elsewhere, it is this host's no more.
      if (job?.state !== from || job.host !== store.host) return undefined;
      await moveJob(db, job, to, why, clock());
      return job;
    });

  async function run(id: string, parcel: Parcel): Promise<void> {
    const waiting = await store.read((db) => jobNow(db, id));
    if (!waiting) return;
    // Read first: of a job whose printer does not read nobody has to find out whether it was printed.
    const { way } = kept(
      printer,
      waiting.printer,
      'printer_version',
      waiting.printer_id,
      waiting.printer_version,
    );
    // Written down before the first byte leaves: after a crash it is known that it may have been printed.
    if (!(await step(id, 'queued', 'sending', null))) return;
    const refused = placeIssue(way, await places());
    const delivery = refused === null ? await send(way, parcel) : failed(refused.code);
    await step(id, 'sending', delivery.state, delivery.state === 'sent' ? null : delivery.why);
  }

  return {
    offer(id, parcel) {
      // One after another: a job that is asked for later never finds its printer first.
      const printerOf = asked.then(async () => {
        await new Promise<void>((resolve) => void setImmediate(resolve));
        return (await store.read((db) => jobNow(db, id)))?.printer_id;
      });
      asked = printerOf.catch(() => undefined);
      const work = printerOf
        .then((key) => {
          if (key === undefined) return undefined;
          const line = (lines.get(key) ?? Promise.resolve()).then(() => run(id, parcel));
          lines.set(
            key,
            line.catch(() => undefined),
          );
          return line;
        })
        .catch(report);
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A step of a job and its event. The trigger of the table refuses a step that could print twice. */
async function moveJob(
  db: Write,
  job: JobLine,
  state: PrintJob['state'],
  why: string | null,
  at: string,
  by: { user: string; station: string; command: string; reason: string | null } = NOBODY,
): Promise<void> {
  const attempts = job.attempts + (state === 'sending' ? 1 : 0);
  await setJob(db, job.id, { state, attempts, why, changed_at: at });
  const change = { state: { from: job.state, to: state }, attempts, why, printOut: job.print_out_id };
  await appendEvent(db, {
    at,
    ...by,
    subject: 'print-job',
    subjectId: job.id,
    version: job.version,
    about: { order: job.order_id },
    change,
  });
}
const NOBODY = { user: '-', station: '-', command: 'job.step', reason: null };

/** What a process that has ended left behind: it may have been printed, or was not. */
export const settleJob = (db: Write, job: JobLine, now: string): Promise<void> =>
  job.state === 'sending'
    ? moveJob(db, job, 'unknown', 'program-ended-while-sending', now)
    : moveJob(db, job, 'failed', 'program-ended-before-sending', now);
