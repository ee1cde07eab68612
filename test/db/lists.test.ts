import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundStep } from '../../db/bind-rows.ts';
import { appendEvent } from '../../db/event-log.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore, type Store } from '../../db/open.ts';
import { listOrders } from '../../db/orders.ts';
import { listPatients, savePatientVersion } from '../../db/records.ts';
import { OPEN_STATES } from '../../bridge/open-states.ts';

/** A file of the version before the lists' indexes: two orders from January wait, 501 completed ones came since. */
async function fileOfBefore(path: string): Promise<void> {
  await (await openStore(path, { migrations: migrations.filter((m) => m.version < 130) })).close();
  const db = new Database(path);
  db.pragma('foreign_keys = ON');
  db.exec(`BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO prescriber VALUES ('d1', 1);
INSERT INTO prescriber_version VALUES ('d1', 1, '{"name":"Dr. Lee"}', 'u1', '2026', NULL);`);
  const add = (n: number, state: string, at: string) => {
    const number = `M${String(n).padStart(6, '0')}`;
    db.prepare('INSERT INTO orders VALUES (?, ?, ?, 1, ?, NULL, ?)').run(`o${n}`, n, number, state, at);
    db.prepare(
      `INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at)
       VALUES (?, 1, ?, ?, 'd1', '{"drug":"morphine"}', 'u1', ?)`,
    ).run(`o${n}`, `RX-${n}`, `p${n % 3}`, at);
    db.prepare(
      `INSERT INTO finding (id, order_id, version, seq, purpose, at, by_user, patient_version, prescriber_version, report)
       VALUES (?, ?, 1, 1, 'save', ?, 'u1', 1, 1, '{"blocking":2}')`,
    ).run(`f${n}`, `o${n}`, at);
  };
  await boundStep(db, 120, () => {
    for (const [id, family, given] of [
      ['p0', 'Ångström', 'Zoë'],
      ['p1', "O'Brien-Łuczak", 'Søren'],
      ['p2', 'zimmer', 'Al'],
    ] as const) {
      const record = JSON.stringify({ family, given, mrn: `MRN-${id}`, birthDate: '1961-04-02' });
      db.prepare('INSERT INTO patient VALUES (?, 1)').run(id);
      db.prepare(
        `INSERT INTO patient_version (patient_id, version, content, by_user, at) VALUES (?, 1, ?, 'u1', '2026')`,
      ).run(id, record);
    }
  });
  add(1, 'submitted', '2026-01-05T10:00:00.000Z');
  add(2, 'submitted', '2026-01-06T10:00:00.000Z');
  for (let n = 3; n <= 503; n += 1) add(n, 'completed', '2026-11-01T10:00:00.000Z');
  db.exec('COMMIT');
  db.close();
}

let dir: string;
let store: Store;
const page = { from: 0, limit: 50 };
const patients = async (search?: string) =>
  (await store.read((db) => listPatients(db, search, page))).rows.map((p) => p.family);
const orders = (states: readonly string[] | undefined, search?: string, at = page) =>
  store.read((db) => listOrders(db, { states, search }, at));

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-lists-'));
  const path = join(dir, 'meniscus.db');
  await fileOfBefore(path);
  store = await openStore(path);
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('the list of orders', () => {
  test('shows what waits, however much was done since', async () => {
    const found = await orders(OPEN_STATES);
    expect(found.rows.map((o) => o.number)).toEqual(['M000002', 'M000001']);
    expect(found).toMatchObject({ total: 2, totalIsLeast: false });
    expect(found.rows[0]).toMatchObject({ blocking: 2, family: 'zimmer', drug: 'morphine' });
  });

  test('comes in pages that say how much there is, none twice and none left out', async () => {
    const seen = await Array.fromAsync({ length: 11 }, (_, i) =>
      orders(undefined, undefined, { from: i * 50, limit: 50 }),
    );
    expect(new Set(seen.map((p) => p.total))).toEqual(new Set([503]));
    expect(new Set(seen.flatMap((p) => p.rows.map((o) => o.id))).size).toBe(503);
  });

  test('is searched by number, prescription, drug and patient, all words together', async () => {
    expect((await orders(undefined, '000001')).rows.map((o) => o.number)).toEqual(['M000001']);
    expect((await orders(undefined, 'rx-503')).rows.map((o) => o.number)).toEqual(['M000503']);
    expect((await orders(undefined, 'MORPH zim')).total).toBe(168);
    expect((await orders(OPEN_STATES, 'morph zim')).rows.map((o) => o.number)).toEqual(['M000002']);
    expect((await orders(undefined, 'fentanyl')).rows).toEqual([]);
  });

  test('that is cut says so: 503 hold the word, and counting stops at 500', async () => {
    expect(await orders(undefined, 'morph')).toMatchObject({ total: 500, totalIsLeast: true });
    expect(await orders(['completed'], 'zim')).toMatchObject({ total: 167, totalIsLeast: false });
  });
});

describe('the list of patients', () => {
  test('is in the order of names as they are read', async () => {
    expect(await patients()).toEqual(['Ångström', "O'Brien-Łuczak", 'zimmer']);
  });

  test.each([
    ['angst', ['Ångström']],
    ['ZOE', ['Ångström']],
    ['zoe\u0308', ['Ångström']],
    ['gstr', ['Ångström']],
    ['luczak', ["O'Brien-Łuczak"]],
    ['soren brien', ["O'Brien-Łuczak"]],
    ['mrn-p2', ['zimmer']],
    ['04-02', ['Ångström', "O'Brien-Łuczak", 'zimmer']],
    ['z', ['Ångström', 'zimmer']],
    ['zi al', ['zimmer']],
    ['zimmer, · mrn-p2', ['zimmer']],
    ['im', ['zimmer']],
    ['%', []],
    ['"', []],
    ["' OR 1=1", []],
    ['a\u0000b', []],
    ['\ud800', ['Ångström', "O'Brien-Łuczak", 'zimmer']],
    ['   ', ['Ångström', "O'Brien-Łuczak", 'zimmer']],
  ])('finds %j', async (search, families) => {
    expect(await patients(search)).toEqual(families);
  });

  test('follows a changed name, and so do the orders of that patient', async () => {
    const record = { family: 'Newname', given: 'Al', mrn: 'MRN-p2', birthDate: '1961-04-02' };
    await store.write(async (db) => {
      await savePatientVersion(db, {
        id: 'p2',
        version: 2,
        content: JSON.stringify(record),
        by: 'u1',
        at: '2026-11-02',
        reason: null,
      });
      await appendEvent(db, {
        at: '2026-11-02T10:00:00.000Z',
        user: 'ada',
        station: 's',
        command: 'patient.save',
        subject: 'patient',
        subjectId: 'p2',
        change: {},
      });
    });
    expect(await patients('zimmer')).toEqual([]);
    expect(await patients('newname')).toEqual(['Newname']);
    expect((await orders(undefined, 'zimmer')).total).toBe(0);
    expect((await orders(OPEN_STATES, 'newname')).rows.map((o) => o.number)).toEqual(['M000002']);
  });
});
