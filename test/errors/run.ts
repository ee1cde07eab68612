import { reportFigures } from '../../tools/report-figures.ts';
import { seededErrors } from './errors.ts';

/** `npm run test:errors [count] [seed]`: seeded errors in clean orders; the figures go into docs/testing.md. */
const count = parseInt(process.argv[2] ?? '500', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const f = seededErrors(count, seed);
const share = (found: number, of: number): string => `${((100 * found) / of).toFixed(1)} %`;
const seeded = f.kinds.reduce((n, k) => n + k.seeded, 0);
const found = f.kinds.reduce((n, k) => n + k.found, 0);
const per100 = (n: number): string => ((100 * n) / f.orders).toFixed(1);

for (const k of f.kinds) for (const miss of k.misses) console.log(`missed, ${k.kind}: ${miss}`);
console.log('stops of clean orders:', f.alarms);
const lines = [
  '| error | seeded | found | share |',
  '|---|---|---|---|',
  ...f.kinds.map((k) => `| ${k.kind} | ${k.seeded} | ${k.found} | ${share(k.found, k.seeded)} |`),
  `| all | ${seeded} | ${found} | ${share(found, seeded)} |`,
  '',
  `Clean orders: ${f.orders}, seed ${seed}. For every 100 of them ${per100(f.hard)} false hard stops, ${per100(f.soft)} false soft ones, and ${per100(f.notDone)} checks that could not be done.`,
];
console.log(lines.join('\n'));
reportFigures('errors', lines);
process.exitCode =
  found * 100 >= seeded * 99 && f.hard * 100 <= f.orders && f.soft * 100 <= f.orders * 4 ? 0 : 1;
