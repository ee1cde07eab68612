import { Refused } from '../../../engine/number/result.ts';
import type { Keychain } from '../../services/keys/keeper.ts';
import type { Host, OpenHost } from '../host.ts';
import type { FromService, ToService } from './service-messages.ts';

/** The parent as a process of Electron's sees it. */
export interface ParentPort {
  on(event: 'message', heard: (message: { readonly data: ToService }) => void): unknown;
  postMessage(message: FromService): void;
}

/**
 * The service process of the desktop: store, dispatcher, checks and print, outside the process that draws windows. It
 * answers what it is asked, and ends when it is told: after the commands that are under way.
 */
export function serveParent(port: ParentPort, open: OpenHost): void {
  const underWay = new Set<Promise<void>>();
  let host: Host | undefined;

  async function opened(folder: string, system: Keychain | null): Promise<void> {
    try {
      host = await open(folder, () => system);
      port.postMessage({ opened: true });
    } catch (error) {
      if (error instanceof Refused) port.postMessage({ refused: error.issues });
      else port.postMessage({ broken: error instanceof Error ? error.message : String(error) });
    }
  }

  async function answered({
    ask,
    session,
    name,
    input,
    once,
  }: Extract<ToService, { ask: number }>): Promise<void> {
    if (!host) throw new Error('a command before the data file is open');
    port.postMessage({ answer: ask, reply: await host.dispatch(session, name, input, once) });
  }

  async function ended(): Promise<void> {
    await Promise.allSettled(underWay);
    await host?.close();
    port.postMessage({ ended: true });
  }

  port.on('message', ({ data }) => {
    if ('open' in data) void opened(data.open, data.system);
    else if ('end' in data) void ended();
    else {
      const command = answered(data);
      underWay.add(command);
      void command.finally(() => underWay.delete(command));
    }
  });
}

// Only a process that Electron started for this has a parent of this kind.
if (process.parentPort !== undefined)
  serveParent(process.parentPort, async (...at) => (await import('../open-host.ts')).openHost(...at));
