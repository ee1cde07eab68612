import { reportFigures } from '../../tools/report-figures.ts';
import { monotone } from './monotone.ts';

/** `npm run test:monotone [count] [seed]`: the figures go into docs/testing.md. */
const count = parseInt(process.argv[2] ?? '20000', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const f = monotone(count, seed);
for (const broken of f.broken) console.log(broken);
const lines = [
  '| random orders | comparisons | findings added by a raised limit or a lowered dose |',
  '|---|---|---|',
  `| ${f.orders} | ${f.compared} | ${f.broken.length} |`,
];
console.log(lines.join('\n'));
reportFigures('monotone', lines);
process.exitCode = f.broken.length === 0 ? 0 : 1;
