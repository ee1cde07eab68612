import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Bench } from './measure.ts';

const root = join(import.meta.dirname, '../..');
const RUNS = 15;

interface Spent {
  /** seconds of the processor, and the most memory that was held */
  readonly cpu: number;
  readonly megabytes: number;
}

/** Told by the process itself as it ends: what a parent sees counts whatever else it started. */
const TELL = `data:text/javascript,process.once('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\nSPENT '+(u.userCPUTime+u.systemCPUTime)/1e6+' '+u.maxRSS/1024)})`;

function once(args: readonly string[]): Spent {
  const run = spawnSync(process.execPath, ['--import', TELL, ...args], { cwd: root, encoding: 'utf8' });
  const told = /SPENT (\S+) (\S+)$/.exec(run.stderr);
  if (!told) throw new Error(`${args.join(' ')}: ${run.stderr}`);
  return { cpu: Number(told[1]), megabytes: Number(told[2]) };
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** name, arguments, and the most seconds of the processor */
const COMMANDS: readonly (readonly [string, readonly string[], number?])[] = [
  ['node, an empty script', ['-e', '0']],
  ['--help', ['out/main/cli.js', '--help'], 0.2],
  ['check', ['out/main/cli.js', 'check', 'test/cases/cli/clean-order.json'], 0.3],
  ['convert', ['out/main/cli.js', 'convert', '0.1 mcg/kg/min', 'mg/kg/h']],
  ['calc --list', ['out/main/cli.js', 'calc', '--list']],
  ['schema order', ['out/main/cli.js', 'schema', 'order']],
];

/** Start of the built command line, in processor time and in turns, so that a busy minute falls on all of them. */
export function bench(): Promise<Bench[]> {
  const spent = new Map<string, Spent[]>(COMMANDS.map(([name]) => [name, []]));
  for (let run = 0; run < RUNS; run++) for (const [name, args] of COMMANDS) spent.get(name)?.push(once(args));
  const cpu = (name: string) => (spent.get(name) ?? []).map((s) => s.cpu);
  const node = median(cpu('node, an empty script'));
  const rows = COMMANDS.map(([name, , most]) => ({
    command: name,
    'processor time, median': `${median(cpu(name)).toFixed(3)} s`,
    least: `${Math.min(...cpu(name)).toFixed(3)} s`,
    'times node': (median(cpu(name)) / node).toFixed(1),
    memory: `${median((spent.get(name) ?? []).map((s) => s.megabytes)).toFixed(0)} MB`,
    budget: most === undefined ? '' : `under ${most} s`,
  }));
  const budgets = COMMANDS.flatMap(([name, , most]) =>
    most === undefined ? [] : [{ what: `start: ${name}, s`, measured: median(cpu(name)), most }],
  );
  return Promise.resolve([{ name: 'start of the command line', rows, budgets }]);
}
