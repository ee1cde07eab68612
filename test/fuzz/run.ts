import { reportFigures } from '../../tools/report-figures.ts';
import { fuzz } from './fuzz.ts';

/** `npm run test:fuzz [seed]`: each command with 1,000 wrong inputs; the figures go into docs/testing.md. */
const seed = parseInt(process.argv[2] ?? '1', 10);
const figures = await fuzz(1_000, seed, (line) => process.stderr.write(`${line}\n`));
for (const problem of new Set(figures.problems)) console.error(problem);
console.log(figures.problems.length === 0 ? 'no problem' : `${figures.problems.length} problems`, {
  ...figures,
  problems: figures.problems.length,
});
reportFigures('fuzz', [
  '| commands | inputs | refused by name | right after all | problems | slowest, ms | heap grown, MB |',
  '|---|---|---|---|---|---|---|',
  `| ${figures.commands} | ${figures.inputs} | ${figures.refused} | ${figures.accepted} | ${figures.problems.length} | ${figures.slowestMs} | ${figures.grownMB} |`,
]);
process.exitCode = figures.problems.length === 0 ? 0 : 1;
