import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { Bench } from './run.ts';

interface Times {
  readonly median: number;
  /** on a machine that does other things as well, the nearest to what it takes alone */
  readonly best: number;
}
interface Printing {
  times(): Promise<{ form: string; draw: Times; whole: Times }[]>;
  zplTimes(): Times;
}

/** Each form of the fixture: drawn alone (a label promises 15 ms), and drawn, coded, read back and compared (80 ms). */
export async function bench(): Promise<Bench[]> {
  // As the built application draws: with React's production build.
  process.env['NODE_ENV'] = 'production';
  const path = fileURLToPath(new URL('../electron/print/print-times.ts', import.meta.url));
  const { module } = await runnerImport<Printing>(path, { configFile: false, logLevel: 'silent' });
  const rows = (await module.times()).map(({ form, draw, whole }) => ({
    form,
    'draw, ms: median of 20 (best)': shown(draw),
    'with parse-back, ms: median of 20 (best)': shown(whole),
  }));
  const zpl = {
    form: 'label-4x2/1 as ZPL, 203 dpi',
    'with parse-back, ms: median of 20 (best)': shown(module.zplTimes()),
  };
  return [
    { name: 'printed forms (budget of a label: 15 ms, with parse-back 80 ms)', rows },
    { name: 'ZPL (budget: 1 ms)', rows: [zpl] },
  ];
}

const shown = ({ median, best }: Times): string => `${median.toFixed(1)} (${best.toFixed(1)})`;
