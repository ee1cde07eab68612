import type { OpenHost } from './host.ts';
import { openOrRecover } from './recovery.ts';
import { selfTestOf, selfTestText } from '../services/self-test.ts';
import { hostKeepers } from '../services/keys/host-keepers.ts';
import { schedule } from '../services/backup/schedule.ts';

export const openHost: OpenHost = async (folder, system = () => null) => {
  const { dispatch, context } = await openOrRecover({ dataDir: folder, keepers: hostKeepers(system()) });
  const rules = await context()?.library();
  const tested = rules && selfTestOf(rules);
  if (tested && tested.failures.length > 0)
    process.stderr.write(`Rules ${tested.ruleSet}: ${selfTestText(tested)}: nothing can be released\n`);
  const stop = schedule(context);
  return {
    dispatch,
    close: async () => {
      stop();
      await context()?.store.close();
    },
  };
};
