import { reportFigures } from '../../tools/report-figures.ts';
import { seededErrors } from './errors.ts';
import { isQuiet, NOISE, quietOfShipped, type Noise, type QuietFigures } from './quiet.ts';

/** `npm run test:errors [count] [seed]`: seeded errors in clean orders; the figures go into docs/testing.md. */
const count = parseInt(process.argv[2] ?? '500', 10);
const seed = parseInt(process.argv[3] ?? '1', 10);
const { kinds, clean } = seededErrors(count, seed);
const share = (found: number, of: number): string => `${((100 * found) / of).toFixed(1)} %`;
const seeded = kinds.reduce((n, k) => n + k.seeded, 0);
const found = kinds.reduce((n, k) => n + k.found, 0);

for (const k of kinds) for (const miss of k.misses) console.log(`missed, ${k.kind}: ${miss}`);
const lines = [
  '| error | seeded | found | share |',
  '| --- | --- | --- | --- |',
  ...kinds.map((k) => `| ${k.kind} | ${k.seeded} | ${k.found} | ${share(k.found, k.seeded)} |`),
  `| all | ${seeded} | ${found} | ${share(found, seeded)} |`,
];
console.log(lines.join('\n'));
reportFigures('errors', lines);

const shipped = quietOfShipped();
const per100 = (f: QuietFigures, noise: Noise): string => ((100 * f.counts[noise]) / f.orders).toFixed(1);
const said = ({ rules }: QuietFigures) =>
  Object.entries(rules)
    .toSorted(([, a], [, b]) => b - a)
    .map(([rule, n]) => `${n} ${rule}`);
console.log('shipped:', said(shipped), '\nrandom:', said(clean));
const quiet = [
  `| of every 100 | ${shipped.orders} shipped | ${clean.orders} random |`,
  '| --- | --- | --- |',
  ...Object.keys(NOISE).map(
    (noise) => `| ${noise} | ${per100(shipped, noise as Noise)} | ${per100(clean, noise as Noise)} |`,
  ),
];
console.log(quiet.join('\n'));
reportFigures('quiet', quiet);
process.exitCode = found * 100 >= seeded * 99 && isQuiet(clean) && isQuiet(shipped) ? 0 : 1;
