import { reportFigures } from '../../tools/report-figures.ts';
import { fuzz } from './fuzz.ts';
import { runParsers } from './parsers-run.ts';

/**
 * `npm run test:fuzz [seed] [parsers]`: each parser with 300 texts that repeat themselves, and, unless only the parsers
 * are asked for, each command with 1,000 wrong inputs; the figures go into docs/testing.md.
 */
const seed = parseInt(process.argv[2] ?? '1', 10);
const read = await runParsers(300, seed);
for (const problem of read.problems) console.error(problem);
console.log('parsers', { ...read, problems: read.problems.length });
if (read.problems.length > 0) process.exit(1);
reportFigures('fuzz-parsers', [
  '| parsers | texts | longest, characters | refused by name | problems | heap allowed, MB | heap used at the end, MB |',
  '|---|---|---|---|---|---|---|',
  `| ${read.parsers} | ${read.inputs} | ${read.longest} | ${read.refused} | ${read.problems.length} | ${read.heapLimitMB} | ${read.heapMB} |`,
]);
if (process.argv[3] === 'parsers') process.exit(0);
const figures = await fuzz(1_000, seed, (line) => process.stderr.write(`${line}\n`));
for (const problem of new Set(figures.problems)) console.error(problem);
console.log(figures.problems.length === 0 ? 'no problem' : `${figures.problems.length} problems`, {
  ...figures,
  problems: figures.problems.length,
});
if (figures.problems.length > 0) process.exit(1);
reportFigures('fuzz', [
  '| commands | inputs | refused by name | right after all | problems | slowest, ms | heap grown, MB |',
  '|---|---|---|---|---|---|---|',
  `| ${figures.commands} | ${figures.inputs} | ${figures.refused} | ${figures.accepted} | ${figures.problems.length} | ${figures.slowestMs} | ${figures.grownMB} |`,
]);
