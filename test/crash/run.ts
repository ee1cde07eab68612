import { reportFigures } from '../../tools/report-figures.ts';
import { crash } from './crash.ts';

/** `npm run test:crash`: 500 kills, 50 where CI says so; the figures go into docs/testing.md. */
const kills = process.env['CI'] === undefined ? 500 : 50;
const from = performance.now();
const figures = await crash(kills, 1_200, (line) => process.stderr.write(`${line}\r`));
const seconds = Math.round((performance.now() - from) / 1_000);
for (const problem of figures.problems) console.error(problem);
console.log(figures.problems.length === 0 ? 'no problem' : `${figures.problems.length} problems`, figures);
reportFigures('crash', [
  '| kills by SIGKILL | before the first command | commands acknowledged | events in the log | problems | seconds |',
  '|---|---|---|---|---|---|',
  `| ${figures.kills} | ${figures.duringStart} | ${figures.acknowledged} | ${figures.events} | ${figures.problems.length} | ${seconds} |`,
]);
process.exitCode = figures.problems.length === 0 ? 0 : 1;
