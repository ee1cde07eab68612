import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connection, encryptInPlace } from '../../db/sqlite.ts';

test('a file whose process was killed is encrypted with what only its write-ahead log holds, and none is left beside it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-in-place-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const [path, running] = [join(dir, 'killed.db'), join(dir, 'running.db')];
  const open = connection(running, null);
  open.pragma('journal_mode = WAL');
  open.exec('CREATE TABLE t (name TEXT NOT NULL) STRICT');
  open.pragma('wal_checkpoint(TRUNCATE)');
  open.prepare('INSERT INTO t VALUES (?)').run('Iris Marsh');
  // As a kill leaves them: the row is in the log, and not yet in the file.
  for (const suffix of ['', '-wal']) copyFileSync(running + suffix, path + suffix);
  open.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(running + suffix, { force: true });
  expect(readFileSync(path).includes('Iris Marsh')).toBe(false);
  expect(readFileSync(`${path}-wal`).includes('Iris Marsh')).toBe(true);

  const key = new Uint8Array(32).fill(7);
  encryptInPlace(path, null, key);
  expect(existsSync(`${path}-wal`)).toBe(false);
  for (const name of readdirSync(dir))
    expect(readFileSync(join(dir, name)).includes('Iris Marsh')).toBe(false);
  const database = connection(path, key, { readonly: true });
  expect(database.prepare('SELECT name FROM t').all()).toEqual([{ name: 'Iris Marsh' }]);
  database.close();
});
