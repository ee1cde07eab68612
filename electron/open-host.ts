import type { OpenHost } from './host.ts';
import { openOrRecover } from './recovery.ts';
import { schedule } from './services/backup/schedule.ts';

export const openHost: OpenHost = async (folder) => {
  const { dispatch, context } = openOrRecover({ dataDir: folder });
  const stop = schedule(context);
  return {
    dispatch,
    close: () => {
      stop();
      context()?.store.close();
    },
  };
};
