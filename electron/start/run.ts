import { Refused } from '../../engine/result.ts';
import { serve } from '../loopback.ts';
import { EXIT } from '../commands/exit.ts';
import type { OpenHost } from '../host.ts';
import { builtRenderer, dataFolder } from '../paths.ts';
import { runDesktop } from './desktop.ts';
import { startOptions, type StartOptions, usage } from './options.ts';
import { findRuntime, type RuntimeOptions } from './runtime.ts';

export interface StartWorld extends Omit<RuntimeOptions, 'browser' | 'say'> {
  /** Folder of the built `main.js` and `start.js`. */
  readonly folder: string;
  readonly openHost: OpenHost;
  readonly openBrowser: (url: string) => Promise<void>;
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
  const runtime = await findRuntime({ ...world, browser: options.browser, say: print });
  let why = runtime.ok ? '' : runtime.why;
  if (runtime.ok) {
    const data = options.data === undefined ? [] : ['--data', dataFolder(options.data)];
    const ended = await runDesktop(runtime.path, [`${world.folder}/main.js`, ...data], { ...world.env });
    if (ended.kind === 'ended') return ended.code;
    why = ended.why;
  }
  print(`Electron is not used: ${why}. Serving on this machine only:`);
  return serveUntilAsked(options, world);
}

function readOptions(argv: readonly string[], { print, complain }: StartWorld): StartOptions | number {
  try {
    const options = startOptions(argv);
    if (!options.help) return options;
    print(usage.trimEnd());
    return 0;
  } catch (error) {
    complain(`meniscus: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.refused;
  }
}

async function serveUntilAsked(options: StartOptions, world: StartWorld): Promise<number> {
  const { print, complain } = world;
  try {
    const host = await world.openHost(dataFolder(options.data));
    try {
      const root = builtRenderer(world.folder);
      const loopback = await serve({ dispatch: host.dispatch, root, port: options.port, log: complain });
      print(`  ${loopback.url}`);
      print('The address opens one browser, once. Ctrl-C ends.');
      const isBlind = world.platform === 'linux' && !world.env.DISPLAY && !world.env.WAYLAND_DISPLAY;
      if (options.open && !isBlind)
        await world.openBrowser(loopback.url).catch(() => complain('no browser could be opened'));
      await world.asked;
      await loopback.close();
    } finally {
      host.close();
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
  return error instanceof Error ? error.message : String(error);
}
