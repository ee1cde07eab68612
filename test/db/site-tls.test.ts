import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { headOf } from '../../db/event-log.ts';
import { Refused } from '../../engine/number/result.ts';
import { certificate } from '../electron/certificate.ts';
import { postgres } from '../postgres.ts';

let dir: string;
let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-site-tls-'));
  server = await postgres();
});
afterAll(async () => {
  await server.end();
  rmSync(dir, { recursive: true, force: true });
});

const SECRET = 'of this test';
/** The code of the refusal, and everything that is said of it; null where the site opened and answered. */
async function told(query: string, host = 'localhost') {
  const { user, port, database } = await server.database();
  const address = `postgres://${user}:${encodeURIComponent(SECRET)}@${host}:${port}/${database}?${query}`;
  try {
    const store = await openPostgres({ address, path: join(dir, `${database}.db`), key: null });
    expect((await store.read(headOf)).seq).toBe(0);
    await store.close();
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const said = `${JSON.stringify(error)} ${error.message} ${error.stack}`;
    for (const word of [SECRET, encodeURIComponent(SECRET), 'postgres://', host, String(port), dir])
      expect(said).not.toContain(word);
    return error.issues[0]?.code;
  }
}

/** From now on the server shows this certificate. */
async function shows({ cert, key }: { readonly cert: string; readonly key: string }): Promise<void> {
  const { uid, gid } = statSync(server.dir);
  for (const [name, words] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    const path = join(server.dir, name);
    writeFileSync(path, words, { mode: 0o600 });
    chownSync(path, uid, gid);
  }
  const client = await server.client({ ...server.login, database: 'postgres' });
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
const file = (name: string, words: string) => {
  const path = join(dir, name);
  writeFileSync(path, words);
  return path;
};

test('a server without TLS, where TLS is asked for', async () => {
  expect(await told('sslmode=verify-full')).toBe('site-database-no-tls');
  expect(await told('')).toBeNull();
});

const DAY_MS = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * DAY_MS);
test.each([
  ['as it is to be', {}, null],
  ['expired', { from: from(-9), to: from(-1) }, 'site-database-certificate-expired'],
  ['not yet valid', { from: from(1), to: from(9) }, 'site-database-certificate-not-yet-valid'],
  ['of another name', { names: ['db.example'] }, 'site-database-certificate-of-another-name'],
])('a certificate %s', async (_, wanted, expected) => {
  const made = certificate(wanted);
  await shows(made);
  const ca = file('ca.pem', made.cert);
  // The server takes the new one when it comes to it.
  await expect.poll(() => told(`sslmode=verify-full&sslrootcert=${ca}`)).toBe(expected);
});

test('a certificate of an authority that nobody named, and files that name none', async () => {
  const made = certificate();
  await shows(made);
  await expect.poll(() => told(`sslmode=verify-full&sslrootcert=${file('ca.pem', made.cert)}`)).toBeNull();
  expect(await told('sslmode=verify-full')).toBe('site-database-certificate-unknown');
  const other = file('other.pem', certificate().cert);
  expect(await told(`sslmode=verify-full&sslrootcert=${other}`)).toBe('site-database-certificate-unknown');
  expect(await told(`sslmode=verify-full&sslrootcert=${join(dir, 'nowhere.pem')}`)).toBe(
    'site-database-certificate-file',
  );
  const broken = file('broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  expect(await told(`sslmode=verify-full&sslrootcert=${broken}`)).toBe('site-database-certificate-file');
});

test('over a network what is asked of TLS has to be said', async () => {
  expect(await told('', 'db.example')).toBe('site-database-tls-not-said');
  // It is looked for, and nobody there answers.
  expect(await told('sslmode=verify-full', 'db.invalid')).toBe('site-database-gone');
});
