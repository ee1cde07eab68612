import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openOffice, PASSWORD } from '../electron/office.ts';
import { manyEvents } from './log-million.ts';
import type { Bench } from './measure.ts';

const EVENTS = 1_000_000;
const PASSPHRASE = 'a passphrase for the bench 7';

/** A backup of a million events, decrypted again and checked: how long it takes, and how long others wait at most. */
export async function bench(): Promise<Bench[]> {
  const [dataDir, folder] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'meniscus-backup-'))) as [
    string,
    string,
  ];
  await manyEvents(EVENTS, dataDir);
  const office = await openOffice({ dataDir });
  try {
    await office.supervisor.do('backup.configure', {
      folder,
      passphrase: PASSPHRASE,
      keep: 1,
      everyHours: null,
      password: PASSWORD,
    });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const from = performance.now();
    await office.supervisor.do('backup.make', {});
    const seconds = (performance.now() - from) / 1e3;
    delay.disable();
    const stall = delay.max / 1e6;
    return [
      {
        name: `backup of ${EVENTS} events`,
        rows: [
          { what: 'time, s', figure: seconds.toFixed(1), budget: '' },
          { what: 'longest stall, ms', figure: stall.toFixed(0), budget: 'under 50' },
        ],
        budgets: [{ what: 'backup, longest stall, ms', measured: stall, most: 50 }],
      },
    ];
  } finally {
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
