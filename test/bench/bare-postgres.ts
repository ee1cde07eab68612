import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isForAnotherTry } from '../../db/dialect/postgres/faults.ts';
import { CHANGE } from '../../db/dialect/postgres/prepare.ts';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { sha256 } from '../../db/canonical.ts';
import { addressOf, type postgres } from '../postgres.ts';

type Server = Awaited<ReturnType<typeof postgres>>;
const SECONDS = 5;

/**
 * Transactions a second of the driver alone, over so many connections: one row and its event in each, in our tables, one after another under
 * our lock, as the chain of the log asks.
 */
export async function bareDatabase(server: Server, connections: number): Promise<number> {
  const login = await server.database();
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-bare-'));
  await (await openPostgres({ address: addressOf(login), path: join(dir, 'bare.db'), key: null })).close();
  rmSync(dir, { recursive: true });
  const pool = new pg.Pool({ ...login, max: connections });
  await pool.query(
    `INSERT INTO "user" (id, username, name, credentials, role, pharmacist, password, active_from)
     VALUES ('u', 'sp', 'sp', 'RPh', 'supervisor', 1, '-', '2026-01-01')`,
  );
  const begun = performance.now();
  let done = 0;
  const one = async (client: pg.PoolClient) => {
    while (performance.now() - begun < SECONDS * 1_000)
      try {
        await transaction(client);
        done += 1;
      } catch (error) {
        // Two that can not both have been first: again, as the store does.
        if (!isForAnotherTry(error)) throw error;
        await client.query('ROLLBACK');
      }
    client.release();
  };
  await Promise.all(Array.from({ length: connections }, async () => await one(await pool.connect())));
  const each = done / ((performance.now() - begun) / 1_000);
  await pool.end();
  return each;
}
async function transaction(client: pg.PoolClient): Promise<void> {
  const ask = (name: string, text: string, values: unknown[] = []) => client.query({ name, text, values });
  await client.query(CHANGE);
  const { rows } = await ask('last', 'SELECT coalesce(max(seq), 0)::int AS seq FROM event');
  const i = (rows[0] as { seq: number }).seq + 1;
  const id = `prs-${String(i).padStart(20, '0')}`;
  const at = '2026-11-23T15:00:00.000Z';
  await ask('now', 'INSERT INTO prescriber VALUES ($1, 1)', [id]);
  await ask('version', 'INSERT INTO prescriber_version VALUES ($1, 1, $2, $3, $4, NULL)', [
    id,
    `{"name":"Dr. ${i}","credentials":"MD","phone":"555 0100"}`,
    'u',
    at,
  ]);
  const change = `{"about":{"prescriber":"${id}"},"content":"${hash(i)}","fields":{"credentials":{"from":null,"to":"MD"},"name":{"from":null,"to":"Dr. ${i}"},"phone":{"from":null,"to":"555 0100"}}}`;
  const command = ['prescriber.save', 'prescriber', id];
  await ask('event', 'INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, NULL, $9, $10)', [
    i,
    at,
    'sp',
    'station-sp',
    ...command,
    change,
    hash(i - 1),
    hash(i),
  ]);
  await ask('link', 'INSERT INTO event_link VALUES ($1, $2, $3)', ['prescriber', id, i]);
  await client.query('COMMIT');
}
const hash = (i: number): string => sha256(String(i));

/** Ticks of the kernel's clock: 100 a second on every Linux that there is. */
const TICK_MS = 10;

/** Milliseconds of processor that a server whose data lies here has used, its connections that ended among them; null where that is not told. */
export function processorOf(dir: string): number | null {
  try {
    const own = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
    let ticks = 0;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const fields = statOf(pid);
      // Of the first process also what those did that it has waited for.
      const used = pid === own ? fields.slice(11, 15) : fields[1] === own ? fields.slice(11, 13) : [];
      ticks += used.reduce((sum, text) => sum + parseInt(text, 10), 0);
    }
    return ticks * TICK_MS;
  } catch {
    return null;
  }
}

/** What the kernel tells of a process behind its name: state, parent, …; nothing of one that has ended. */
function statOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}
