import { changeById, isComing } from '../../db/library-changes.ts';
import { newId } from '../services/ids.ts';
import { atOnceOf, changedLibrary, storedChange, taken } from '../services/library-change.ts';
import { recheckJob, startRecheck } from '../services/recheck/recheck-job.ts';
import { found, type Handlers, type ReadCall } from '../services/call.ts';
import { Failed } from '../services/failed.ts';

const jobOf = ({ context }: ReadCall, job: string) => found(recheckJob(context, job), 'recheck');

export const recheckHandlers = {
  'library.recheck': async (call, { id }) => {
    const { context, now } = call;
    const row = found(await changeById(call.db, id), 'library change');
    if (atOnceOf(row) !== null || (row.decision !== null && !isComing(row)))
      throw new Failed({
        code: 'conflict',
        what: 'library change',
        detail: `it was decided: ${row.decision ?? 'at once'}`,
      });
    const library = await context.library();
    const proposed = taken(changedLibrary(library, storedChange(row), `${library.version}+proposed`)).library;
    return startRecheck(context, { job: newId(context, 'rck'), change: id, at: now }, proposed);
  },
  'library.recheck-status': (call, { job }) => jobOf(call, job).status,
  'library.recheck-cancel': (call, { job }) => {
    const mine = jobOf(call, job);
    mine.stop.abort();
    return mine.status;
  },
} satisfies Partial<Handlers>;
