import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readsReports } from '../damage.ts';
import { alteredOf, alteredRecord } from '../../db/intact.ts';
import { userNamed } from '../../db/people.ts';
import { verifyEverything, type Everything } from '../../db/verify.ts';
import { draftOrder, openOffice, PASSWORD, patient, prepareOrder, type Window } from './office.ts';
import { clearCopy, openRaw, storeAt } from '../raw.ts';

let dir: string;
let order: string;
let other: string;
const whole = () => join(dir, 'whole.db');

/** One order through its whole life with waste, and a draft of another patient, in a file that is then closed. */
beforeAll(async () => {
  const office = await openOffice();
  dir = mkdtempSync(join(tmpdir(), 'meniscus-intact-'));
  const tess = await office.person('tess', 'technician');
  const pam = await office.person('pam', 'pharmacist');
  const paul = await office.person('paul', 'pharmacist');
  const draft = await draftOrder(tess);
  const prepared = await prepareOrder(draft, tess, pam, paul);
  order = prepared.id;
  const subject = { id: order, version: 1, password: PASSWORD };
  await tess.do('print.issue', {
    id: order,
    version: 1,
    kind: 'label',
    paper: '4x2',
    copies: 1,
    reprintReason: null,
  });
  await paul.do('order.final-check', subject);
  await paul.do('order.release', subject);
  other = (await draftOrder(tess, {}, { ...patient, mrn: 'MRN-2' })).id;
  await policy(office.supervisor);
  clearCopy(join(office.dir, 'meniscus.db'), whole());
  await office.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function policy(supervisor: Window): Promise<void> {
  const { version, settings } = await supervisor.do('policy.get', {});
  await supervisor.do('policy.save', { expectedVersion: version, settings, password: PASSWORD });
}

function looked<T>(change: string, look: (path: string) => T): T {
  const path = join(dir, 'altered.db');
  copyFileSync(whole(), path);
  const raw = readsReports(openRaw(path));
  raw.pragma('synchronous = OFF');
  raw.exec('BEGIN');
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[])
    raw.exec(`DROP TRIGGER "${name}"`);
  raw.exec('COMMIT');
  raw.pragma('foreign_keys = OFF');
  raw.exec(change);
  raw.close();
  return look(path);
}

async function read(path: string) {
  const store = await storeAt(path, { readonly: true });
  try {
    let all: Everything | undefined;
    const steps = verifyEverything(store);
    for (let step = await steps.next(); all === undefined; step = await steps.next())
      if (step.done === true) all = step.value;
    return {
      all,
      one: await store.read((db) => alteredOf(db, order)),
      two: await store.read((db) => alteredOf(db, other)),
    };
  } finally {
    await store.close();
  }
}

test('nothing is wrong with what nobody altered', async () => {
  const { all, one, two } = await looked('', read);
  expect({ one, two, altered: all.altered, broken: all.verdict.broken }).toEqual({
    one: null,
    two: null,
    altered: [],
    broken: null,
  });
  expect(all.rows).toBeGreaterThan(40);
});

/** What a table holds for this order, and a change of it that SQLite takes. */
const ALTERED: Readonly<Record<string, string>> = {
  user: `UPDATE user SET credentials = 'MD' WHERE username = 'pam'`,
  policy: `UPDATE policy SET content = replace(content, 'idleMinutes":1', 'idleMinutes":9')`,
  patient_version: `UPDATE patient_version SET content = replace(content, '70 kg', '78 kg')`,
  prescriber_version: `UPDATE prescriber_version SET content = replace(content, '555 0100', '555 0108')`,
  library: `UPDATE library SET content = replace(content, 'Riverside', 'Piverside')`,
  orders: `UPDATE orders SET state = 'completed' WHERE seq = 1`,
  order_version: `UPDATE order_version SET content = replace(content, '"1 mg"', '"9 mg"')`,
  finding: `UPDATE finding SET report = packed(replace(unpacked(report), '1 mg', '9 mg'))`,
  resolution: `UPDATE resolution SET words = 'nobody looked'`,
  signature: `UPDATE signature SET meaning = 'verify' WHERE meaning = 'release'`,
  program: `UPDATE program SET content = replace(content, '1 mg', '9 mg')`,
  preparation: `UPDATE preparation SET lot = '261123-07'`,
  preparation_record: `UPDATE preparation_record SET content = replace(content, 'L-100', 'L-108')`,
  release_code: `UPDATE release_code SET code = 'AAAA-AAAA-AAAA'`,
  print_out: `UPDATE print_out SET copies = 2`,
};

test.each(Object.entries(ALTERED))(
  '%s: a changed row is named, by a look at the order and at everything',
  async (table, change) => {
    const { all, one } = await looked(change, read);
    expect(one?.table).toBe(table);
    expect(all.altered.map((a) => a.table)).toContain(table);
  },
);

test.each([
  'resolution',
  'signature',
  'program',
  'preparation_record',
  'release_code',
  'print_out',
  'finding',
])('%s: a row that is gone is named', async (table) => {
  const { all, one } = await looked(
    `DELETE FROM ${table} WHERE rowid = (SELECT min(rowid) FROM ${table})`,
    read,
  );
  expect(one).toMatchObject({ table, why: 'missing' });
  expect(all.altered).toContainEqual(expect.objectContaining({ table, why: 'missing' }));
});

test('a row that no event wrote is named', async () => {
  const { all, one } = await looked(
    `INSERT INTO signature SELECT 'sig-x', subject, subject_id, version, meaning, by_user, at, station, hash, shown FROM signature LIMIT 1`,
    read,
  );
  expect(one).toMatchObject({ table: 'signature', key: '["sig-x"]', why: 'unknown', event: null });
  expect(all.altered).toMatchObject([{ table: 'signature', key: '["sig-x"]', why: 'unknown' }]);
});

test('a digest that was made to fit is named with the event that does not hold it', async () => {
  const { all, one } = await looked(
    `UPDATE row_digest SET digest = zeroblob(32) WHERE name = 'finding'; UPDATE event SET user = user`,
    read,
  );
  expect(one?.table).toBe('finding');
  expect(all.altered.map((a) => a.table)).toEqual(expect.arrayContaining(['row_digest', 'finding']));
});

test.each([
  ['an event', `UPDATE event SET user = 'paul' WHERE command = 'order.verify'`, 'event'],
  [
    'an event with its hash',
    `UPDATE event SET hash = '0000' || substr(hash, 5) WHERE command = 'order.verify'`,
    'event',
  ],
  ['a link', `UPDATE event_link SET value = 'MRN' WHERE kind = 'drug'`, 'event_link'],
])('%s that was altered is named', async (_, change, table) => {
  const { all, one } = await looked(change, read);
  expect(one?.table).toBe(table);
  expect(all.verdict.broken ?? all.altered[0]?.table).toBeTruthy();
});

test('what another patient is given stops nothing here', async () => {
  const { all, one, two } = await looked(
    `UPDATE order_version SET rx = 'RX-9' WHERE order_id = (SELECT id FROM orders WHERE seq = 2)`,
    read,
  );
  expect(one).toBeNull();
  expect(two).toMatchObject({ table: 'order_version', why: 'differs' });
  expect(all.altered).toMatchObject([{ table: 'order_version', why: 'differs' }]);
});

test('a user row is looked at by itself', async () => {
  const found = await looked(`UPDATE user SET role = 'supervisor' WHERE username = 'tess'`, async (path) => {
    const store = await storeAt(path, { readonly: true });
    const of = (name: string) =>
      store.read(async (db) => alteredRecord(db, 'user', [(await userNamed(db, name))?.id ?? '']));
    const both = [await of('tess'), await of('pam')];
    await store.close();
    return both;
  });
  expect(found).toMatchObject([{ table: 'user', why: 'differs' }, null]);
});
