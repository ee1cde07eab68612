import { OWN_KEY } from '../own-key.ts';
import { reportFigures } from '../../tools/report-figures.ts';
import { withPreparedBag } from '../electron/office.ts';
import { postgres } from '../postgres.ts';
import { moveKills } from './move-kills.ts';

/** `npm run test:moves [times]`: 20 kills of a move to a site, and 20 of the way back; the figures go into docs/testing.md. */
process.env['MENISCUS_KEY_FILE'] = OWN_KEY;
const times = parseInt(process.argv[2] ?? '20', 10);
const from = performance.now();
const { office } = await withPreparedBag();
await office.context.store.close();
const server = await postgres();
const log = (line: string) => console.error(line);
const made = [];
for (const way of ['to', 'back'] as const)
  made.push({ way, ...(await moveKills(way, times, office.dir, server, log)) });
await server.end();
const problems = made.flatMap((m) => m.problems);
for (const problem of problems) console.error(problem);
const seconds = Math.round((performance.now() - from) / 1_000);
reportFigures('moves', [
  '| way | kills by SIGKILL | source used on | in between | after its end | problems |',
  '|---|---|---|---|---|---|',
  ...made.map(
    (m) =>
      `| ${m.way === 'to' ? 'to the site' : 'back'} | ${times} | ${m.before} | ${m.between} | ${m.after} | ${m.problems.length} |`,
  ),
  '',
  `${seconds} seconds in all.`,
]);
process.exit(problems.length === 0 ? 0 : 1);
