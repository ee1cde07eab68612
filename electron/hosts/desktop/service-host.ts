import type { Reply } from '../../../bridge/failure.ts';
import { Refused } from '../../../engine/number/result.ts';
import { refusalsOf } from '../../../words/refusal.ts';
import { refuse } from '../../services/refusal.ts';
import type { Keychain } from '../../services/keys/keeper.ts';
import type { OpenHost } from '../host.ts';
import type { FromService, ToService } from './service-messages.ts';

/** A process that Electron runs beside its own, as far as it is used here. */
export interface ServiceProcess {
  on(event: 'message', heard: (message: FromService) => void): unknown;
  once(event: 'exit', heard: () => void): unknown;
  postMessage(message: ToService): void;
  kill(): boolean;
}

/** House rule: so long commands that are under way may hold up the end of the program. */
const END_MS = 30_000;

const lost = (): Reply<never> =>
  refuse(
    'service-ended',
    'a look whether it was done, then the same again: the part of the program that keeps the data ended, and is started again',
  );

/** One service process from its start to its end. */
class Service {
  readonly opened: Promise<void>;
  readonly exited: Promise<void>;
  hasAnswered = false;
  private readonly process: ServiceProcess;
  private readonly waiting = new Map<number, (reply: Reply<unknown>) => void>();
  private asked = 0;
  private tellEnd: () => void = () => undefined;
  private readonly ended: Promise<void> = new Promise((resolve) => (this.tellEnd = resolve));

  constructor(process: ServiceProcess, folder: string, system: Keychain | null) {
    this.process = process;
    this.exited = new Promise((resolve) => {
      process.once('exit', () => {
        this.tellEnd();
        for (const id of this.waiting.keys()) this.answer(id, lost());
        resolve();
      });
    });
    this.opened = new Promise((resolve, reject) => {
      process.on('message', (message) => {
        if ('answer' in message) {
          this.hasAnswered = true;
          this.answer(message.answer, message.reply);
        } else if ('opened' in message) resolve();
        else if ('ended' in message) this.tellEnd();
        else {
          reject('refused' in message ? new Refused(...message.refused) : new Error(message.broken));
          process.kill();
        }
      });
      void this.exited.then(() =>
        reject(new Error('the process that keeps the data ended before the data file was open')),
      );
    });
    // Whoever waits for it hears of it; nobody has to.
    this.opened.catch(() => undefined);
    this.tell({ open: folder, system });
  }

  private answer(id: number, reply: Reply<unknown>): void {
    this.waiting.get(id)?.(reply);
    this.waiting.delete(id);
  }

  ask(command: Omit<Extract<ToService, { ask: number }>, 'ask'>): Promise<Reply<unknown>> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.tell({ ask: id, ...command });
    });
  }

  private tell(message: ToService): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
    this.process.postMessage(message);
  }

  /** After the commands that are under way, or when they take too long. */
  async close(): Promise<void> {
    const limit = setTimeout(() => this.tellEnd(), END_MS);
    this.tell({ end: true });
    await this.ended;
    clearTimeout(limit);
    this.process.kill();
  }
}

/**
 * The dispatcher in a process of its own, so that no check, print or backup holds up a window. If that process dies, the
 * commands it had are refused by name, and it is started again: at once where it had worked, else for the next command.
 */
export function serviceHost(fork: () => ServiceProcess): OpenHost {
  return async (folder, system = () => null) => {
    let service: Service | undefined;
    let isClosing = false;
    const running = (): Service => {
      if (service) return service;
      const started = new Service(fork(), folder, system());
      void started.exited.then(() => {
        service = undefined;
        if (started.hasAnswered && !isClosing) running();
      });
      service = started;
      return started;
    };

    await running().opened;
    return {
      async dispatch(session, name, input, once) {
        if (isClosing) return lost();
        const asked = running();
        try {
          await asked.opened;
        } catch (error) {
          if (!(error instanceof Refused)) return lost();
          return { ok: false, failure: { code: 'refused', issues: refusalsOf(error.issues) } };
        }
        return asked.ask({ session, name, input, once });
      },
      async close() {
        isClosing = true;
        await service?.close();
      },
    };
  };
}
