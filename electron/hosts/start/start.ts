import { electronPackage } from './runtime.ts';
import { start } from './run.ts';
import { openHost } from '../open-host.ts';

/** Ctrl-C, or the end of the session: finish what is being written, then end. A second Ctrl-C ends at once. */
const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});

process.exitCode = await start(process.argv.slice(2), {
  env: process.env,
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  packageFolder: electronPackage(import.meta.filename),
  folder: import.meta.dirname,
  openHost,
  openBrowser: async (path) => {
    const { default: open } = await import('open');
    (await open(path)).on('error', () => {});
  },
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  asked,
});
// Handles that packages leave open must not keep an ended program alive.
process.exit();
