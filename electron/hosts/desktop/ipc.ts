import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { ALIVE_CHANNEL, CHANNEL, PLACE_CHANNEL, PRINT_CHANNEL } from '../../../bridge/channel.ts';
import type { Reply } from '../../../bridge/failure.ts';
import type { PlaceView } from '../../../bridge/place.ts';
import type { HostSession } from '../../dispatch.ts';
import { refuse } from '../../services/refusal.ts';
import type { Place } from './place/place.ts';
import { printPage } from './system-print.ts';

/** Connects windows to the dispatcher, to what says where this computer works, and to the print dialog. The only file that touches `ipcMain`. */
export function connectWindows(
  ipcMain: Pick<IpcMain, 'handle'>,
  place: Pick<Place, 'dispatch' | 'alive' | 'ask'>,
  isOurs: (url: string) => boolean,
): void {
  const sessions = new Map<number, HostSession>();

  // No frame: it was closed or has navigated away since. A parent: it is embedded, and nothing of ours is.
  const isOwnWindow = ({ senderFrame: frame }: IpcMainInvokeEvent): boolean =>
    frame !== null && frame.parent === null && isOurs(frame.url);

  function sessionOf({ sender }: IpcMainInvokeEvent): HostSession {
    const known = sessions.get(sender.id);
    if (known) return known;
    // Ids of windows start again at 1 in each run; a key must never mean somebody of another run.
    const session = { key: randomUUID(), station: hostname() };
    sessions.set(sender.id, session);
    sender.once('destroyed', () => sessions.delete(sender.id));
    return session;
  }

  ipcMain.handle(
    CHANNEL,
    async (event, name: unknown, input: unknown, once: unknown): Promise<Reply<unknown>> => {
      if (!isOwnWindow(event)) return refuse('foreign-frame', 'the window of this program');
      return place.dispatch(sessionOf(event), name, input, once);
    },
  );

  ipcMain.handle(ALIVE_CHANNEL, async (event): Promise<void> => {
    if (!isOwnWindow(event)) throw new Error('a foreign frame');
    await place.alive();
  });

  ipcMain.handle(PLACE_CHANNEL, async (event, asked: unknown): Promise<Reply<PlaceView>> => {
    if (!isOwnWindow(event)) return refuse('foreign-frame', 'the window of this program');
    return place.ask(asked);
  });

  ipcMain.handle(PRINT_CHANNEL, async (event, page: unknown): Promise<Reply<null>> => {
    if (!isOwnWindow(event)) return refuse('foreign-frame', 'the window of this program');
    return printPage(event.sender, page);
  });
}
