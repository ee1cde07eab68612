import { makeContext } from './context.ts';
import { makeDispatch } from './dispatch.ts';
import type { OpenHost } from './host.ts';

export const openHost: OpenHost = async (folder) => {
  const context = makeContext({ dataDir: folder });
  return { dispatch: makeDispatch(context), close: () => context.store.close() };
};
