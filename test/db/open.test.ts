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
async function refusal(open: () => Promise<{ close: () => Promise<void> }>): Promise<string | undefined> {
  try {
    await (await open()).close();
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

async function filled(events: number): Promise<void> {
  const store = await openStore(path);
  await store.write(async (db) => {
    for (let i = 0; i < events; i += 1)
      await appendEvent(db, event(`2026-11-23T00:00:00.${String(i % 1000).padStart(3, '0')}Z`));
  });
  await store.close();
}

/** Over the size up to which a file is read through first: 60 MB that say nothing, and 400 events after them. */
async function large(): Promise<number> {
  await filled(1);
  const raw = new Database(path);
  raw.exec('CREATE TABLE ballast (b BLOB); INSERT INTO ballast VALUES (zeroblob(60000000))');
  raw.close();
  await filled(400);
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
  test('is made once, for its owner only, and keeps what was written', async () => {
    await filled(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
    const store = await openStore(path);
    expect(await store.read((db) => db.all(k.selectFrom('event').select('seq')))).toHaveLength(3);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    await store.close();
  });

  test('is written with WAL, FULL, foreign keys', async () => {
    const store = await openStore(path);
    const orphan = { id: 's1', key_hash: 'k', user_id: 'nobody', station: 's', at: 'now', ended_at: null };
    await expect(async () =>
      store.write((db) => db.run(k.insertInto('session').values(orphan))),
    ).rejects.toThrow(/FOREIGN KEY/);
    await store.close();
    const raw = new Database(path);
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
  });

  test('of a newer version is refused and left as it is', async () => {
    await filled(1);
    const raw = new Database(path);
    raw.pragma('user_version = 990');
    raw.close();
    const before = readFileSync(path);
    expect(await refusal(() => openStore(path))).toBe('data-file-newer');
    expect(await refusal(() => openStore(path, { readonly: true }))).toBe('data-file-newer');
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
  ])('that is damaged is refused: %s', async (_, damage) => {
    await filled(400);
    damage(statSync(path).size);
    const before = readFileSync(path);
    expect(await refusal(() => openStore(path))).toBe('data-file-damaged');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  describe('that is large', () => {
    test('opens without being read through; a broken page in it is found beside the work', async () => {
      noise(await large(), 9);
      const store = await openStore(path);
      const told: string[] = [];
      await lookAtEverything(store, (wrong) => told.push(wrong)).ended;
      expect(told).toHaveLength(1);
      expect(await refusal(async () => ({ close: () => store.read((db) => refuseAltered(store, db)) }))).toBe(
        'record-altered',
      );
      await store.close();
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
    ])('%s is refused at once', async (_, damage) => {
      damage(await large());
      expect(await refusal(() => openStore(path))).toBe('data-file-damaged');
    });
  });

  test('of another application is refused', async () => {
    const raw = new Database(path);
    raw.exec('CREATE TABLE t (a TEXT)');
    raw.close();
    expect(await refusal(() => openStore(path))).toBe('data-file-not-ours');
  });

  test.each(['-wal', '.version-20'])('that is gone from beside its %s is not made anew', async (trace) => {
    writeFileSync(`${path}${trace}`, '');
    expect(await refusal(() => openStore(path))).toBe('data-file-gone');
    expect(existsSync(path)).toBe(false);
  });

  test('that was half made at a first start is made again', async () => {
    writeFileSync(`${path}.new`, 'half');
    expect(await refusal(() => openStore(path))).toBeUndefined();
  });
});

describe('one writer', () => {
  const root = join(import.meta.dirname, '../..');
  const script = (body: string) =>
    `import { openStore } from ${JSON.stringify(join(root, 'db/open.ts'))};\nconst path = ${JSON.stringify(path)};\n${body}`;

  test('a second writer in this process is refused, a reader is not', async () => {
    const store = await openStore(path);
    expect(await refusal(() => openStore(path))).toBe('data-file-locked');
    expect(await refusal(() => openStore(path, { readonly: true }))).toBeUndefined();
    await store.close();
    expect(await refusal(() => openStore(path))).toBeUndefined();
  });

  test('another process that has the file open is recognised, and its lock ends when it is killed', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        script("await openStore(path); console.log('open'); setInterval(() => {}, 1000);"),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    expect(await refusal(() => openStore(path))).toBe('data-file-locked');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await refusal(() => openStore(path))).toBeUndefined();
  });

  test('another process is refused while this one has the file open', async () => {
    const store = await openStore(path);
    const said = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        script('try { await openStore(path); } catch (e) { console.log(e.issues[0].code); }'),
      ],
      { encoding: 'utf8' },
    );
    expect(said.trim()).toBe('data-file-locked');
    await store.close();
  });
});

describe('handles', () => {
  test('a reading handle can not write', async () => {
    const store = await openStore(path);
    const insert = k
      .insertInto('sign_in_failure')
      .values({ name_hash: 'h', failures: 1, locked_until: null, last_at: 'now' });
    await expect(async () => store.read((db) => db.all(insert as never))).rejects.toThrow(
      'a reading handle was asked to write',
    );
    await expect(async () => store.read((db) => Array.fromAsync(db.each(insert as never)))).rejects.toThrow(
      /readonly|does not return data/,
    );
    expect(await store.read((db) => db.all(k.selectFrom('sign_in_failure').selectAll()))).toEqual([]);
    await store.close();
  });

  test('a store that was opened read-only refuses to write', async () => {
    await filled(1);
    const store = await openStore(path, { readonly: true });
    expect(await refusal(async () => ({ close: () => store.write(() => undefined) }))).toBe(
      'data-file-read-only',
    );
    await store.close();
  });

  test('a transaction is all or nothing', async () => {
    const store = await openStore(path);
    const half = () =>
      store.write(async (db) => {
        await appendEvent(db, event('2026-11-23T00:00:00.000Z'));
        throw new Error('half way');
      });
    await expect(half).rejects.toThrow('half way');
    expect(await store.read((db) => db.all(k.selectFrom('event').select('seq')))).toEqual([]);
    await store.close();
  });
});
