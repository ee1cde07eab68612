import Database from 'better-sqlite3';
import type { ClientBase, Pool } from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { latest, migrate } from '../../migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { copyTo } from './copy.ts';

/** PostgreSQL 15: the oldest that is tried. */
const OLDEST = 150_000;
/** Whoever makes the tables first; the others find them. */
const MAKING = 0x4d454e49;

const NEWEST = latest(migrations);
/** Stands for the version of a database whose data went on elsewhere. */
const AWAY = -1;

/** What only this engine has: whose data it is, in which version, and what changes wait for. */
const LOCK = 'one_after_another';
export const SCHEMA = {
  /**
   * Begins a change. Those of all hosts come one after another, as the chain of the log does: each takes the next number after it has the
   * lock, and looks at the data only then. The table is empty: nothing else ever waits for it.
   */
  change: `BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '10s'; LOCK TABLE ${LOCK} IN EXCLUSIVE MODE`,
  /** Refuses a host that has been left behind: another one brought the tables to a newer version meanwhile. */
  stillOurs: async (client: ClientBase): Promise<void> => refuseOther(await versionOf(client)),
};

async function versionOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: string }>({
    name: 'version',
    text: 'SELECT version::text FROM schema_version',
  });
  return Number(rows[0]?.version);
}

function refuseOther(version: number): void {
  if (version === AWAY)
    throw new Refused(issue('site-database-moved', null, 'the place that the data was moved to'));
  if (version > NEWEST)
    throw new Refused(
      issue(
        'data-file-newer',
        String(version),
        `a database of version ${NEWEST} or older: install the newer application`,
      ),
    );
  if (version < NEWEST)
    throw new Refused(
      issue(
        'site-database-version',
        String(version),
        `a database of version ${NEWEST}, made by this application`,
      ),
    );
}

/** Makes the tables where there are none, in one transaction; refuses a database that holds something else. */
export async function prepareDatabase(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await refuseOlderServer(client);
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MAKING]);
    if ((await tablesIn(client)).length === 0) await make(client);
    else await whoseDatabase(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function tablesIn(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  return rows.map(({ name }) => name);
}

const notOurs = (accepted: string) => new Refused(issue('site-database-not-ours', null, accepted));

/** Refuses a database that this application did not make, or that is of another version. */
export async function whoseDatabase(client: ClientBase): Promise<void> {
  if (!(await tablesIn(client)).includes('schema_version'))
    throw notOurs('an empty database, or one that this application made');
  refuseOther(await versionOf(client));
}

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

async function make(client: ClientBase): Promise<void> {
  const empty = new Database(':memory:');
  try {
    await migrate(empty, migrations, () => undefined);
    await copyTo(empty, client);
  } finally {
    empty.close();
  }
  await ours(client);
}

/** Says of tables that are whole that they are ours, and of which version. */
export async function ours(client: ClientBase): Promise<void> {
  await client.query('CREATE TABLE schema_version (version integer NOT NULL)');
  await client.query('INSERT INTO schema_version VALUES ($1)', [NEWEST]);
  await client.query(`CREATE TABLE ${LOCK} ()`);
}
