import { readdirSync } from 'node:fs';

/** A table of what one bench file measured. */
export interface Bench {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** `npm run bench [name…]`: every file beside this one that exports `bench()`, one after the other. */
async function main(wanted: readonly string[]): Promise<void> {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((f) => f.endsWith('.ts') && f !== 'run.ts');
  for (const file of files.toSorted()) {
    if (wanted.length > 0 && !wanted.some((w) => file.startsWith(w))) continue;
    const module = (await import(new URL(file, folder).href)) as { bench?: () => Promise<Bench[]> };
    for (const { name, rows } of (await module.bench?.()) ?? []) {
      console.log(`\n${name}`);
      console.table(rows);
    }
  }
}

if (import.meta.main) await main(process.argv.slice(2));
