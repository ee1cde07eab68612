import { join } from 'node:path';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sha256 } from '../../db/canonical.ts';
import { openOffice, type Window } from '../electron/office.ts';
import type { Bench } from './measure.ts';
import { openStore } from '../../db/open.ts';
import { connection } from '../../db/sqlite.ts';

const ROUND = 500;
const ROUNDS = 7;

/**
 * Whole changing commands a second (access, parse, handler, write, event, commit on disk, parse of the answer) beside
 * better-sqlite3 alone, which writes the same rows to the same kind of file in transactions of its own. The rounds take
 * turns, and the middle one of each counts: a disk is not as fast from one second to the next.
 */
export async function bench(): Promise<Bench[]> {
  const made = [await compared('this disk', tmpdir())];
  // Where a flush costs nothing the rest is seen.
  if (existsSync(MEMORY)) made.push(await compared('memory', MEMORY));
  return made;
}
const MEMORY = '/dev/shm';

async function compared(disk: string, folder: string): Promise<Bench> {
  const dirs = [mkdtempSync(join(folder, 'meniscus-')), mkdtempSync(join(folder, 'meniscus-bare-'))] as const;
  const office = await openOffice({ dataDir: dirs[0] });
  const bare = await bareFile(dirs[1]);
  const who = await office.person('sp', 'supervisor', true);
  const taken: Record<Name, Round[]> = { bare: [], whole: [], read: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const rounds = {
      bare: await timed((i) => Promise.resolve(bare.write(round * ROUND + i))),
      whole: await timed((i) => save(who, round * ROUND + i)),
      read: await timed(() => who.do('policy.get', {}).then(() => undefined)),
    };
    // The first round warms the code up.
    if (round > 0) for (const name of ['bare', 'whole', 'read'] as const) taken[name].push(rounds[name]);
  }
  bare.close();
  await office.close();
  const ms = (name: Name, of: keyof Round) => middle(taken[name].map((r) => r[of]));
  const row = (what: string, name: Name) => ({
    what,
    'a second': (1e3 / ms(name, 'clock')).toFixed(0),
    'ms each': ms(name, 'clock').toFixed(3),
    'ms of processor each': ms(name, 'processor').toFixed(3),
    'times the library': (ms(name, 'clock') / ms('bare', 'clock')).toFixed(2),
  });
  return {
    name: `commands on one file on ${disk}, synchronous=FULL (budget: 1,000 changes a second where the library does 3,000: 0.67 ms above it)`,
    rows: [
      row('better-sqlite3 alone, the same rows', 'bare'),
      row('a whole changing command', 'whole'),
      row('a whole reading command', 'read'),
    ],
    budgets:
      folder === MEMORY
        ? [
            {
              what: 'a changing command, ms of processor above the library',
              measured: ms('whole', 'processor') - ms('bare', 'processor'),
              most: 0.67,
            },
          ]
        : [],
  };
}

type Name = 'bare' | 'whole' | 'read';
/** milliseconds a piece of work, by the clock and by the processor */
interface Round {
  readonly clock: number;
  readonly processor: number;
}

async function save(who: Window, i: number): Promise<void> {
  await who.do('prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: `Dr. ${i}`, credentials: 'MD', phone: '555 0100' },
  });
}

async function timed(work: (i: number) => Promise<void>): Promise<Round> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (let i = 0; i < ROUND; i += 1) await work(i);
  const { user, system } = process.cpuUsage(cpu);
  return { clock: (performance.now() - from) / ROUND, processor: (user + system) / 1e3 / ROUND };
}

const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** A data file of ours written to by the library itself: the rows that `prescriber.save` and its event are. */
export async function bareFile(dir: string): Promise<{ write: (i: number) => void; close: () => void }> {
  const path = join(dir, 'meniscus.db');
  // With the cipher that the application writes with: what is compared is what it adds.
  const key = Buffer.alloc(32, 7);
  await (await openStore(path, { key })).close();
  const raw = connection(path, key);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('foreign_keys = ON');
  raw.pragma('recursive_triggers = ON');
  raw.exec(
    `INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
     VALUES ('u', 'sp', 'sp', 'RPh', 'supervisor', 1, '-', '2026-01-01')`,
  );
  const now = raw.prepare('INSERT INTO prescriber VALUES (?, 1)');
  const version = raw.prepare('INSERT INTO prescriber_version VALUES (?, 1, ?, ?, ?, NULL)');
  const event = raw.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, NULL, ?, ?)');
  const link = raw.prepare('INSERT INTO event_link VALUES (?, ?, ?)');
  const at = '2026-11-23T15:00:00.000Z';
  const write = raw.transaction((i: number) => {
    const id = `prs-${String(i).padStart(20, '0')}`;
    const content = `{"name":"Dr. ${i}","credentials":"MD","phone":"555 0100"}`;
    const change = `{"about":{"prescriber":"${id}"},"content":"${hash(i)}","fields":{"credentials":{"from":null,"to":"MD"},"name":{"from":null,"to":"Dr. ${i}"},"phone":{"from":null,"to":"555 0100"}}}`;
    now.run(id);
    version.run(id, content, 'u', at);
    const command = ['prescriber.save', 'prescriber', id];
    event.run(i + 1, at, 'sp', 'station-sp', ...command, change, hash(i - 1), hash(i));
    link.run('prescriber', id, i + 1);
  });
  return {
    write: (i) => void write(i),
    close: () => {
      raw.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
/** As long as a hash, and another one for each event, in no order. */
const hash = (i: number): string => sha256(String(i));
