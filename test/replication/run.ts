import { reportFigures } from '../../tools/report-figures.ts';
import { failovers } from './failovers.ts';

/** `npm run test:replication [times]`: 20 primaries killed under load unless another number is named; the figures go into docs/testing.md. */
const from = performance.now();
const figures = await failovers(parseInt(process.argv[2] ?? '20', 10), (line) => console.error(line));
const seconds = Math.round((performance.now() - from) / 1_000);
for (const problem of figures.problems) console.error(problem);
reportFigures('replication', [
  '| primaries killed | commands acknowledged | events in the log | slowest promotion, ms | problems | seconds |',
  '|---|---|---|---|---|---|',
  `| ${figures.failovers} | ${figures.acknowledged} | ${figures.events} | ${figures.slowestMs} | ${figures.problems.length} | ${seconds} |`,
]);
process.exitCode = figures.problems.length === 0 ? 0 : 1;
