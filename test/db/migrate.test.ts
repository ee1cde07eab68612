import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkList, type Migration } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import type { Write } from '../../db/handle.ts';
import { k, type Row } from '../../db/schema.ts';

/** Files of before digests know no event that vouches for a row: a change that begins with a remark is taken for none of one. */
const withoutEvent =
  <T>(work: (db: Write) => T) =>
  (db: Write): T =>
    work({
      ...db,
      run: async (query) => {
        const change = query.compile();
        return db.run({ compile: () => ({ ...change, sql: `/* of before */ ${change.sql}` }) });
      },
    });

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-migrate-'));
  path = join(dir, 'meniscus.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** SHA-256 of each released migration. A line is added with a new file; an old line never changes. */
const RELEASED: Readonly<Record<string, string>> = {
  '0010-init.ts': '137c4dcc96c8dfe9a3023e5902531be36d093bd32379c58ea1849a8cab4df57c',
  '0020-people.ts': '356c9754b9cb0c797560b70e7fefd7a65a406bf98b87cf45f3ab2080feafc072',
  '0030-second-person.ts': '26c3cdc114e360ca3f33d8b2e8c0dd77779dbb9fb674f7dc6779ff27d1593c3a',
  '0040-blind-check.ts': 'ac85c6594761b5b435b61929c6dc36d99db9755bced8474a653f66aa7117bc15',
  '0060-administration.ts': '668386f31310c9f60aaa107d95db5b47915b3c11edbe3637912b65b186582b0f',
  '0050-printing.ts': 'b358bbf1201d9695f9cb85536a9bd22579bf644e349acf370981e997685e3520',
  '0070-papers-before-the-code.ts': 'f8862986265d7692639c829b0ef65d40b1b78a2e4dff4965cea8dc06ed725c44',
  '0090-effective-from.ts': '3d9407a4850e7aa7daa2f5ed9209bd588bcb1a7dbc4113d4088e54f7e8fcbed2',
  '0100-bound-rows.ts': '8d44b53726027332b6ca9c8feba2d6f841f6c893dfff1cc16307bcd5dac4610a',
  '0130-lists.ts': '7865af83d1f6068028c4c32d806ecb3bc92db8b7e2c8e887c4d52b9ca9129f5c',
  '0140-answers.ts': '07f6f95e9f9b9bc8a169c5742904236f8a86c58736cf99e497a2a8bf89633ba4',
  '0110-signed.ts': '1386e3877d14d67e868bee21fb4b6ba90df11933a1b7adbcb37c5756146fd7d1',
  '0200-last-supervisor.ts': 'd3cba48ab54d867eb68f08e85c4af4723fda972dcc2a9e98bf1f06f26a855399',
  '0190-one-person-one-bag.ts': 'f6ac688737a1484fc9083547323568bb4cda1ab9b257151157dcf1cfaed9ac6f',
  '0210-clock-doubts.ts': '69dc9f4582177240eec8726317250919eba15089f05ff14e76a6001dff2e1da7',
  '0240-merged.ts': 'd4c562ab5efd646fa3880f22a02b51799b2a473028ba24ba25b02ce3a4ca4ae8',
  '0250-packed-reports.ts': '887d1e931eeb98c764aca5ac1ca6a36fe0386c96e02e762de27f13ef340938fa',
  '0260-looks.ts': 'd46a392870d6ede900c6cabfdd8a509c3626d6db2ddfca8734ceefdf2b73d94d',
  '0280-stations.ts': 'cd2195dae390ba490cd21c8db77ff2df503254c81d62447ff9569497d097a40d',
  '0310-second-factor.ts': '1d0e561e8926e1d5abed1e2d1b05ae0932c9e32239b10d27f4a4395f1d00e834',
  '0320-hosts.ts': '2108d33e423c26760257f847de57a648564cadb96feb73949d213f1580c3e5cc',
  '0330-open-orders.ts': '125cd50a4d48f46d8c4fba496d0638967dbeb0316fca5d78eb3a14ef7f2e0b5a',
  '0340-products.ts': '7177daef5f2306dea6af1c5772a47a0068a9adc4a4738996cca7e3b38e605c97',
  '0350-signing-key.ts': '231d4655135cb85795e2955fced49a7fc77d7c5e355136680622bee8e4b38a45',
};

test('released migrations are what they were', () => {
  const folder = join(import.meta.dirname, '../../db/migrations');
  const files = readdirSync(folder).filter((name) => /^\d/.test(name));
  const hashes = files.map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(RELEASED);
  expect(migrations.map((m) => `${m.name}.ts`)).toEqual(files);
});

/** The list as it was first, whatever was appended to it since. */
const first = migrations.slice(0, 1);
const next: Migration = {
  version: 20,
  name: '0020-more',
  up: (db) =>
    void db.exec("ALTER TABLE user ADD COLUMN shelf TEXT; UPDATE user SET shelf = 'B-' || username"),
};

test('a step keeps the rows, raises the version, and leaves a copy of the file before it', async () => {
  const before = await openStore(path, { migrations: first });
  const user = {
    id: 'u1',
    username: 'ada',
    name: 'Ada',
    credentials: 'RPh',
    licence: null,
    role: 'supervisor',
    pharmacist: 1,
    password: 'x',
    active_from: '2026',
    active_to: null,
  };
  await before.write(withoutEvent((db) => db.run(k.insertInto('user').values(user))));
  await before.close();
  await (await openStore(path, { migrations: [...first, next] })).close();
  const raw = new Database(path);
  expect(raw.pragma('user_version', { simple: true })).toBe(20);
  expect(raw.prepare('SELECT * FROM user').all()).toEqual([{ ...user, shelf: 'B-ada' }]);
  raw.close();
  const copy = readdirSync(dir).find((name) => name.includes('.version-'));
  expect(copy).toBe('meniscus.db.version-10');
  expect(statSync(join(dir, copy ?? '')).mode & 0o777).toBe(0o600);
  const old = new Database(join(dir, copy ?? ''), { readonly: true });
  expect(old.pragma('user_version', { simple: true })).toBe(10);
  expect(old.prepare('SELECT * FROM user').all()).toEqual([user]);
  old.close();
});

test('a step that fails leaves version and rows as they were', async () => {
  await (await openStore(path)).close();
  const broken: Migration = {
    version: 990,
    name: '0990-broken',
    up: (db) => void db.exec('CREATE TABLE half (a TEXT) STRICT; SELECT * FROM nowhere'),
  };
  await expect(async () => openStore(path, { migrations: [...migrations, broken] })).rejects.toThrow(
    'nowhere',
  );
  const store = await openStore(path);
  await store.close();
  const raw = new Database(path);
  expect(raw.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  raw.close();
});

test('0020 keeps users and sessions; a session that was open counts as used when it was opened', async () => {
  const before = await openStore(path, { migrations: first });
  await before.write(
    withoutEvent(async (db) => {
      await db.run(
        k.insertInto('user').values({
          id: 'u1',
          username: 'ada',
          name: 'Ada',
          credentials: 'RPh',
          licence: null,
          role: 'supervisor',
          pharmacist: 1,
          password: 'x',
          active_from: '2026',
          active_to: null,
        }),
      );
      await db.run(
        k
          .insertInto('session')
          .values({ id: 's1', key_hash: 'h', user_id: 'u1', station: 's', at: '2026-11', ended_at: null }),
      );
    }),
  );
  await before.close();
  const after = await openStore(path, { migrations: migrations.slice(0, 2) });
  expect(await after.read((db) => db.all(k.selectFrom('user').selectAll()))).toMatchObject([
    { id: 'u1', username: 'ada', badge: null, pin: null, password_until: null },
  ]);
  expect(await after.read((db) => db.all(k.selectFrom('session').selectAll()))).toMatchObject([
    { id: 's1', at: '2026-11', active_at: '2026-11', locked_at: null, pin_tries: 0 },
  ]);
  await after.close();
});

test('0030 keeps what is there, and adds the tables of what two people sign', async () => {
  const before = await openStore(path, { migrations: migrations.filter((m) => m.version < 30) });
  await before.write(
    withoutEvent((db) =>
      db.run(
        k.insertInto('library').values({
          version: '2026.1',
          seq: 1,
          hash: 'h',
          content: '{}',
          origin: 'seed',
          at: '2026',
        }),
      ),
    ),
  );
  await before.close();
  const after = await openStore(path, { migrations: migrations.filter((m) => m.version <= 30) });
  expect(await after.read((db) => db.all(k.selectFrom('library').select('version')))).toEqual([
    { version: '2026.1' },
  ]);
  for (const table of ['waste', 'library_change', 'library_decision'] as const)
    expect(await after.read((db) => db.all(k.selectFrom(table).selectAll()))).toEqual([]);
  await after.close();
});

test('0060 adds the administration record to a file with patients, append-only, one correction for an entry', async () => {
  const user = {
    id: 'u1',
    username: 'ada',
    name: 'Ada',
    credentials: 'RPh',
    licence: null,
    role: 'supervisor',
    pharmacist: 1,
    password: 'x',
    active_from: '2026',
    active_to: null,
  };
  const record = { family: 'Marsh', given: 'Iris', mrn: '1', birthDate: '1961-04-02' };
  const version = { patient_id: 'p1', version: 1, by_user: 'u1', at: '2026', reason: null };
  const before = await openStore(path, { migrations: migrations.filter((m) => m.version < 60) });
  await before.write(
    withoutEvent(async (db) => {
      await db.run(k.insertInto('user').values(user));
      await db.run(k.insertInto('patient').values({ id: 'p1', version: 1 }));
      await db.run(k.insertInto('patient_version').values({ ...version, content: JSON.stringify(record) }));
    }),
  );
  await before.close();
  const after = await openStore(path, { migrations: migrations.filter((m) => m.version <= 60) });
  const entry = { patient_id: 'p1', by_user: 'u1', at: '2026', content: '{}', corrects: null, reason: null };
  const add = (row: Partial<Row<'administration'>> & { id: string }) =>
    after.write(withoutEvent((db) => db.run(k.insertInto('administration').values({ ...entry, ...row }))));
  await add({ id: 'a1' });
  await add({ id: 'a2', corrects: 'a1', reason: 'typed wrong', content: null });
  await expect(async () => add({ id: 'a3', corrects: 'a1', reason: 'again' })).rejects.toThrow(/UNIQUE/);
  await expect(async () => add({ id: 'a4', content: null })).rejects.toThrow(/CHECK/);
  await expect(async () => add({ id: 'a5', corrects: 'a2' })).rejects.toThrow(/CHECK/);
  await expect(async () => add({ id: 'a6', patient_id: 'nobody' })).rejects.toThrow(/FOREIGN KEY/);
  await expect(async () => after.write((db) => db.run(k.deleteFrom('administration')))).rejects.toThrow(
    /append-only/,
  );
  expect(await after.read((db) => db.all(k.selectFrom('administration').select('id')))).toHaveLength(2);
  await after.close();
});

test('0040 keeps orders and signatures; an order verified before asks for no double check', async () => {
  const before = await openStore(path, { migrations: migrations.filter((m) => m.version < 40) });
  await before.close();
  const raw = new Database(path);
  raw.pragma('foreign_keys = OFF');
  raw
    .prepare("INSERT INTO signature VALUES ('s1', 'order', 'o1', 1, 'verify', 'u1', '2026', 'st', 'h')")
    .run();
  raw.pragma('foreign_keys = ON');
  raw.close();
  const store = new Database(path);
  store.pragma('foreign_keys = OFF');
  await migrations.find((m) => m.version === 40)?.up(store);
  expect(store.prepare('SELECT id, meaning FROM signature').all()).toEqual([{ id: 's1', meaning: 'verify' }]);
  expect(store.prepare('SELECT * FROM double_check_asked').all()).toEqual([]);
  const verify = store.prepare(
    "INSERT INTO signature VALUES (?, 'order', ?, 1, 'verify', 'u1', '2026', 'st', 'h')",
  );
  verify.run('s2', 'o2');
  store.prepare("INSERT INTO double_check_asked VALUES ('o3', 1, '2026')").run();
  expect(() => verify.run('s3', 'o3')).toThrow('blind-check-missing-or-differs');
  const second = store.prepare(
    "INSERT INTO double_check VALUES ('o3', 1, ?, '{}', '[]', ?, ?, '2026', 's2')",
  );
  second.run(1, 2, 'u2');
  expect(() => verify.run('s3', 'o3')).toThrow('blind-check-missing-or-differs');
  expect(() => second.run(2, 0, 'u2')).toThrow('UNIQUE');
  second.run(2, 0, 'u3');
  verify.run('s3', 'o3');
  store
    .prepare(
      "INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at) VALUES ('o4', 1, 'r', 'p', 'd', '{\"drug\":\"x\"}', 'u4', '2026')",
    )
    .run();
  expect(() =>
    store.prepare("INSERT INTO double_check VALUES ('o4', 1, 1, '{}', '[]', 0, 'u4', '2026', 's2')").run(),
  ).toThrow('blind-checker-entered-it');
  expect(() => store.prepare('DELETE FROM double_check').run()).toThrow('append-only');
  expect(() => store.prepare('UPDATE double_check SET differs = 0').run()).toThrow('append-only');
  store.close();
});

test('a file without pending steps is not copied', async () => {
  await (await openStore(path)).close();
  await (await openStore(path)).close();
  expect(readdirSync(dir).some((name) => name.includes('.version-'))).toBe(false);
  expect(existsSync(path)).toBe(true);
});

test.each([
  ['not a multiple of ten', [{ ...next, version: 15, name: '0015-x' }]],
  ['twice the same', [next, next]],
  ['going back', [next, { ...next, version: 10, name: '0010-x' }]],
  ['a number that its name does not carry', [{ ...next, name: '0030-x' }]],
])('a list that is %s is refused', (_, list) => {
  expect(() => checkList(list)).toThrow(/migration/);
});

test('every table is STRICT, its keys are NOT NULL, and no column holds a binary number', async () => {
  await (await openStore(path)).close();
  const raw = new Database(path);
  const tables = raw
    .prepare(
      "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
    )
    .all() as { name: string; strict: number }[];
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.filter((t) => t.strict !== 1)).toEqual([]);
  const columns = tables.flatMap(({ name }) => {
    const of = raw.prepare(`SELECT name, type, "notnull", pk FROM pragma_table_xinfo('${name}')`).all();
    return (of as { name: string; type: string; notnull: number; pk: number }[]).map((c) => ({
      ...c,
      table: name,
    }));
  });
  // Bytes hold no number: the digests of rows, and reports and answers that are kept packed.
  expect(columns.filter((c) => !['TEXT', 'INTEGER'].includes(c.type))).toMatchObject([
    { table: 'finding', name: 'report', type: 'BLOB' },
    { table: 'row_digest', name: 'digest', type: 'BLOB' },
    { table: 'answer', name: 'content', type: 'BLOB' },
  ]);
  expect(columns.filter((c) => c.pk > 0 && c.notnull !== 1)).toEqual([]);
  raw.close();
});
