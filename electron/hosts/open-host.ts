import type { Host, OpenHost } from './host.ts';
import type { ContextOptions } from '../services/context.ts';
import { openOrRecover } from './recovery.ts';
import { selfTestOf, selfTestText } from '../services/self-test.ts';
import { hostKeepers } from '../services/keys/host-keepers.ts';
import { watchHosts } from '../services/hosts.ts';
import { schedule } from '../services/backup/schedule.ts';

export const openHost: OpenHost = (folder, system) => opened({ dataDir: folder }, system);

/** The same over the database of a site: the folder holds what this host keeps beside it. */
export const openHostOver =
  (database: string): OpenHost =>
  (folder, system) =>
    opened({ dataDir: folder, database }, system);

async function opened(
  where: Pick<ContextOptions, 'dataDir' | 'database'>,
  system: Parameters<OpenHost>[1] = () => null,
): Promise<Host> {
  const { dispatch, context } = await openOrRecover({ ...where, keepers: hostKeepers(system()) });
  const rules = await context()?.library();
  const tested = rules && selfTestOf(rules);
  if (tested && tested.failures.length > 0)
    process.stderr.write(`Rules ${tested.ruleSet}: ${selfTestText(tested)}: nothing can be released\n`);
  const stops = [schedule(context), watchHosts(context)];
  return {
    dispatch,
    close: async () => {
      for (const stop of stops) stop();
      await context()?.store.close();
    },
  };
}
