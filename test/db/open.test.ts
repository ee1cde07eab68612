import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendEvent } from '../../db/event-log.ts';
import { openStore } from '../../db/open.ts';
import { k } from '../../db/schema.ts';
import { lookAtEverything, refuseAltered } from '../../electron/services/whole/whole.ts';
import { Refused } from '../../engine/number/result.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-db-'));
  path = join(dir, 'meniscus.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The name of the refusal, or nothing if it opened. */
function refusal(open: () => { close: () => void }): string | undefined {
  try {
    open().close();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.issues[0]?.code;
    throw error;
  }
}
const event = (at: string) => ({
  at,
  user: 'ada',
  station: 's',
  command: 'c',
  subject: 'log',
  subjectId: '-',
  change: { note: 'x'.repeat(200) },
});

function filled(events: number): void {
  const store = openStore(path);
  store.write((db) => {
    for (let i = 0; i < events; i += 1)
      appendEvent(db, event(`2026-11-23T00:00:00.${String(i % 1000).padStart(3, '0')}Z`));
  });
  store.close();
}

/** Over the size up to which a file is read through first: 60 MB that say nothing, and 400 events after them. */
function large(): number {
  filled(1);
  const raw = new Database(path);
  raw.exec('CREATE TABLE ballast (b BLOB); INSERT INTO ballast VALUES (zeroblob(60000000))');
  raw.close();
  filled(400);
  return statSync(path).size;
}
/** Noise in a leaf of the log, which begins with a byte of 13: so many leaves before its last. */
function noise(size: number, before: number): void {
  const file = openSync(path, 'r+');
  const page = Buffer.alloc(4096);
  let left = before;
  for (let at = size - 4096; at > 0; at -= 4096) {
    readSync(file, page, 0, 4096, at);
    if (page[0] !== 13 || !page.includes('ada')) continue;
    left -= 1;
    if (left >= 0) continue;
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, at);
    break;
  }
  closeSync(file);
}

