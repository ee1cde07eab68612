/** A host of a site in a process of its own, for a test to kill: somebody signs in, and a job that failed is on its way once more. */
import { k } from '../../db/schema.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { makeContext } from '../../electron/services/context.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { OWN_KEY } from '../own-key.ts';

const [dataDir = '', database = '', password = '', job = ''] = process.argv.slice(2);
const context = await makeContext({
  dataDir,
  database,
  keepers: [keyFile(OWN_KEY)],
  passwordCost: { N: 16, r: 1, p: 1 },
});
const dispatch = makeDispatch(context);
const seat = { key: 'window of the child', station: 'Clean room 1' };
await dispatch(seat, 'session.sign-in', { username: 'tess', password });
// Where a crash leaves it, before the printer has answered.
await context.store.write(async (db) => {
  for (const state of ['queued', 'sending'])
    await db.run(k.updateTable('print_job').set({ state, host: context.store.host }).where('id', '=', job));
});
process.send?.({ host: context.store.host });
setInterval(() => undefined, 1_000);
