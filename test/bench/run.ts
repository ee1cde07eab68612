import { readdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { reportFigures } from '../../tools/report-figures.ts';
import { OWN_KEY } from '../own-key.ts';
import { missed, type Bench } from './measure.ts';

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A bench as a table of Markdown. */
function tableOf({ name, rows }: Bench): string[] {
  const columns = Object.keys(rows[0] ?? {});
  return [
    '',
    `**${name}**`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((c) => row[c] ?? ''))),
  ];
}

/**
 * `npm run bench [-- --record] [name…]`: every file beside this one that exports `bench()`, one after the other; ends with 1
 * where a budget is missed. With `--record` the figures stand in docs/testing.md afterwards, each file's under its own name,
 * with the day and how busy the machine was.
 */
async function main(args: readonly string[]): Promise<void> {
  // For the programs that are started too.
  process.env['MENISCUS_KEY_FILE'] = OWN_KEY;
  const isRecorded = args.includes('--record');
  const wanted = args.filter((a) => a !== '--record');
  const late: string[] = [];
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((f) => f.endsWith('.ts') && f !== 'run.ts');
  for (const file of files.toSorted()) {
    if (wanted.length > 0 && !wanted.some((w) => file.startsWith(w))) continue;
    const module = (await import(new URL(file, folder).href)) as { bench?: () => Promise<Bench[]> };
    if (!module.bench) continue;
    const before = loadavg()[0] ?? 0;
    const made = await module.bench();
    for (const { name, rows } of made) {
      console.log(`\n${name}`);
      console.table(rows);
    }
    const misses = made.flatMap((b) => b.budgets ?? []).flatMap((b) => missed(b) ?? []);
    for (const miss of misses) console.error(`missed: ${miss}`);
    late.push(...misses);
    const when = `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} processors, load ${before.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`;
    if (isRecorded)
      reportFigures(`bench-${file.replace(/\.ts$/, '')}`, [
        `\`npm run bench ${file.replace(/\.ts$/, '')}\`: ${when}. ${misses.length === 0 ? 'Every budget kept.' : `Missed: ${misses.join('; ')}.`}`,
        ...made.flatMap(tableOf),
      ]);
  }
  if (late.length > 0) process.exitCode = 1;
}

if (import.meta.main) await main(process.argv.slice(2));