describe('a data file', () => {
  test('is made once, for its owner only, and keeps what was written', () => {
    filled(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
    const store = openStore(path);
    expect(store.read((db) => db.all(k.selectFrom('event').select('seq')))).toHaveLength(3);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    store.close();
  });

  test('is written with WAL, FULL, foreign keys', () => {
    const store = openStore(path);
    const orphan = { id: 's1', key_hash: 'k', user_id: 'nobody', station: 's', at: 'now', ended_at: null };
    expect(() => store.write((db) => db.run(k.insertInto('session').values(orphan)))).toThrow(/FOREIGN KEY/);
    store.close();
    const raw = new Database(path);
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
  });

  test('of a newer version is refused and left as it is', () => {
    filled(1);
    const raw = new Database(path);
    raw.pragma('user_version = 990');
    raw.close();
    const before = readFileSync(path);
    expect(refusal(() => openStore(path))).toBe('data-file-newer');
    expect(refusal(() => openStore(path, { readonly: true }))).toBe('data-file-newer');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each([
    ['cut in the middle of a page', (size: number) => truncateSync(path, Math.floor(size / 2) + 100)],
    ['cut to its first page', () => truncateSync(path, 4096)],
    ['cut to 50 bytes', () => truncateSync(path, 50)],
    ['cut to nothing', () => truncateSync(path, 0)],
    ['replaced by text', () => writeFileSync(path, 'this is not a data file at all\n'.repeat(50))],
    [
      'with a page of noise',
      (size: number) => {
        const file = openSync(path, 'r+');
        writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, Math.floor(size / 4096 / 2) * 4096);
        closeSync(file);
      },
    ],
  ])('that is damaged is refused: %s', (_, damage) => {
    filled(400);
    damage(statSync(path).size);
    const before = readFileSync(path);
    expect(refusal(() => openStore(path))).toBe('data-file-damaged');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  describe('that is large', () => {
    test('opens without being read through; a broken page in it is found beside the work', async () => {
      noise(large(), 9);
      const store = openStore(path);
      const told: string[] = [];
      await lookAtEverything(store, (wrong) => told.push(wrong)).ended;
      expect(told).toHaveLength(1);
      expect(refusal(() => ({ close: () => store.read((db) => refuseAltered(store, db)) }))).toBe(
        'record-altered',
      );
      store.close();
    });

    test.each([
      ['with noise where the log ends', (size: number) => noise(size, 0)],
      ['cut in the middle', (size: number) => truncateSync(path, Math.floor(size / 2) + 100)],
      [
        'with a head of noise',
        () => {
          const file = openSync(path, 'r+');
          writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, 0);
          closeSync(file);
        },
      ],
    ])('%s is refused at once', (_, damage) => {
      damage(large());
      expect(refusal(() => openStore(path))).toBe('data-file-damaged');
    });
  });

  test('of another application is refused', () => {
    const raw = new Database(path);
    raw.exec('CREATE TABLE t (a TEXT)');
    raw.close();
    expect(refusal(() => openStore(path))).toBe('data-file-not-ours');
  });

  test.each(['-wal', '.version-20'])('that is gone from beside its %s is not made anew', (trace) => {
    writeFileSync(`${path}${trace}`, '');
    expect(refusal(() => openStore(path))).toBe('data-file-gone');
    expect(existsSync(path)).toBe(false);
  });

  test('that was half made at a first start is made again', () => {
    writeFileSync(`${path}.new`, 'half');
    expect(refusal(() => openStore(path))).toBeUndefined();
  });
});

describe('one writer', () => {
  const root = join(import.meta.dirname, '../..');
  const script = (body: string) =>
    `import { openStore } from ${JSON.stringify(join(root, 'db/open.ts'))};\nconst path = ${JSON.stringify(path)};\n${body}`;

  test('a second writer in this process is refused, a reader is not', () => {
    const store = openStore(path);
    expect(refusal(() => openStore(path))).toBe('data-file-locked');
    expect(refusal(() => openStore(path, { readonly: true }))).toBeUndefined();
    store.close();
    expect(refusal(() => openStore(path))).toBeUndefined();
  });

  test('another process that has the file open is recognised, and its lock ends when it is killed', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        script("openStore(path); console.log('open'); setInterval(() => {}, 1000);"),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    expect(refusal(() => openStore(path))).toBe('data-file-locked');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(refusal(() => openStore(path))).toBeUndefined();
  });

  test('another process is refused while this one has the file open', () => {
    const store = openStore(path);
    const said = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        script('try { openStore(path); } catch (e) { console.log(e.issues[0].code); }'),
      ],
      { encoding: 'utf8' },
    );
    expect(said.trim()).toBe('data-file-locked');
    store.close();
  });
});

describe('handles', () => {
  test('a reading handle can not write', () => {
    const store = openStore(path);
    const insert = k
      .insertInto('sign_in_failure')
      .values({ name_hash: 'h', failures: 1, locked_until: null, last_at: 'now' });
    expect(() => store.read((db) => db.all(insert as never))).toThrow('a reading handle was asked to write');
    expect(() => store.read((db) => [...db.each(insert as never)])).toThrow(/readonly|does not return data/);
    expect(store.read((db) => db.all(k.selectFrom('sign_in_failure').selectAll()))).toEqual([]);
    store.close();
  });

  test('a store that was opened read-only refuses to write', () => {
    filled(1);
    const store = openStore(path, { readonly: true });
    expect(refusal(() => ({ close: () => store.write(() => undefined) }))).toBe('data-file-read-only');
    store.close();
  });

  test('a transaction is all or nothing, and refuses a promise', () => {
    const store = openStore(path);
    const half = () =>
      store.write((db) => {
        appendEvent(db, event('2026-11-23T00:00:00.000Z'));
        throw new Error('half way');
      });
    expect(half).toThrow('half way');
    expect(() => store.write(() => Promise.resolve())).toThrow(/promise/);
    expect(store.read((db) => db.all(k.selectFrom('event').select('seq')))).toEqual([]);
    store.close();
  });
});
