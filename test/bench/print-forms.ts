import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { Bench } from './run.ts';

interface Printing {
  times(): Promise<{ form: string; draw: number; whole: number }[]>;
}

/** Each form of the fixture: drawn alone (a label promises 15 ms), and drawn, coded, read back and compared (80 ms). */
export async function bench(): Promise<Bench[]> {
  const path = fileURLToPath(new URL('../electron/print/print-times.ts', import.meta.url));
  const { module } = await runnerImport<Printing>(path, { configFile: false, logLevel: 'silent' });
  const rows = (await module.times()).map(({ form, draw, whole }) => ({
    form,
    'draw, ms (median of 20)': draw.toFixed(1),
    'with parse-back, ms (median of 20)': whole.toFixed(1),
  }));
  return [{ name: 'printed forms', rows }];
}
