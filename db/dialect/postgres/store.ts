import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { hashOfEvent, headOf } from '../../event-log.ts';
import { readHandle, within, type Read, type Span, type Write } from '../../handle.ts';
import { lossOf, openNote, readNote } from '../../head-note.ts';
import { latest, type Migration } from '../../migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { Queue } from '../../queue.ts';
import { looseOver } from '../../readers.ts';
import type { Key } from '../../sqlite.ts';
import type { Store } from '../../store.ts';
import { writeHandle } from '../../write-handle.ts';
import { connectionOf, engineOn, TYPES } from './engine.ts';
import { asRefusal, isForAnotherTry } from './faults.ts';
import { beginOn, CHANGE, LOOK, prepareDatabase } from './prepare.ts';
import { goneOver, holdName, nameOfHost, type HeldName } from './host.ts';

interface PostgresOptions {
  /** postgres://USER:PASSWORD@HOST:PORT/DATABASE; what else it says is the driver's: sslmode, sslrootcert */
  readonly address: string;
  /** beside which this host notes the head of the log that it saw last, and keeps what leaves it */
  readonly path: string;
  /** of what this host keeps beside the database */
  readonly key: Key;
  /** beside a host that notes what it sees */
  readonly readonly?: boolean;
  /** for tests of migrations: another list than the application's own */
  readonly migrations?: readonly Migration[];
  /** for tests: another time than a minute until a host that nobody sees is gone */
  readonly goneAfterMs?: number;
}

/** House rule: a host that was gone for so long does not come back to what it had under way. */
const GONE_AFTER_MS = 60_000;
/** House rule: looks and changes of one host that are under way at once. */
const CONNECTIONS = 10;
const TRIES = 5;
const CONNECT_MS = 10_000;
/**
 * The store of a site in PostgreSQL. Refuses by name, and changes nothing then: `site-database-address`, `site-database-gone`,
 * `site-database-refused`, `site-database-missing`, `site-database-rights`, `site-database-not-ours`,
 * `site-database-depended`, `site-database-version`, `data-file-newer`, `site-host-twice`, `site-host-unreadable`.
 */
export async function openPostgres({
  address,
  path,
  key,
  readonly = false,
  migrations: list = migrations,
  goneAfterMs = GONE_AFTER_MS,
}: PostgresOptions): Promise<Store> {
  const config = { ...connectionOf(address), connectionTimeoutMillis: CONNECT_MS };
  const pool = new pg.Pool({
    ...config,
    max: CONNECTIONS,
    types: TYPES,
    application_name: 'meniscus',
  });
  // A connection may end at any moment, also between two words of a change: whoever asks it next is told, and the host goes on.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const host = readonly ? '' : nameOfHost(path);
  let name: HeldName | null = null;
  try {
    await prepareDatabase(pool, { list, scratch: readonly ? null : { path: `${path}.forward`, key } });
    if (!readonly) name = await holdName(config, host);
  } catch (error) {
    await pool.end();
    throw asRefusal(error);
  }
  const looking = new AsyncLocalStorage<{ readonly db: Read; readonly span: Span }>();
  const changing = new AsyncLocalStorage<Span>();
  const queue = new Queue();
  let isOpen = true;
  const opened = () => {
    if (!isOpen) throw new Error('the database of the site is closed');
  };

  /** One transaction, on a connection of its own, which is thrown away where it did not come to an orderly end. */
  async function inside<T>(
    begin: string,
    work: (client: pg.PoolClient, span: Span) => Promise<T>,
  ): Promise<T> {
    const client = await pool.connect();
    const span = { isOpen: true };
    let broken: Error | undefined;
    try {
      await beginOn(client, begin, latest(list));
      const value = await work(client, span);
      span.isOpen = false;
      await client.query('COMMIT');
      return value;
    } catch (error) {
      span.isOpen = false;
      await client.query('ROLLBACK').catch((gone: Error) => (broken = gone));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  const read = async <T>(work: (db: Read) => Promise<T> | T): Promise<T> => {
    const outer = looking.getStore();
    if (outer?.span.isOpen) return await work(outer.db);
    // A write that is under way may look beside itself until it is done.
    if (!changing.getStore()?.isOpen) opened();
    try {
      return await inside(LOOK, async (client, span) => {
        const db = readHandle(engineOn(client), span);
        return await looking.run({ db, span }, async () => await work(db));
      });
    } catch (error) {
      throw asRefusal(error);
    }
  };

  async function change<T>(work: (db: Write) => Promise<T> | T): Promise<T> {
    name?.stillOurs();
    return await inside(CHANGE, async (client, span) => {
      const handle = writeHandle(engineOn(client), span);
      const value = await changing.run(span, async () => await work(handle));
      within(span);
      if (handle.written.size > 0)
        throw new Error('a row that events vouch for was written without its event');
      return value;
    });
  }

  const noted = readNote(path);
  // A host that is new to the site has seen no head yet: only a note that is there can promise.
  const loss =
    noted === 'missing'
      ? null
      : await read(async (db) => await lossOf(noted, await headOf(db), (seq) => hashOfEvent(db, seq)));
  const heads = readonly ? null : openNote(path);
  if (loss === null) heads?.note(await read(headOf));
  /** What is committed stays committed, and is answered so: a head that can not be noted leaves an older note. */
  const noteHead = async (): Promise<void> => {
    try {
      heads?.note(
        await inside(LOOK, async (client, span) => await headOf(readHandle(engineOn(client), span))),
      );
    } catch {
      // The next change notes its own.
    }
  };

  return {
    path,
    key,
    address,
    host,
    gone: goneOver(pool, goneAfterMs),
    loss,
    readonly,
    read,
    loose: looseOver(read),
    write: async (work) => {
      if (changing.getStore()?.isOpen || looking.getStore()?.span.isOpen)
        throw new Error('what is begun inside a look or a write would wait for itself: hand its db on');
      opened();
      if (readonly)
        throw new Refused(issue('data-file-read-only', null, 'a data file that was opened for writing'));
      return await queue.run(async () => {
        for (let tried = 1; ; tried += 1) {
          try {
            const value = await change(work);
            await noteHead();
            return value;
          } catch (error) {
            if (!isForAnotherTry(error) || tried === TRIES) throw asRefusal(error);
          }
        }
      });
    },
    replaceBy: () =>
      Promise.reject(
        new Refused(
          issue(
            'site-database-not-a-file',
            null,
            'a backup put back by whoever runs PostgreSQL: see docs/site.md',
          ),
        ),
      ),
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await queue.run(async () => await pool.end());
      await name?.release();
      heads?.close();
    },
  };
}
