import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainWalk, type ChainEvent, type Verdict } from '../../db/chain.ts';
import { appendEvent, eachEvent } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { openStore, type Store } from '../../db/open.ts';

/** What the walk of the chain says of events in this order. */
export function verifyChain(rows: Iterable<ChainEvent>): Verdict {
  const walk = chainWalk();
  walk.step(rows);
  return walk.verdict();
}

/** The same of all events of a data file. */
export const verifyLog = async (db: Read): Promise<Verdict> =>
  verifyChain(await Array.fromAsync(eachEvent(db, {})));

/** A data file in a folder of its own, with some events in it. */
export async function logFile(
  events: number,
): Promise<{ store: Store; path: string; remove: () => Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-log-'));
  const path = join(dir, 'meniscus.db');
  const store = await openStore(path);
  await store.write(async (db) => {
    for (let i = 1; i <= events; i += 1)
      await appendEvent(db, {
        at: `2026-11-23T10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000Z`,
        user: i % 2 === 0 ? 'pam' : 'tess',
        station: 'hood-1',
        command: i % 3 === 0 ? 'order.verify' : 'order.save',
        subject: 'order',
        subjectId: `ord-${i % 2}`,
        version: i % 5 === 0 ? null : 1,
        change: { dose: `${i} mg`, Ünïcode: 'naïve "quoted", comma\nline' },
        reason: i % 4 === 0 ? '=HYPERLINK("x"), said the prescriber' : null,
        about: { order: `ord-${i % 2}`, patient: 'pat-1' },
      });
  });
  return {
    store,
    path,
    remove: async () => {
      await store.close();
      rmSync(join(path, '..'), { recursive: true, force: true });
    },
  };
}
