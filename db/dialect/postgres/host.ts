import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import pg from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';

/** Beside every lock of ours that is of something else. */
const OF_HOSTS = 0x4d454e48;
/** A program that was killed and started anew finds its own lock held until the server has seen its connection end. */
const WAIT = '2s';
/** House rule: a machine that lost its power answers nothing; after 10 and two times 5 seconds the server gives it up. */
const ALIVE = `SET lock_timeout = '${WAIT}'; SET idle_session_timeout = 0;
SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2`;
const AGAIN_MS = 1_000;
const LOCK_TIMEOUT = '55P03';

/** The name of the host whose folder this is: its machine's, so that people know it, and letters that no other has. */
export function nameOfHost(dataFile: string): string {
  const path = `${dataFile.replace(/\.db$/, '')}.host`;
  if (existsSync(path)) {
    const name = readFileSync(path, 'utf8').trim();
    if (/^[\w-]{1,60}$/.test(name)) return name;
    throw new Refused(issue('site-host-unreadable', null, 'a data folder whose file .host is whole'));
  }
  const machine = hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  const name = `${machine}-${randomBytes(6).toString('hex')}`;
  writeFileSync(path, `${name}\n`, { mode: 0o600, flag: 'wx' });
  return name;
}

const twice = (name: string) =>
  new Refused(
    issue(
      'site-host-twice',
      name,
      'a data folder of its own for each host: another one that is running has this name, or was until half a minute ago',
    ),
  );

export interface HeldName {
  /** Refuses what this host would write while another one has its name. */
  stillOurs(): void;
  release(): Promise<void>;
}

/**
 * A host holds its name as long as it is at work: a lock of a session of its own at the database, which ends with the process,
 * however that ends. Where the connection is lost it is taken again, as soon as it can be. Refuses `site-host-twice`.
 */
export async function holdName(config: pg.ClientConfig, name: string): Promise<HeldName> {
  let client: pg.Client | null = null;
  let isWanted = true;
  let isAnothers = false;
  let again: NodeJS.Timeout | undefined;

  const lost = (which: pg.Client) => {
    if (client !== which) return;
    client = null;
    later();
  };
  const later = () => {
    if (isWanted) again = setTimeout(() => void retake(), AGAIN_MS).unref();
  };
  async function take(): Promise<void> {
    const next = new pg.Client({ ...config, keepAlive: true, application_name: `meniscus ${name}` });
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    try {
      await next.connect();
      await next.query(ALIVE);
      await next.query('SELECT pg_advisory_lock($1, hashtext($2))', [OF_HOSTS, name]);
    } catch (error) {
      await next.end().catch(() => undefined);
      const isHeld = error instanceof pg.DatabaseError && error.code === LOCK_TIMEOUT;
      throw isHeld ? twice(name) : error;
    }
    if (isWanted) client = next;
    else await next.end();
  }
  async function retake(): Promise<void> {
    try {
      await take();
      isAnothers = false;
    } catch (error) {
      // A database that does not answer is refused by what asks it.
      isAnothers = error instanceof Refused;
      later();
    }
  }

  await take();
  return {
    stillOurs: () => {
      if (isAnothers) throw twice(name);
    },
    release: async () => {
      isWanted = false;
      clearTimeout(again);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}

/** Of these names those that no host holds now. */
export async function unheld(client: Pick<pg.Pool, 'query'>, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($2::text[]) AS name WHERE NOT EXISTS (
       SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND classid = $1::oid AND objid::bigint = (hashtext(name)::bigint & 4294967295))`,
    [OF_HOSTS, names],
  );
  return rows.map(({ name }) => name);
}

/**
 * Which hosts are gone for good: at every look of so long nobody held their name. A database that was just started, or took
 * the place of another, has been asked by nobody yet, and each host takes its name again within seconds; a look that fails
 * tells nothing of before. What no host has written is nobody's.
 */
export function goneOver(client: Pick<pg.Pool, 'query'>, afterMs: number, now = () => performance.now()) {
  const free = new Map<string, number>();
  return async (names: readonly string[]): Promise<string[]> => {
    let unseen: string[];
    try {
      unseen = await unheld(client, names);
    } catch (error) {
      free.clear();
      throw error;
    }
    const at = now();
    for (const name of names) {
      if (!unseen.includes(name)) free.delete(name);
      else if (!free.has(name)) free.set(name, at);
    }
    return names.filter((name) => name === '' || at - (free.get(name) ?? Infinity) >= afterMs);
  };
}
