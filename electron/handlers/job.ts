import type { PrintJob } from '../../bridge/printing.ts';
import { jobNow, listJobs, printerNow, setJob, type JobLine } from '../../db/printing.ts';
import { refuseDoubtful } from '../services/clock.ts';
import { jobIn, jobOf } from '../services/jobs.ts';
import { leaving } from '../services/leaving.ts';
import { orderFor, statesFor } from '../services/order-life.ts';
import { viewOf } from '../services/order-view.ts';
import { parcelOf } from '../services/parcel.ts';
import { found, refuse, type Handlers, type WriteCall } from '../services/call.ts';
import { printerOf } from '../services/printers.ts';

const MOST = 200;

/** A person's step of a job. */
async function step(
  call: WriteCall,
  job: JobLine,
  state: PrintJob['state'],
  why: string | null,
  reason: string | null,
) {
  const host = call.context.store.host;
  await setJob(call.db, job.id, { state, attempts: job.attempts, why, changed_at: call.now, host });
  await call.event({
    subject: 'print-job',
    subjectId: job.id,
    version: job.version,
    reason,
    about: { order: job.order_id },
    change: { state: { from: job.state, to: state }, attempts: job.attempts, printOut: job.print_out_id },
  });
}

const inState = (job: JobLine, state: PrintJob['state'], accepted: string): void => {
  if (job.state !== state) refuse('job-state', job.state, accepted, 'id');
};

export const jobHandlers = {
  'job.list': async ({ db }, filter) => (await listJobs(db, filter, MOST)).map(jobOf),

  'job.retry': {
    before: async (call, { id }) => {
      const accepted =
        'a failed job: one that may have been printed is settled first, one that was is reprinted';
      const job = found(await jobNow(call.db, id), 'print job');
      inState(job, 'failed', accepted);
      await refuseDoubtful(call.db);
      const { kind } = jobOf(job);
      await orderFor(call.db, { id: job.order_id, version: job.version }, statesFor(kind));
      // It is sent to where it was asked for, by the printer's entry of that day; one that was taken out of use since is not.
      const printer = printerOf(found(await printerNow(call.db, job.printer_id), 'printer')).record;
      if (!printer.active)
        refuse('printer-not-in-use', printer.name, 'a printer that is in use: print it anew there', 'id');
      const view = await viewOf(call.db, job.order_id);
      const then = printerOf({
        id: job.printer_id,
        version: job.printer_version,
        content: job.printer,
      }).record;
      const parcel = await leaving(
        call,
        view,
        jobOf(job),
        await parcelOf(call.context, view, jobOf(job), then),
      );
      if (parcel.template !== job.template)
        refuse(
          'template-not-shipped',
          job.template,
          `${parcel.template}, which this version of the program has: print it anew`,
          'id',
        );
      if (parcel.sha256 !== job.sha256)
        refuse(
          'print-out-differs',
          job.template,
          'a record that still gives the same bytes: print it anew',
          'id',
        );
      return async (write) => {
        const now = found(await jobNow(write.db, id), 'print job');
        inState(now, 'failed', accepted);
        await refuseDoubtful(write.db);
        await orderFor(write.db, { id: job.order_id, version: job.version }, statesFor(kind));
        await step(write, now, 'queued', null, null);
        write.afterwards(() => write.context.printQueue.offer(id, parcel));
        return jobIn(write.db, id);
      };
    },
  },

  'job.cancel': async (call, { id }) => {
    const job = found(await jobNow(call.db, id), 'print job');
    inState(job, 'queued', 'a job of which nothing was sent yet');
    await step(call, job, 'failed', 'cancelled', null);
    return jobIn(call.db, id);
  },

  'job.settle': async (call, { id, printed, note }) => {
    const job = found(await jobNow(call.db, id), 'print job');
    inState(job, 'unknown', 'a job of which it is not known whether it was printed');
    await step(call, job, printed ? 'sent' : 'failed', printed ? null : 'not-printed', note);
    return jobIn(call.db, id);
  },
} satisfies Partial<Handlers>;
