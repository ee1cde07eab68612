import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonical } from '../../db/canonical.ts';
import { GENESIS, hashEvent, type ChainEvent } from '../../db/chain.ts';
import { appendEvent, countEvents, eachEvent, headOf, listEvents } from '../../db/event-log.ts';
import type { Store } from '../../db/open.ts';
import { logFile, verifyChain, verifyLog } from './log-file.ts';

let store: Store;
let path: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ store, path, remove } = await logFile(30));
});
afterEach(() => remove());

const rows = (): Promise<ChainEvent[]> => store.read((db) => Array.fromAsync(eachEvent(db, {})));

describe('the chain', () => {
  test('each event carries the SHA-256 of the one before it, over every field', async () => {
    const all = await rows();
    expect(all[0]?.previous).toBe(GENESIS);
    const { hash, ...third } = all[2]!;
    // Canonical JSON written out by hand here (RFC 8785): keys sorted, no spaces.
    const text = `{${Object.entries(third)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',')}}`;
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
    expect(third.previous).toBe(all[1]?.hash);
    expect(await store.read(verifyLog)).toEqual({
      events: 30,
      head: all.at(-1)?.hash,
      broken: null,
      why: null,
    });
  });

  test.each([
    'at',
    'user',
    'station',
    'command',
    'subject',
    'subjectId',
    'change',
    'reason',
    'previous',
    'hash',
  ] as const)('a changed %s is found at its event', async (field) => {
    const all = await rows();
    all[16] = { ...all[16]!, [field]: `${all[16]![field] ?? ''}x` };
    expect(verifyChain(all).broken).toBe(17);
  });

  test('the hash is that of the canonical JSON, whatever stands in the fields', async () => {
    const { hash: _, ...e } = (await rows())[0]!;
    for (const odd of ['', '"', '\\', '\u2028', '\ud83d\ude00', '\u0000', 'ü\n'])
      for (const reason of [odd, null]) {
        const event = { ...e, user: odd, change: odd, reason, version: reason === null ? null : 3 };
        expect(hashEvent(event)).toBe(createHash('sha256').update(canonical(event)).digest('hex'));
      }
  });

  test('a changed event whose hash was recomputed is found at the next', async () => {
    const all = await rows();
    const changed = { ...all[16]!, user: 'mallory' };
    all[16] = { ...changed, hash: hashEvent(changed) };
    expect(verifyChain(all).broken).toBe(18);
  });

  test('a version null and a version 1 differ', async () => {
    const all = await rows();
    all[4] = { ...all[4]!, version: 1 };
    expect(verifyChain(all).broken).toBe(5);
  });

  test('removed, inserted and swapped events are found', async () => {
    const all = await rows();
    expect(verifyChain(all.toSpliced(9, 1)).broken).toBe(10);
    expect(verifyChain(all.toSpliced(9, 0, all[3]!)).broken).toBe(10);
    expect(verifyChain(all.with(9, all[10]!).with(10, all[9]!)).broken).toBe(10);
  });
});

describe('the table', () => {
  test('refuses update, delete and replacement, whatever the connection', async () => {
    const raw = new Database(path);
    raw.pragma('recursive_triggers = ON');
    expect(() => raw.exec("UPDATE event SET user = 'mallory' WHERE seq = 3")).toThrow('event-is-append-only');
    expect(() => raw.exec('DELETE FROM event WHERE seq = 3')).toThrow('event-is-append-only');
    expect(() => raw.exec('INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 3')).toThrow(
      'event-is-append-only',
    );
    raw.close();
    expect((await store.read(verifyLog)).broken).toBeNull();
  });

  test('a row changed behind the triggers is found by the chain', async () => {
    const raw = new Database(path);
    raw.exec("DROP TRIGGER event_no_update; UPDATE event SET reason = 'none' WHERE seq = 8");
    raw.close();
    expect(await store.read(verifyLog)).toMatchObject({ broken: 8, events: 7 });
  });
});

test('an event with half a character is not written: SQLite would store another text than was hashed', async () => {
  const event = {
    at: '2026',
    user: 'ada',
    station: 's',
    command: 'c',
    subject: 'x',
    subjectId: '-',
    change: {},
  };
  await expect(async () =>
    store.write((db) => appendEvent(db, { ...event, reason: 'half \ud83d' })),
  ).rejects.toThrow('half a character');
  await store.write((db) => appendEvent(db, { ...event, reason: 'whole \ud83d\ude00, NUL \u0000 inside' }));
  expect(await store.read(verifyLog)).toMatchObject({ events: 31, broken: null });
});

describe('reading', () => {
  test('pages go back from the newest, without gaps', async () => {
    const seen: number[] = [];
    for (let before: number | null = null; ;) {
      const page: ChainEvent[] = await store.read((db) => listEvents(db, {}, before, 7));
      if (page.length === 0) break;
      seen.push(...page.map((e) => e.seq));
      before = page.at(-1)!.seq;
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => 30 - i));
  });

  test.each([
    [{}, 30],
    [{ order: 'ord-1' }, 15],
    [{ patient: 'pat-1', user: 'pam' }, 15],
    [{ command: 'order.verify' }, 10],
    [{ text: 'HYPERLINK' }, 7],
    [{ text: '%' }, 0],
    [{ from: '2026-11-23T10:00:10.000Z', to: '2026-11-23T10:00:20.000Z' }, 10],
    [{ order: 'nobody' }, 0],
  ])('filter %j finds %i', async (filter, count) => {
    expect(await store.read((db) => countEvents(db, filter))).toBe(count);
    expect(await store.read((db) => listEvents(db, filter, null, 500))).toHaveLength(count);
  });

  test('the head is the last event', async () => {
    expect(await store.read(headOf)).toEqual({ seq: 30, hash: (await rows()).at(-1)?.hash });
  });
});

test('canonical JSON does not know the order of keys, and refuses what is not exact', () => {
  expect(canonical({ b: [1, null, 'ü'], a: { d: true, c: undefined } })).toBe(
    '{"a":{"d":true},"b":[1,null,"ü"]}',
  );
  expect(() => canonical({ dose: 0.1 })).toThrow(TypeError);
  expect(() => canonical(() => 1)).toThrow(TypeError);
});
