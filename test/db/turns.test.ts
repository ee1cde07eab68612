import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendEvent, headOf } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import { readNote } from '../../db/head-note.ts';
import { openStore, type Store } from '../../db/open.ts';
import { MOST_WAITING } from '../../db/queue.ts';
import { MOST_READERS } from '../../db/readers.ts';
import { k } from '../../db/schema.ts';
import { Refused } from '../../engine/number/result.ts';

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-turns-'));
  store = await openStore(join(dir, 'meniscus.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** As an engine on another machine would: everybody else who waits for something gets their turn. */
const elsewhere = () => new Promise<void>((resolve) => void setImmediate(resolve));
function gate() {
  const held: (() => void)[] = [];
  return { waits: new Promise<void>((resolve) => void held.push(resolve)), goOn: () => held[0]?.() };
}
const add = async (db: Write, command: string) =>
  await appendEvent(db, {
    at: '2026-11-30T10:00:00.000Z',
    user: 'ada',
    station: 's',
    command,
    subject: 'log',
    subjectId: '-',
    change: {},
  });
const commands = async (db: Read) =>
  (await db.all(k.selectFrom('event').select('command').orderBy('seq'))).map((e) => e.command);
const codeOf = (error: unknown) => (error instanceof Refused ? error.issues[0]?.code : String(error));

test('writes come one after another, in the order in which they were begun, each whole', async () => {
  const begun = ['a', 'b', 'c'].map((name) =>
    store.write(async (db) => {
      await add(db, `${name}1`);
      await elsewhere();
      await add(db, `${name}2`);
    }),
  );
  await Promise.all(begun);
  expect(await store.read(commands)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
});

test('what throws half way leaves nothing, and the next write goes on', async () => {
  const half = store.write(async (db) => {
    await add(db, 'half');
    await elsewhere();
    throw new Error('half way');
  });
  const next = store.write((db) => add(db, 'next'));
  await expect(half).rejects.toThrow('half way');
  await next;
  expect(await store.read(commands)).toEqual(['next']);
});

test('a write inside a write, or inside a look, is refused at once and not waited for', async () => {
  const inside = /would wait for itself/;
  await store.write(async (db) => {
    await add(db, 'outer');
    await elsewhere();
    await expect(store.write((other) => add(other, 'inner'))).rejects.toThrow(inside);
    await expect(store.replaceBy('other', 'kept')).rejects.toThrow(inside);
    await expect(store.close()).rejects.toThrow(inside);
  });
  await store.read(async () => {
    await elsewhere();
    await expect(store.write((other) => add(other, 'inner'))).rejects.toThrow(inside);
  });
  expect(await store.read(commands)).toEqual(['outer']);
});

test('a look sees one state of the data, whatever is written meanwhile; a look inside it the same one', async () => {
  const { waits, goOn } = gate();
  const look = store.read(async (db) => {
    const first = await commands(db);
    await waits;
    return [first, await commands(db), await store.read(commands)];
  });
  await store.write((db) => add(db, 'meanwhile'));
  expect(await store.read(commands)).toEqual(['meanwhile']);
  goOn();
  expect(await look).toEqual([[], [], []]);
});

test('more looks at once than there are connections wait for one, and are all served', async () => {
  await store.write((db) => add(db, 'one'));
  let most = 0;
  let now = 0;
  const looks = Array.from({ length: 3 * MOST_READERS }, () =>
    store.read(async (db) => {
      most = Math.max(most, (now += 1));
      const seen = await commands(db);
      await elsewhere();
      now -= 1;
      return seen;
    }),
  );
  expect(await Promise.all(looks)).toEqual(looks.map(() => ['one']));
  expect(most).toBe(MOST_READERS);
});

test('where too many wait, another is refused by name; those that wait are done', async () => {
  const begun = Array.from({ length: MOST_WAITING }, () => store.write(() => undefined));
  expect(codeOf(await store.write(() => undefined).catch((error: unknown) => error))).toBe('data-file-busy');
  await Promise.all(begun);
  await store.write((db) => add(db, 'after'));
  expect(await store.read(commands)).toEqual(['after']);
});

test('a handle is of no use when its transaction is over', async () => {
  let kept: Read | undefined;
  await store.write(async (db) => {
    kept = db;
    await add(db, 'one');
  });
  await expect(commands(kept!)).rejects.toThrow('used after its transaction');
  await store.read((db) => void (kept = db));
  await expect(commands(kept!)).rejects.toThrow('used after its transaction');
  // A query that nobody waits for does not slip into whatever transaction comes next.
  let late: Promise<unknown> = Promise.resolve();
  await store.write((db) => {
    late = elsewhere().then(() => add(db, 'late'));
  });
  await expect(late).rejects.toThrow('used after its transaction');
  expect(await store.read(commands)).toEqual(['one']);
});

test('the note of the head is as new as the answer, for each of two writes at once', async () => {
  const noted = (seq: number) => expect(readNote(store.path)).toMatchObject({ seq });
  await Promise.all([
    store.write((db) => add(db, 'one')).then(({ seq }) => seq === 1 && noted(1)),
    store.write(async (db) => (await elsewhere(), await add(db, 'two'))).then(() => noted(2)),
  ]);
});

test('another file takes the place of this one when all who are at it are done, and who comes then sees the other', async () => {
  const otherPath = join(dir, 'other.db');
  const other = await openStore(otherPath);
  await other.write((db) => add(db, 'other'));
  await other.close();
  const { waits, goOn } = gate();
  const look = store.read(async (db) => {
    await commands(db);
    await waits;
    return await commands(db);
  });
  const writing = store.write(async (db) => {
    await elsewhere();
    await add(db, 'before');
  });
  let last: string[] = [];
  const replaced = store.replaceBy(otherPath, join(dir, 'kept.db'), async () => {
    last = await store.read(commands);
  });
  const after = store.write((db) => add(db, 'after'));
  await writing;
  await elsewhere();
  const late = store.read(commands);
  goOn();
  expect(await look).toEqual([]);
  await replaced;
  await after;
  expect(await late).toContain('other');
  expect(await store.read(commands)).toEqual(['other', 'after']);
  const kept = await openStore(join(dir, 'kept.db'), { readonly: true });
  expect(await kept.read(commands)).toEqual(['before']);
  expect(last).toEqual(['before']);
  await kept.close();
});

test('closing waits for what is under way, and takes nothing new', async () => {
  const path = store.path;
  let isSeen = false;
  const looking = store.read(async (db) => {
    const seen = await commands(db);
    for (let turn = 0; turn < 20; turn += 1) await elsewhere();
    isSeen = true;
    return seen;
  });
  const writing = store.write(async (db) => {
    await elsewhere();
    await add(db, 'last');
  });
  const closed = store.close();
  await expect(store.write((db) => add(db, 'late'))).rejects.toThrow('not open');
  await expect(store.read(headOf)).rejects.toThrow('not open');
  await closed;
  expect(isSeen).toBe(true);
  expect(await looking).toEqual([]);
  await writing;
  store = await openStore(path);
  expect(await store.read(commands)).toEqual(['last']);
});
