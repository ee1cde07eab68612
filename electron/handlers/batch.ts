import { batchOf, cancelBatch, itemsOf, startBatch } from '../services/batch.ts';
import { newId } from '../services/ids.ts';
import { found, refuse, type Handlers, type ReadCall } from '../services/call.ts';

const ofCaller = ({ context, user }: ReadCall, job: string) =>
  found(batchOf(context.store, job, user.id), 'batch');

export const batchHandlers = {
  'batch.start': {
    before: async ({ context, user, session, now }, input) => {
      const asking = { context, user, session, now };
      const items = await itemsOf(asking, input);
      const id = newId(context, 'bat');
      return async (write) => {
        const status = startBatch(asking, id, input, items, write.afterwards);
        const { kind, paper, language, total } = status;
        await write.event({
          subject: 'batch',
          subjectId: id,
          reason: input.reprintReason,
          about: { order: input.orders.map((o) => o.id) },
          change: { kind, paper, language, labels: total },
        });
        return status;
      };
    },
  },
  'batch.status': (call, { job }) => ofCaller(call, job).status,
  'batch.cancel': (call, { job }) => cancelBatch(ofCaller(call, job)),
  'batch.fetch': (call, { job }) => {
    const { status, file } = ofCaller(call, job);
    if (file === null) return refuse('batch-not-done', status.state, 'a batch that is done', 'job');
    return { file: Buffer.from(file).toString('base64') };
  },
} satisfies Partial<Handlers>;
