import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ParserFigures } from './parsers.ts';

type Told = { readonly name: string } | { readonly figures: ParserFigures; readonly heapMB: number };
export type ParserRun = ParserFigures & { readonly heapMB: number; readonly heapLimitMB: number };

const HEAP_MB = 128;
/** A parser takes a fraction of a second for all its texts: what stands still for this long never ends. */
const STANDSTILL_MS = 60_000;

/** The parsers in a process of their own with a small heap, watched: one that hangs or eats the heap is a problem, by its name. */
export function runParsers(each: number, seed: number): Promise<ParserRun> {
  return new Promise((resolve) => {
    let [reading, last] = ['the start', Date.now()];
    const child = fork(join(import.meta.dirname, 'parsers-child.ts'), [String(each), String(seed)], {
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--expose-gc'],
    });
    const watchdog = setInterval(() => {
      if (Date.now() - last > STANDSTILL_MS) child.kill('SIGKILL');
    }, 1_000);
    let done: ParserRun | null = null;
    child.on('message', (told: Told) => {
      last = Date.now();
      if ('name' in told) reading = told.name;
      else done = { ...told.figures, heapMB: told.heapMB, heapLimitMB: HEAP_MB };
    });
    child.on('exit', (code, signal) => {
      clearInterval(watchdog);
      const empty = { parsers: 0, inputs: 0, refused: 0, longest: 0, heapMB: 0, heapLimitMB: HEAP_MB };
      resolve(done ?? { ...empty, problems: [`${reading} ended the process: ${signal ?? code}`] });
    });
  });
}
