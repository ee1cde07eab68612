import { appendFileSync, readFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';

/**
 * `MENISCUS_COSTS=FILE npm test`: what each test file takes, a line each, in ms: processor time of its worker, of the processes that it
 * started and that have ended, and the clock. Files share a worker, so what one of them loads first the next has for nothing.
 */
const TICK = 10;
function spent(): { readonly own: number; readonly started: number } {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // After the name, which may hold anything: utime, stime, cutime and cstime are the fields 14 to 17 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (field: number) => TICK * parseInt(fields[field - 3] ?? '', 10);
  return { own: at(14) + at(15), started: at(16) + at(17) };
}

const file = process.env['MENISCUS_COSTS'] ?? '';
const before = spent();
const begun = performance.now();
afterAll(() => {
  const { own, started } = spent();
  const figures = [own - before.own, started - before.started, Math.round(performance.now() - begun)];
  appendFileSync(file, `${[...figures, expect.getState().testPath ?? ''].join('\t')}\n`);
});
