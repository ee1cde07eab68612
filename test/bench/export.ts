import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Context } from '../../electron/services/context.ts';
import { startExport, jobOf, type Asked } from '../../electron/services/export/jobs.ts';
import { manyEvents } from './log-million.ts';
import type { Bench } from './measure.ts';
import { storeAt } from '../raw.ts';

const EVENTS = 1_000_000;

/** A million rows of the audit log in each format that carries them: time, and how far memory rose. */
export async function bench(): Promise<Bench[]> {
  const path = await manyEvents(EVENTS);
  const shell = peer(path);
  const store = await storeAt(path);
  // As far as an export asks of the services.
  const context = {
    store,
    clock: () => new Date().toISOString(),
    report: console.error,
  } as unknown as Context;
  const rows: Record<string, string>[] = [];
  const measured = new Map<string, { seconds: number; memory: number; stall: number }>();
  const of = (format: string) => measured.get(format) ?? { seconds: NaN, memory: NaN, stall: NaN };
  for (const format of ['csv', 'jsonl', 'xlsx'] as const) {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
    const from = performance.now();
    const asked: Asked = {
      kind: 'audit',
      format,
      filter: {},
      filterText: '{}',
      identifiers: 'full',
      user: { id: 'u', username: 'ada' },
      station: 's',
      now: new Date().toISOString(),
    };
    await startExport(context, `exp-${format}`, asked);
    const job = jobOf(context, `exp-${format}`, 'u');
    await job?.finished;
    clearInterval(watch);
    delay.disable();
    const seconds = (performance.now() - from) / 1e3;
    measured.set(format, { seconds, memory: (most - before) / 1e6, stall: delay.max / 1e6 });
    rows.push(
      row(
        format,
        seconds,
        job?.status.bytes ?? 0,
        shell?.s,
        `${job?.status.state} ${job?.status.done}`,
        (most - before) / 1e6,
        delay.max / 1e6,
      ),
    );
  }
  await store.close();
  if (shell !== null) rows.push(row('sqlite3 shell, csv', shell.s, shell.bytes, shell.s));
  rmSync(dirname(path), { recursive: true, force: true });
  return [
    {
      name: `export of ${EVENTS} events (budget: CSV at most 2x the sqlite3 shell, under 150 MB; XLSX at most 3x the CSV)`,
      rows,
      budgets: [
        ...(shell === null
          ? []
          : [{ what: 'CSV, times the sqlite3 shell', measured: of('csv').seconds / shell.s, most: 2 }]),
        { what: 'CSV, memory above the start, MB', measured: of('csv').memory, most: 150 },
        { what: 'XLSX, times the CSV', measured: of('xlsx').seconds / of('csv').seconds, most: 3 },
        ...['csv', 'jsonl', 'xlsx'].map((format) => ({
          what: `${format}, longest stall, ms`,
          measured: of(format).stall,
          most: 50,
        })),
      ],
    },
  ];
}

const row = (
  format: string,
  s: number,
  bytes: number,
  shell: number | undefined,
  state = '',
  memory?: number,
  stall?: number,
): Record<string, string> => ({
  format,
  state,
  s: s.toFixed(1),
  'times the shell': shell === undefined ? 'no shell here' : (s / shell).toFixed(2),
  'file MB': (bytes / 1e6).toFixed(0),
  'memory above start, MB': memory?.toFixed(0) ?? '',
  'longest stall, ms': stall?.toFixed(0) ?? '',
});

/** The `sqlite3` shell on the same file, where the machine has one: the better of two, as the first reads from disk. */
function peer(path: string): { s: number; bytes: number } | null {
  const out = join(dirname(path), 'peer.csv');
  const run = () => {
    const from = performance.now();
    execFileSync('sqlite3', [path, '.mode csv', `.output ${out}`, 'SELECT * FROM event ORDER BY seq']);
    return (performance.now() - from) / 1e3;
  };
  try {
    return { s: Math.min(run(), run()), bytes: statSync(out).size };
  } catch {
    return null;
  }
}
