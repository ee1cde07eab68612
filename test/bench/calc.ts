import { PassThrough } from 'node:stream';
import { calculators } from '../../engine/calculators/registry.ts';
import { calcLines } from '../../electron/hosts/cli/commands/calc.ts';
import type { Bench } from './measure.ts';

const LINES = 5000;

/** `meniscus calc --jsonl` from the first line to the last answer, without the start of the process. */
async function linesPerSecond(lines: readonly string[]): Promise<Record<string, string>> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let text = '';
  output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [start, before] = [performance.now(), process.cpuUsage()];
  input.end(`${lines.join('\n')}\n`);
  await calcLines(input, output);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const answered = text.split('\n').filter((l) => l.startsWith('{"ok":true')).length;
  return {
    lines: `${answered} of ${lines.length}`,
    'a second': (lines.length / seconds).toFixed(0),
    // the same on a machine with other work
    'a second of processor': (lines.length / ((user + system) / 1e6)).toFixed(0),
  };
}

/** Whole tenths and minutes that differ from line to line: under both limits the pump is run dose by dose. */
const bothLimits = Array.from({ length: LINES }, (_, i) =>
  JSON.stringify({
    id: 'pca-maxima',
    input: {
      demand: `0.${1 + (i % 9)} mg`,
      lockout: `${5 + (i % 26)} min`,
      basal: `0.${1 + (i % 7)} mg/h`,
      limit1h: `${2 + (i % 4)} mg`,
      limit4h: `${7 + (i % 11)} mg`,
    },
  }),
);
const everything = Array.from({ length: LINES }, (_, i) => {
  const c = calculators[i % calculators.length];
  return JSON.stringify({ id: c?.id, input: c?.example.input });
});

export async function bench(): Promise<Bench[]> {
  const rows: Record<string, string>[] = [];
  for (const [what, lines] of [
    ['the examples of all calculators in turn', everything],
    ['PCA maxima under a 1 h and a 4 h limit', bothLimits],
  ] as const)
    rows.push({ what, ...(await linesPerSecond(lines)), budget: '1000' });
  return [
    {
      name: 'meniscus calc --jsonl',
      rows,
      budgets: rows.map((r) => ({
        what: `${r.what}, lines a second of processor`,
        measured: Number(r['a second of processor']),
        least: 1_000,
      })),
    },
  ];
}
