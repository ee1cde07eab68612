import { spawn } from 'node:child_process';
import { EXIT } from '../cli/commands/exit.ts';

export type Ended =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'did-not-start'; readonly why: string };

/** An Electron that ends this soon with an error never showed a window: a library or a display is missing. */
const AT_ONCE_MS = 10_000;

/** The child gets Ctrl-C as well and ends by itself. */
const stay = () => {};

/** Runs the desktop host and waits until it ends. A refusal by name is an end, not a reason to try another host. */
export function runDesktop(binary: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(binary, args, { stdio: 'inherit', env: rest });
    // A service manager ends only the parent.
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', stay);
    const end = (ended: Ended) => {
      process.off('SIGTERM', pass).off('SIGHUP', pass).off('SIGINT', stay);
      resolve(ended);
    };
    child.on('error', (error) => end({ kind: 'did-not-start', why: error.message }));
    child.on('exit', (code, signal) => {
      const isEarly = performance.now() - began < AT_ONCE_MS;
      const isError = code !== 0 && code !== EXIT.refused && signal !== 'SIGINT' && signal !== 'SIGTERM';
      if (isEarly && isError) end({ kind: 'did-not-start', why: `it ended at once (${signal ?? code})` });
      else end({ kind: 'ended', code: code ?? 0 });
    });
  });
}
