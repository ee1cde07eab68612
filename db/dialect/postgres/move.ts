import { existsSync, renameSync, rmSync } from 'node:fs';
import pg from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { headOfMoved, keepMoved, movedPath, noteMove, whyAbsent } from '../../absent.ts';
import { appendEvent } from '../../event-log.ts';
import { notePath } from '../../head-note.ts';
import { lock } from '../../lock.ts';
import { openStore } from '../../open.ts';
import { connection, type Key } from '../../sqlite.ts';
import type { Store } from '../../store.ts';
import { verifyEverything } from '../../verify.ts';
import { writeHandle } from '../../write-handle.ts';
import { copyFrom, copyTo, countDatabase, countFile, same, type Counted } from './copy.ts';
import { connectionOf, engineOn, TYPES } from './engine.ts';
import { asRefusal } from './faults.ts';
import { CHANGE, emptyDatabase, isMovedAway, movedAway, ours, whoseDatabase } from './prepare.ts';

interface Move {
  readonly address: string;
  readonly path: string;
  readonly key: Key;
  readonly at: string;
}

export interface Moved {
  readonly tables: number;
  readonly rows: number;
  /** of the last event that was brought along */
  readonly head: string;
}

/** The command under which the log says that the data went on elsewhere. */
const MOVED = 'data.move';

/**
 * Brings a data file that nobody has open into an empty database, whole or not at all: the log is verified first, and every
 * row of every table is compared before the database counts. The file is kept under another name and opens no more.
 * Refuses by name: `move-source-broken`, `move-not-the-same`, `site-database-not-ours`, and what opening either refuses.
 */
export async function moveToDatabase({ address, path, key, at }: Move): Promise<Moved> {
  const held = lock(path);
  try {
    const head = await verified(path, key);
    const file = connection(path, key, { readonly: true });
    try {
      return await inDatabase(address, 'BEGIN ISOLATION LEVEL SERIALIZABLE', async (client) => {
        await emptyDatabase(client);
        await copyTo(file, client);
        const counted = countFile(file);
        same(counted, await countDatabase(file, client));
        await ours(client);
        await appendEvent(writeHandle(engineOn(client), { isOpen: true }), event({ at, to: 'database' }));
        file.close();
        // Before the database counts: ended in between, neither opens, and nobody works on both.
        noteMove(path, at);
        rename(path, movedPath(path));
        return { ...total(counted), head };
      });
    } catch (error) {
      if (!existsSync(path)) rename(movedPath(path), path);
      throw error;
    } finally {
      file.close();
    }
  } finally {
    held.release();
  }
}

/**
 * The way back, into a folder without a data file: one that never had one, or the one whose data went to this very database, which its
 * log tells. A folder that lost its file is refused by name, as is one whose data went to another database. No host may write meanwhile, and none goes on with the database
 * afterwards: it says of itself that the data is elsewhere. What was copied counts only when its log holds; ended after
 * the database said so, the same call goes on with what was copied.
 */
export async function moveToFile({ address, path, key, at }: Move): Promise<Moved> {
  if (existsSync(path))
    throw new Refused(issue('data-file-there', null, 'a data folder that holds no data file yet'));
  const part = `${path}.part`;
  const rows = await inDatabase(address, CHANGE, async (client) => {
    const wasCopied = existsSync(part) && (await isMovedAway(client));
    if (!wasCopied) {
      await refuseOtherFolder(path, client);
      await copyWhole(client, part, key);
    }
    await movedAway(client);
    return total(await countDatabaseLike(part, key, client));
  });
  const head = await verified(part, key);
  const store = await openStore(part, { key });
  try {
    await store.write(async (db) => {
      await appendEvent(db, event({ at, to: 'data-file' }));
    });
  } finally {
    await store.close();
  }
  rename(part, path);
  keepMoved(path, at);
  return { ...rows, head };
}

/** Refuses a folder that had a data file, unless its log went on in this database. */
async function refuseOtherFolder(path: string, client: pg.ClientBase): Promise<void> {
  const why = whyAbsent(path);
  if (why === null) return;
  await whoseDatabase(client);
  const head = headOfMoved(path);
  const isHere =
    head !== null &&
    (await client.query('SELECT 1 FROM event WHERE seq = $1 AND hash = $2', [head.seq, head.hash]))
      .rowCount === 1;
  if (!isHere) throw why;
}

/** A new file with everything that the database holds, compared and verified. */
async function copyWhole(client: pg.ClientBase, part: string, key: Key): Promise<void> {
  await whoseDatabase(client);
  for (const name of [part, `${part}-wal`, `${part}-shm`, notePath(part)]) rmSync(name, { force: true });
  await (await openStore(part, { key, isPart: true })).close();
  const file = connection(part, key);
  try {
    await copyFrom(client, file);
    same(await countDatabase(file, client), countFile(file));
  } finally {
    file.close();
  }
  await verified(part, key);
}

async function countDatabaseLike(part: string, key: Key, client: pg.ClientBase): Promise<Counted[]> {
  const file = connection(part, key, { readonly: true });
  try {
    return await countDatabase(file, client);
  } finally {
    file.close();
  }
}

/** A data file with the note of its head. */
function rename(from: string, to: string): void {
  renameSync(from, to);
  const note = notePath(from);
  if (existsSync(note)) renameSync(note, notePath(to));
}

async function verified(path: string, key: Key): Promise<string> {
  const store = await openStore(path, { key, readonly: true });
  try {
    return await headWhere(store);
  } finally {
    await store.close();
  }
}

/** The head of a log in which everything holds. */
async function headWhere(store: Store): Promise<string> {
  const steps = verifyEverything(store);
  for (;;) {
    const step = await steps.next();
    if (step.done !== true) continue;
    const { verdict, altered } = step.value;
    const broken = verdict.broken ?? altered[0]?.event ?? (altered.length > 0 ? 0 : null);
    if (broken !== null)
      throw new Refused(
        issue(
          'move-source-broken',
          String(broken),
          'data whose log holds: "meniscus log verify" names what does not',
        ),
      );
    return verdict.head;
  }
}

const total = (counted: readonly Counted[]) => ({
  tables: counted.length,
  rows: counted.reduce((sum, { rows }) => sum + rows, 0),
});

const event = ({ at, to }: { readonly at: string; readonly to: string }) => ({
  at,
  user: '-',
  station: '-',
  command: MOVED,
  subject: 'data-file',
  subjectId: '-',
  change: { to },
});

/** One transaction of a database, on a connection of its own. */
async function inDatabase<T>(
  address: string,
  begin: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connectionOf(address), types: TYPES, application_name: 'meniscus move' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(begin);
    const value = await work(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    throw asRefusal(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
