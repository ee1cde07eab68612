import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';
import { reportFigures } from '../../tools/report-figures.ts';
import { OWN_KEY } from '../own-key.ts';
import { addressOf, postgres } from '../postgres.ts';
import type { fuzz as Fuzz } from './fuzz.ts';
import { runParsers } from './parsers-run.ts';

/**
 * `npm run test:fuzz [seed] [parsers|postgres] [inputs]`: each parser with 300 texts that repeat themselves, and, unless only the parsers
 * are asked for, each command with 1,000 wrong inputs, or as many as are named, over a data file; with `postgres` the commands
 * alone, over a database of a site. The figures go into docs/testing.md.
 */
process.env['MENISCUS_KEY_FILE'] = OWN_KEY;
const seed = parseInt(process.argv[2] ?? '1', 10);
const what = process.argv[3];
const perCommand = parseInt(process.argv[4] ?? '1000', 10);
if (what !== 'postgres') await parsers();
if (what !== 'parsers') await commands();
process.exit();

async function parsers(): Promise<void> {
  const read = await runParsers(300, seed);
  for (const problem of read.problems) console.error(problem);
  console.log('parsers', { ...read, problems: read.problems.length });
  if (read.problems.length > 0) process.exit(1);
  reportFigures('fuzz-parsers', [
    '| parsers | texts | longest, characters | refused by name | problems | heap allowed, MB | heap used at the end, MB |',
    '|---|---|---|---|---|---|---|',
    `| ${read.parsers} | ${read.inputs} | ${read.longest} | ${read.refused} | ${read.problems.length} | ${read.heapLimitMB} | ${read.heapMB} |`,
  ]);
}

async function commands(): Promise<void> {
  // The templates of papers are .tsx, which Node alone does not load.
  const vite = await createServer({
    configFile: false,
    root: join(import.meta.dirname, '../..'),
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  const runner = createServerModuleRunner(vite.environments.ssr, { hmr: false });
  const { fuzz } = await runner.import<{ fuzz: typeof Fuzz }>('/test/fuzz/fuzz.ts');
  const server = what === 'postgres' ? await postgres() : undefined;
  const site = server && {
    database: addressOf(await server.database()),
    dataDir: mkdtempSync(join(tmpdir(), 'meniscus-fuzz-')),
  };
  const figures = await fuzz(perCommand, seed, (line) => process.stderr.write(`${line}\n`), site);
  await server?.end();
  for (const problem of new Set(figures.problems)) console.error(problem);
  console.log(figures.problems.length === 0 ? 'no problem' : `${figures.problems.length} problems`, {
    ...figures,
    problems: figures.problems.length,
  });
  if (figures.problems.length > 0) process.exit(1);
  reportFigures(server === undefined ? 'fuzz' : 'fuzz-postgres', [
    '| commands | inputs | refused by name | right after all | problems | slowest, ms | heap grown, MB |',
    '|---|---|---|---|---|---|---|',
    `| ${figures.commands} | ${figures.inputs} | ${figures.refused} | ${figures.accepted} | ${figures.problems.length} | ${figures.slowestMs} | ${figures.grownMB} |`,
  ]);
}
