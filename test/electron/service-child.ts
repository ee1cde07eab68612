/** A Node process with the one thing more that Electron's utility process has: the port of its parent. */
import { EventEmitter } from 'node:events';
import { serveParent, type ParentPort } from '../../electron/hosts/desktop/service.ts';
import { issue, Refused } from '../../engine/number/result.ts';

const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => process.send?.(message),
});
process.on('message', (data) => port.emit('message', { data }));
// Electron ends its utility processes when it ends itself.
process.once('disconnect', () => process.exit());

/** A host without a store: it answers what it is asked, and takes its time where it is asked to. */
function small(folder: string) {
  if (folder === 'locked') throw new Refused(issue('data-file-locked', null, 'another folder'));
  let done = 0;
  return {
    async dispatch(_session: unknown, name: unknown, input: unknown) {
      if (name === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
      if (name === 'die') process.exit(1);
      done += 1;
      return { ok: true, value: { name, input, done } } as const;
    },
    close: () => void port.postMessage({ closedAfter: done }),
  };
}

if (process.argv[2] === 'small') serveParent(port satisfies ParentPort, async (folder) => small(folder));
else {
  const { openHost } = await import('../../electron/hosts/open-host.ts');
  serveParent(port, openHost);
}
