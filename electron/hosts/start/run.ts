import { resolve } from 'node:path';
import { whyText } from '../why.ts';
import { Refused } from '../../../engine/number/result.ts';
import { serve } from '../loopback/loopback.ts';
import { EXIT } from '../cli/commands/exit.ts';
import type { OpenHost } from '../host.ts';
import { builtRenderer, dataFolder, makeFolder } from '../../services/paths.ts';
import { runDesktop } from './desktop.ts';
import { entryFile } from './entry-file.ts';
import { startOptions, type StartOptions, usage } from './options.ts';
import { findRuntime, type RuntimeOptions } from './runtime.ts';

export interface StartWorld extends Omit<RuntimeOptions, 'browser' | 'say'> {
  /** Folder of the built `main.js` and `start.js`. */
  readonly folder: string;
  readonly openHost: OpenHost;
  /** Opens a page of this machine by its path. */
  readonly openBrowser: (path: string) => Promise<void>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Resolves when the user asks to end. */
  readonly asked: Promise<void>;
}

/** `npm start`: the desktop host where it can be, else the loopback host. Answers the exit code. */
export async function start(argv: readonly string[], world: StartWorld): Promise<number> {
  const options = readOptions(argv, world);
  if (typeof options === 'number') return options;
  const { print } = world;
  // Every process that is started from here on opens data files by it.
  Object.assign(process.env, keyFileOf(options));
  const runtime = await findRuntime({ ...world, browser: options.browser, say: print });
  let why = runtime.ok ? '' : runtime.why;
  if (runtime.ok) {
    const data = options.data === undefined ? [] : ['--data', dataFolder(options.data)];
    const ended = await runDesktop(runtime.path, [`${world.folder}/main.js`, ...data], {
      ...world.env,
      ...keyFileOf(options),
    });
    if (ended.kind === 'ended') return ended.code;
    why = ended.why;
  }
  print(`Electron is not used: ${why}. Serving on this machine only:`);
  return serveUntilAsked(options, world);
}

const keyFileOf = ({ keyFile }: StartOptions) =>
  keyFile === undefined ? {} : { MENISCUS_KEY_FILE: resolve(keyFile) };

function readOptions(argv: readonly string[], { print, complain }: StartWorld): StartOptions | number {
  try {
    const options = startOptions(argv);
    if (!options.help) return options;
    print(usage.trimEnd());
    return 0;
  } catch (error) {
    complain(`meniscus: ${whyText(error)}`);
    return EXIT.refused;
  }
}

async function serveUntilAsked(options: StartOptions, world: StartWorld): Promise<number> {
  const { print, complain } = world;
  try {
    const folder = dataFolder(options.data);
    makeFolder(folder);
    const host = await world.openHost(folder);
    let entry: ReturnType<typeof entryFile> | undefined;
    try {
      const root = builtRenderer(world.folder);
      const loopback = await serve({
        dispatch: host.dispatch,
        root,
        port: options.port,
        log: complain,
        entered: () => entry?.remove(),
      });
      print(`  ${loopback.url}`);
      print('The address opens one browser, once. Ctrl-C ends.');
      const isBlind = world.platform === 'linux' && !world.env.DISPLAY && !world.env.WAYLAND_DISPLAY;
      if (options.open && !isBlind) {
        entry = entryFile(folder, loopback.url);
        await world.openBrowser(entry.path).catch(() => complain('no browser could be opened'));
      }
      await world.asked;
      await loopback.close();
    } finally {
      entry?.remove();
      await host.close();
    }
    return 0;
  } catch (error) {
    complain(`meniscus: ${reason(error, options)}`);
    return error instanceof Refused ? EXIT.refused : 1;
  }
}

function reason(error: unknown, { port }: StartOptions): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EADDRINUSE') return `--port: ${port} is taken; accepted: another one, or none`;
  if (code === 'EACCES' && port > 0 && port < 1_024)
    return `--port: ${port} needs rights you do not have; accepted: 1024 to 65535`;
  return whyText(error);
}
