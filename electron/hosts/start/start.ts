import { electronPackage } from './runtime.ts';
import { start } from './run.ts';
import { askedToEnd } from '../asked-to-end.ts';
import { openHost } from '../open-host.ts';

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
  asked: askedToEnd(),
});
// Handles that packages leave open must not keep an ended program alive.
process.exit();
