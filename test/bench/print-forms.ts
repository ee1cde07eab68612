import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import type { Bench } from './measure.ts';

interface Times {
  readonly median: number;
  /** on a machine that does other things as well, the nearest to what it takes alone */
  readonly best: number;
}
interface Printing {
  times(): Promise<{ form: string; draw: Times; whole: Times }[]>;
  zplTimes(): Times;
}

/** Each form of the fixture, of another patient and lot each time: drawn alone, and drawn, coded, read back and compared. */
export async function bench(): Promise<Bench[]> {
  // As the built application draws: with React's production build.
  process.env['NODE_ENV'] = 'production';
  const path = fileURLToPath(new URL('../electron/print/print-times.ts', import.meta.url));
  const { module } = await runnerImport<Printing>(path, { configFile: false, logLevel: 'silent' });
  const times = await module.times();
  const zpl = module.zplTimes();
  const of = (form: string) => times.find((t) => t.form === form);
  return [
    {
      name: 'printed forms, processor time (budget: a label 7 ms, with parse-back 25 ms, a pump sheet 40 ms)',
      rows: times.map(({ form, draw, whole }) => ({
        form,
        'draw, ms: median of 20 (best)': shown(draw),
        'with parse-back, ms: median of 20 (best)': shown(whole),
      })),
      budgets: [
        budget('a label, drawn, ms', of('label-4x2/1')?.draw, 7),
        budget('a label with parse-back, ms', of('label-4x2/1')?.whole, 25),
        budget('a pump sheet, drawn, ms', of('pump-sheet-letter/1')?.draw, 40),
      ],
    },
    {
      name: 'ZPL (budget: 1 ms)',
      rows: [
        {
          form: 'label-4x2/1 as ZPL, 203 dpi',
          'with parse-back, ms: median of 20 (best)': shown(zpl),
        },
      ],
      budgets: [budget('a label as ZPL, ms', zpl, 1)],
    },
  ];
}

const shown = ({ median, best }: Times): string => `${median.toFixed(1)} (${best.toFixed(1)})`;

const budget = (what: string, time: Times | undefined, most: number) => ({
  what,
  measured: time?.median ?? NaN,
  most,
});
