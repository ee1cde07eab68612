import { readdirSync } from 'node:fs';
import { reportFigures } from '../../tools/report-figures.ts';

/** A table of what one bench file measured. */
export interface Bench {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

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
 * `npm run bench [-- --record] [name…]`: every file beside this one that exports `bench()`, one after the other. With
 * `--record` the figures stand in docs/testing.md afterwards; without names all of them, or they would be half of a run.
 */
async function main(args: readonly string[]): Promise<void> {
  const isRecorded = args.includes('--record');
  const wanted = args.filter((a) => a !== '--record');
  const lines: string[] = [];
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((f) => f.endsWith('.ts') && f !== 'run.ts');
  for (const file of files.toSorted()) {
    if (wanted.length > 0 && !wanted.some((w) => file.startsWith(w))) continue;
    const module = (await import(new URL(file, folder).href)) as { bench?: () => Promise<Bench[]> };
    for (const { name, rows } of (await module.bench?.()) ?? []) {
      console.log(`\n${name}`);
      console.table(rows);
      lines.push(...tableOf({ name, rows }));
    }
  }
  if (isRecorded && wanted.length === 0) reportFigures('bench', lines.slice(1));
}

if (import.meta.main) await main(process.argv.slice(2));
