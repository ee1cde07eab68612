import Database from 'better-sqlite3';
import type { ClientBase, Pool, QueryResult } from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { latest, migrate, type Migration } from '../../migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { copyTo } from './copy.ts';
import { PRIMARY } from './faults.ts';
import { bringForward, type Scratch } from './forward.ts';

/** PostgreSQL 15: the oldest that is tried. */
const OLDEST = 150_000;
/** Whoever makes the tables first; the others find them. */
const MAKING = 0x4d454e49;

const NEWEST = latest(migrations);
/** Stands for the version of a database whose data went on elsewhere. */
const AWAY = -1;

/** What only this engine has: whose data it is, in which version, and what changes wait for. */
const LOCK = 'one_after_another';
/**
 * Begins a change. Those of all hosts come one after another, as the chain of the log does: each takes the next number after it has the
 * lock, and looks at the data only then. The table is empty: nothing else ever waits for it.
 */
export const CHANGE = `BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '10s'; LOCK TABLE ${LOCK} IN EXCLUSIVE MODE`;
/** Begins a look, which sees the data as it was then. While tables are brought forward it waits, and begins afterwards. */
export const LOOK = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE schema_version IN ACCESS SHARE MODE`;

/** Begins either, in one word to the server; refuses a host that has been left behind, and a standby. */
export async function beginOn(client: ClientBase, begin: string, newest: number): Promise<void> {
  const said: unknown = await client.query(
    `${begin}; SELECT version, pg_is_in_recovery() AS "isStandby" FROM schema_version`,
  );
  const found = (said as QueryResult<Versioned & { isStandby: unknown }>[]).at(-1)?.rows[0];
  // It may be behind what was acknowledged.
  if (found?.isStandby) throw new Refused(issue('site-database-standby', null, PRIMARY));
  refuseOther(found?.version ?? 0, newest);
}

interface Versioned {
  readonly version: number;
}
const VERSION = 'SELECT version FROM schema_version';
const versionOf = async (client: ClientBase): Promise<number> =>
  (await client.query<Versioned>(VERSION)).rows[0]?.version ?? 0;

function refuseAway(version: number): void {
  if (version === AWAY)
    throw new Refused(issue('site-database-moved', null, 'the place that the data was moved to'));
}

function refuseOther(version: number, newest: number): void {
  refuseAway(version);
  if (version > newest)
    throw new Refused(
      issue(
        'data-file-newer',
        String(version),
        `a database of version ${newest} or older: install the newer application`,
      ),
    );
  if (version < newest)
    throw new Refused(
      issue(
        'site-database-version',
        String(version),
        `a database of version ${newest}: the first host that is started with this application brings it forward`,
      ),
    );
}

interface Preparing {
  readonly list: readonly Migration[];
  /** where rows are brought forward; none beside a host that does that */
  readonly scratch: Scratch | null;
}

/**
 * Makes the tables where there are none, and brings those of a version of before forward, in one transaction; refuses a database that
 * holds something else.
 */
export async function prepareDatabase(pool: Pool, { list, scratch }: Preparing): Promise<void> {
  const client = await pool.connect();
  try {
    await refuseOlderServer(client);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MAKING]);
    if ((await tablesIn(client)).length === 0) await make(client, list);
    else if (scratch !== null && isOfBefore(await versionOfOurs(client), list)) {
      // Whoever changes or looks is done by now, or begins with the new tables.
      await client.query(`SET LOCAL lock_timeout = '10s'; LOCK TABLE ${LOCK} IN EXCLUSIVE MODE`);
      await client.query('LOCK TABLE schema_version IN ACCESS EXCLUSIVE MODE');
      const from = await versionOfOurs(client);
      // The data may have gone elsewhere meanwhile.
      refuseAway(from);
      await bringForward(client, { from, list, scratch });
      await client.query('UPDATE schema_version SET version = $1', [latest(list)]);
    }
    refuseOther(await versionOfOurs(client), latest(list));
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

const isOfBefore = (from: number, list: readonly Migration[]): boolean =>
  from < latest(list) && list.some(({ version }) => version === from);

async function tablesIn(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  return rows.map(({ name }) => name);
}

const notOurs = (accepted: string) => new Refused(issue('site-database-not-ours', null, accepted));

/** Refuses a database that this application did not make. */
async function versionOfOurs(client: ClientBase): Promise<number> {
  if (!(await tablesIn(client)).includes('schema_version'))
    throw notOurs('an empty database, or one that this application made');
  return await versionOf(client);
}

/** Refuses a database that this application did not make, or that is of another version. */
export const whoseDatabase = async (client: ClientBase): Promise<void> =>
  refuseOther(await versionOfOurs(client), NEWEST);

/** Refuses a database in which anything stands. */
export async function emptyDatabase(client: ClientBase): Promise<void> {
  await refuseOlderServer(client);
  if ((await tablesIn(client)).length > 0) throw notOurs('a database in which nothing stands');
}

/** Did the data go on elsewhere? */
export const isMovedAway = async (client: ClientBase): Promise<boolean> =>
  (await tablesIn(client)).includes('schema_version') && (await versionOf(client)) === AWAY;

/** From now on every host refuses this database. */
export async function movedAway(client: ClientBase): Promise<void> {
  await client.query('UPDATE schema_version SET version = $1', [AWAY]);
}

async function refuseOlderServer(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
  refuseServer(rows[0]?.server_version_num ?? '0');
}
/** The number of a version as the server itself says it: 150004 is 15.4. */
export function refuseServer(version: string): void {
  if (Number(version) < OLDEST)
    throw new Refused(issue('site-database-server', version, 'PostgreSQL 15 or later'));
}

async function make(client: ClientBase, list: readonly Migration[]): Promise<void> {
  const empty = new Database(':memory:');
  try {
    await migrate(empty, list, () => undefined);
    await copyTo(empty, client);
  } finally {
    empty.close();
  }
  await ours(client, latest(list));
}

/** Says of tables that are whole that they are ours, and of which version. */
export async function ours(client: ClientBase, version = NEWEST): Promise<void> {
  await client.query('CREATE TABLE schema_version (version integer NOT NULL)');
  await client.query('INSERT INTO schema_version VALUES ($1)', [version]);
  await client.query(`CREATE TABLE ${LOCK} ()`);
}
