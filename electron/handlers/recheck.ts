import type { RuleChange } from '../../engine/rule-change.ts';
import { newId } from '../services/ids.ts';
import { recheckJob, startRecheck } from '../services/recheck-job.ts';
import { found, type Handlers, type ReadCall } from './handler.ts';
import { libraryAfter, openChange } from './library.ts';

const jobOf = ({ context }: ReadCall, job: string) => found(recheckJob(context, job), 'recheck');

export const recheckHandlers = {
  'library.recheck': (call, { id }) => {
    const { context, now } = call;
    const change = JSON.parse(openChange(call, id).content) as RuleChange;
    const proposed = libraryAfter(context.library, change, `${context.library.version}+proposed`);
    return startRecheck(context, { job: newId(context, 'rck'), change: id, at: now }, proposed);
  },
  'library.recheck-status': (call, { job }) => jobOf(call, job).status,
  'library.recheck-cancel': (call, { job }) => {
    const mine = jobOf(call, job);
    mine.stop.abort();
    return mine.status;
  },
} satisfies Partial<Handlers>;
