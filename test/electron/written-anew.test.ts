import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alterations } from '../../electron/services/bound.ts';
import { loadOrder } from '../../electron/services/loaded-order.ts';
import { lookAtEverything } from '../../electron/services/whole/whole.ts';
import { setUser, userNamed } from '../../db/people.ts';
import { orderById, signaturesUnder } from '../../db/orders.ts';
import { SIGNS } from '../../bridge/signs.ts';
import { draftOrder, PASSWORD, patient, START, withPreparedBag, type Office, type Window } from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { readonly supervisor: Window };
let [tess, pam, paul]: Window[] = [];
let bag: { id: string; version: number; releaseCode: string | null };
beforeEach(async () => {
  const begun = await withPreparedBag();
  ({ office, facts: bag } = begun);
  [tess, pam, paul] = ['tess', 'pam', 'paul'].map((name) => office.window(name));
});
afterEach(() => office.close());

/** Into the data file under the running program, past its triggers. */
function alter(...changes: string[]): void {
  const raw = openRaw(join(office.dir, 'meniscus.db'));
  (raw as unknown as { unsafeMode(on: boolean): void }).unsafeMode(true);
  raw.pragma('foreign_keys = OFF');
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER "${name}"`);
  for (const change of changes) raw.exec(change);
  raw.close();
}

const subject = () => ({ id: bag.id, version: bag.version });
const signed = () => ({ ...subject(), password: PASSWORD });
const decided = () => ({ ...signed(), reason: 'for the test' });
const label = () => ({ ...subject(), kind: 'label' as const, paper: '4x2' as const });
const named = (given: string) => ({ code: 'refused', issues: [{ code: 'record-altered', given }] });
const stateNow = () => office.context.store.read(async (db) => (await orderById(db, bag.id))?.state);
const idOf = (username: string) =>
  office.context.store.read(async (db) => (await userNamed(db, username))?.id ?? '');

describe('an altered row that a command would write anew', () => {
  test('the state of an order: it is not held, resumed or released into being true', async () => {
    alter(`UPDATE orders SET state = 'checked' WHERE id = '${bag.id}'`);
    const differs = named(`orders ${bag.id}: differs`);
    expect(await paul!.no('order.hold', decided())).toMatchObject(differs);
    expect(await pam!.no('order.release', signed())).toMatchObject(differs);
    // What is gated by nothing is refused where it writes.
    const { patient: p, prescriber, content } = await tess!.do('order.get', { id: bag.id });
    const again = { id: bag.id, expectedVersion: bag.version, patientId: p.id, prescriberId: prescriber.id };
    expect(
      await tess!.no('order.save', { ...again, rx: 'RX-9', content, reason: 'for the test' }),
    ).toMatchObject(differs);
    expect(await stateNow()).toBe('checked');
    alter(`UPDATE orders SET state = 'prepared' WHERE id = '${bag.id}'`);
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null });
    await paul!.do('order.hold', decided());
  });

  test('the role of a person: no new password makes it theirs', async () => {
    const id = await idOf('tess');
    alter(`UPDATE user SET role = 'supervisor' WHERE id = '${id}'`);
    const reset = { id, reason: 'forgotten', password: PASSWORD };
    expect(await office.supervisor.no('user.reset-password', reset)).toMatchObject(
      named(`user ${id}: differs`),
    );
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({
      why: `user ${id} is not what it was when it was written`,
    });
  });

  test('a row that was taken out is not written as if it had never been there', async () => {
    const id = await idOf('tess');
    alter(`DELETE FROM user_version WHERE user_id = '${id}'`);
    await expect(async () =>
      office.context.store.write((db) => setUser(db, id, { name: 'Tess Other' }, START)),
    ).rejects.toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ given: `user_version ${id} 1: missing` })],
      }),
    );
  });
});

/** What of the bag does not come out again, the digests of its rows apart. */
const otherwise = () =>
  office.context.store.read(async (db) => {
    const found = await alterations(office.context, db, await loadOrder(db, (await orderById(db, bag.id))!));
    return found.map(({ record, differs }) => [record, ...differs]);
  });

const be = (state: string) => alter(`UPDATE orders SET state = '${state}' WHERE id = '${bag.id}'`);

test('a state stands on its signatures, not on a word in a row', async () => {
  be('checked');
  expect(await otherwise()).toEqual([['orders', 'state without its final-check']]);
  be('released');
  expect(await otherwise()).toEqual([
    ['orders', 'state without its final-check', 'state without its release'],
  ]);
  be('prepared');
  expect(await otherwise()).toEqual([]);
});

test('the code of a label is that of the table, whatever its index says', async () => {
  expect(await otherwise()).toEqual([]);
  const index = 'CREATE UNIQUE INDEX release_code_current ON release_code (order_id) WHERE superseded_at IS';
  // Built for those that were withdrawn, it holds none of those that count, and says that it does.
  alter(
    'DROP INDEX release_code_current',
    `${index} NOT NULL`,
    `PRAGMA writable_schema = ON;
     UPDATE sqlite_schema SET sql = '${index} NULL' WHERE name = 'release_code_current';
     PRAGMA writable_schema = RESET`,
  );
  expect(await otherwise()).toEqual([['release code', 'current']]);
});

describe('an order whose record was altered', () => {
  const BUD = `UPDATE preparation_record SET content = replace(content, '"bud":"2026', '"bud":"2027')`;

  test('is not resumed, and not signed away', async () => {
    await paul!.do('order.hold', decided());
    alter(BUD);
    const differs = {
      code: 'refused',
      issues: [{ code: 'record-altered', given: expect.stringMatching(/^preparation_record .*: differs$/) }],
    };
    expect(await paul!.no('order.resume', decided())).toMatchObject(differs);
    expect(await paul!.no('order.void', decided())).toMatchObject(differs);
    expect(await paul!.no('order.discontinue', decided())).toMatchObject(differs);
    expect(await stateNow()).toBe('on-hold');
  });

  test('keeps nobody from stopping another, also once the whole file is known to be wrong', async () => {
    const other = await draftOrder(tess!, {}, { ...patient, mrn: 'MRN-2' });
    alter(BUD);
    await lookAtEverything(office.context.store, () => undefined).ended;
    expect(await tess!.no('print.preview', label())).toMatchObject({ code: 'refused' });
    const { id, version } = other;
    expect(await paul!.do('order.discontinue', { ...decided(), id, version })).toMatchObject({
      state: 'discontinued',
    });
  });
});

describe('a row that was taken out', () => {
  test('a version of a person: no name of before or after stands in its place', async () => {
    const id = await idOf('pam');
    alter(`DELETE FROM user_version WHERE user_id = '${id}' AND version = 1`);
    expect(await tess!.no('print.preview', label())).toMatchObject(named(`user_version ${id} 1: missing`));
  });

  test('the newest policy: the one of before does not come into force again', async () => {
    const { version, settings } = await office.supervisor.do('policy.get', {});
    await office.supervisor.do('policy.save', { expectedVersion: version, settings, password: PASSWORD });
    alter('DELETE FROM policy WHERE version = (SELECT max(version) FROM policy)');
    expect(await tess!.no('print.preview', label())).toMatchObject(named(`policy ${version + 1}: missing`));
  });

  test('a version of a prescriber', async () => {
    alter('DELETE FROM prescriber_version');
    expect(await tess!.no('print.preview', label())).toMatchObject({
      issues: [{ code: 'record-altered' }],
    });
  });

  test('a release code: a scan says that the record was altered, not that the code is unknown', async () => {
    const code = bag.releaseCode ?? '';
    alter('DELETE FROM release_code');
    expect(await tess!.no('code.scan', { code })).toMatchObject(named(`release_code ${code}: missing`));
  });
});

test('who holds, resumes and ends an order signs what was shown', async () => {
  await paul!.do('order.hold', decided());
  await paul!.do('order.resume', decided());
  await pam!.do('order.discontinue', decided());
  const kept = (await office.context.store.read((db) => signaturesUnder(db, bag.id, bag.version)))
    .filter((s) => ['hold', 'resume', 'discontinue'].includes(s.meaning))
    .map((s) => [s.meaning, Object.keys(JSON.parse(s.shown ?? '{}') as object).toSorted()]);
  expect(kept.toSorted()).toEqual([
    ['discontinue', SIGNS['order.discontinue'].toSorted()],
    ['hold', SIGNS['order.hold'].toSorted()],
    ['resume', SIGNS['order.resume'].toSorted()],
  ]);
  const { signatures } = await tess!.do('order.get', { id: bag.id });
  expect(signatures.map((s) => s.meaning)).toEqual(expect.arrayContaining(['hold', 'resume', 'discontinue']));
});

test('a role that was written into the file opens nothing to whoever sits there', async () => {
  const id = await idOf('tess');
  alter(`UPDATE user SET role = 'supervisor' WHERE id = '${id}'`);
  const differs = named(`user ${id}: differs`);
  expect(await tess!.no('user.list', {})).toMatchObject(differs);
  expect(await tess!.no('backup.status', {})).toMatchObject(differs);
  expect(
    await tess!.no('log.correct', { event: 1, reason: 'for the test', text: 'x', password: PASSWORD }),
  ).toMatchObject(differs);
  await tess!.do('session.sign-out', {});
});
