import { reportFigures } from '../../tools/report-figures.ts';
import { tryPrograms } from './programs.ts';

/** `npm run test:exhaustive [count] [seed]`: small programs on every pump against the closed form; figures go into docs/testing.md. */
const count = parseInt(process.argv[2] ?? '1000000', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const t = tryPrograms(count, seed);
for (const line of t.above.slice(0, 20)) console.log(line);
const lines = [
  '| small programs | seed | pumps | runs of an automaton | closed form below the run | closed form reached by a run | window need not roll | reached by a run there |',
  '|---|---|---|---|---|---|---|---|',
  `| ${t.programs} | ${seed} | ${Object.keys(t.perPump).length} | ${t.runs} | ${t.above.length} | ${t.reached} | ${t.fixed.programs} | ${t.fixed.reached} |`,
];
console.log(lines.join('\n'));
if (count >= 1_000_000) reportFigures('exhaustive', lines);
process.exitCode = t.above.length === 0 ? 0 : 1;
