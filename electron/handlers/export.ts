import type { ExportKind } from '../../bridge/export.ts';
import { canonical } from '../../db/canonical.ts';
import { headOf } from '../../db/event-log.ts';
import { cancelJob, jobOf, partOf, startExport } from '../services/export/jobs.ts';
import { confirmSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { found, refuse, type Handlers, type ReadCall } from '../services/call.ts';
import { filterOf } from '../services/log-filter.ts';

const OF_ORDERS = ['order', 'patient', 'drug', 'lot', 'from', 'to'];
/** What each kind can be narrowed to; null: everything that the log can be. */
const FILTERS: Readonly<Record<ExportKind, readonly string[] | null>> = {
  audit: null,
  compounding: OF_ORDERS,
  controlled: OF_ORDERS,
  override: OF_ORDERS,
  signal: ['from', 'to'],
  look: ['user', 'from', 'to'],
};

const ofCaller = ({ context, user }: ReadCall, job: string) => found(jobOf(context, job, user.id), 'export');

export const exportHandlers = {
  'export.start': {
    before: async (call, { kind, format, filter, identifiers, password }) => {
      const { context, user, session, now } = call;
      const taken = FILTERS[kind];
      const others = Object.keys(filter).find((name) => taken !== null && !taken.includes(name));
      if (taken !== null && others !== undefined)
        refuse('filter-not-for-kind', others, taken.join(', '), `filter.${others}`);
      await confirmSignature(call, password, 'export.start');
      const id = newId(context, 'exp');
      return async (write) => {
        const status = await startExport(
          context,
          id,
          {
            kind,
            format,
            filter: await filterOf(write.db, filter),
            filterText: canonical(filter),
            identifiers,
            user,
            station: session.station,
            now,
          },
          write.afterwards,
        );
        await write.event({
          subject: 'log',
          subjectId: id,
          change: { kind, format, filter, identifiers, head: (await headOf(write.db)).hash },
        });
        return status;
      };
    },
  },
  'export.status': (call, { job }) => ofCaller(call, job).status,
  'export.cancel': (call, { job }) => cancelJob(ofCaller(call, job)),
  'export.fetch': (call, { job, offset }) => {
    const mine = ofCaller(call, job);
    if (mine.status.state !== 'done')
      refuse('export-not-done', mine.status.state, 'an export that is done', 'job');
    return partOf(mine, offset);
  },
} satisfies Partial<Handlers>;
