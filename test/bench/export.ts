import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../../electron/context.ts';
import { openStore } from '../../db/open.ts';
import { startExport, jobOf, type Asked } from '../../electron/services/export/jobs.ts';
import { manyEvents } from './log-million.ts';
import type { Bench } from './run.ts';

const EVENTS = 1_000_000;

/** A million rows of the audit log in each format that carries them: time, and how far memory rose. */
export async function bench(): Promise<Bench[]> {
  const path = manyEvents(EVENTS);
  const store = openStore(path);
  // As far as an export asks of the services.
  const context = {
    store,
    clock: () => new Date().toISOString(),
    report: console.error,
  } as unknown as Context;
  const rows: Record<string, string>[] = [];
  for (const format of ['csv', 'jsonl', 'xlsx'] as const) {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
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
    startExport(context, `exp-${format}`, asked);
    const job = jobOf(context, `exp-${format}`, 'u');
    await job?.finished;
    clearInterval(watch);
    rows.push({
      format,
      state: job?.status.state ?? '',
      rows: String(job?.status.done),
      s: ((performance.now() - from) / 1e3).toFixed(1),
      'file MB': ((job?.status.bytes ?? 0) / 1e6).toFixed(0),
      'memory above start, MB': ((most - before) / 1e6).toFixed(0),
    });
  }
  store.close();
  rows.push(...peer(path));
  rmSync(dirname(path), { recursive: true, force: true });
  return [
    { name: `export of ${EVENTS} events (budget: CSV at most 2x the sqlite3 shell, under 150 MB)`, rows },
  ];
}

/** The `sqlite3` shell on the same file, where the machine has one. */
function peer(path: string): Record<string, string>[] {
  const out = join(dirname(path), 'peer.csv');
  const from = performance.now();
  try {
    execFileSync('sqlite3', [path, '.mode csv', `.output ${out}`, 'SELECT * FROM event ORDER BY seq']);
  } catch {
    return [];
  }
  const s = ((performance.now() - from) / 1e3).toFixed(1);
  return [
    {
      format: 'sqlite3 shell, csv',
      state: '',
      rows: '',
      s,
      'file MB': (statSync(out).size / 1e6).toFixed(0),
      'memory above start, MB': '',
    },
  ];
}
