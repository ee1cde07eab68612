import { reportFigures } from '../../tools/report-figures.ts';
import { postgres } from '../postgres.ts';
import { crash } from './crash.ts';

/**
 * `npm run test:crash [kills] [postgres] [at once]`: 500 kills unless another number is named, 50 where CI says so, of a host over its data file or over
 * PostgreSQL, there with so many commands at once where a third number is named; the figures go into docs/testing.md.
 */
const [count, engine, many] = process.argv.slice(2);
const kills = parseInt(count ?? (process.env['CI'] === undefined ? '500' : '50'), 10);
const from = performance.now();
const log = (line: string) => void process.stderr.write(`${line}\r`);
const server = engine === 'postgres' ? await postgres() : undefined;
// A host of a site does less in a second.
const atOnce = parseInt(many ?? '1', 10);
const figures = await crash(kills, { log, atOnce, ...(server && { server, latestMs: 4_000 }) });
await server?.end();
const seconds = Math.round((performance.now() - from) / 1_000);
for (const problem of figures.problems) console.error(problem);
console.log(figures.problems.length === 0 ? 'no problem' : `${figures.problems.length} problems`, figures);
reportFigures(server === undefined ? 'crash' : atOnce > 1 ? 'crash-postgres-at-once' : 'crash-postgres', [
  '| kills by SIGKILL | before the first command | commands acknowledged | events in the log | problems | seconds |',
  '|---|---|---|---|---|---|',
  `| ${figures.kills} | ${figures.duringStart} | ${figures.acknowledged} | ${figures.events} | ${figures.problems.length} | ${seconds} |`,
]);
process.exitCode = figures.problems.length === 0 ? 0 : 1;
