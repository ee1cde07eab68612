import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFigures } from '../../tools/report-figures.ts';
import { flips } from './flips.ts';
import { pharmacyFile } from './pharmacy.ts';

/** `npm run test:flips [count] [seed…]`: 200 flips for each of three seeds drawn anew; figures go into docs/testing.md. */
const [count = '200', ...given] = process.argv.slice(2);
const seeds =
  given.length > 0 ? given.map((s) => parseInt(s, 10)) : [0, 0, 0].map(() => randomInt(1, 1_000_000));
const dir = mkdtempSync(join(tmpdir(), 'meniscus-flips-file-'));
try {
  const file = join(dir, 'whole.db');
  await pharmacyFile(file);
  const rows = await Array.fromAsync(seeds, async (seed) => {
    const f = await flips(file, parseInt(count, 10), seed, (line) => process.stderr.write(`${line}\r`));
    for (const line of f.unnoticed) console.error(line);
    return { seed, ...f };
  });
  console.table(rows.map(({ unnoticed, ...r }) => ({ ...r, unnoticed: unnoticed.length })));
  reportFigures('flips', [
    '| seed | single-bit flips | changed what is read or printed | noticed at opening | noticed at use | noticed after the start | unnoticed |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(
      (r) =>
        `| ${r.seed} | ${r.flips} | ${r.changed} | ${r.atOpening} | ${r.atUse} | ${r.atStart} | ${r.unnoticed.length} |`,
    ),
  ]);
  process.exitCode = rows.every((r) => r.unnoticed.length === 0) ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
