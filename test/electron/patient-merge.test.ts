import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import type { OrderView, PatientRecord } from '../../bridge/records.ts';
import { privacyOf } from '../../electron/services/export/privacy.ts';
import { WINDOWS } from '../../engine/timeline/answer.ts';
import {
  content,
  draftOrder,
  patient,
  prepareOrder,
  PASSWORD,
  resolveAll,
  staffed,
  type Window,
} from './office.ts';
import { openRaw } from '../raw.ts';

let office: Awaited<ReturnType<typeof staffed>>['office'];
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  ({ office, tech, one, two } = await staffed());
});
afterEach(() => office.close());

const signed = { password: PASSWORD };
/** The same woman, registered again from a fax: another number, an allergy, an older weight. */
const again: PatientRecord = {
  ...patient,
  mrn: 'MRN-9',
  weight: { value: '68 kg', on: '2026-10-01' },
  allergies: [{ substance: 'ketorolac', reaction: 'hives' }],
  conditions: ['copd'],
};
delete again.noKnownAllergies;
delete again.noKnownConditions;

const register = async (record: PatientRecord, besides: string[] = []) =>
  tech.do('patient.save', { id: null, expectedVersion: null, record, besides });
/** Two records of one person, and how the first is to take the second in. */
async function pair(second: PatientRecord = again) {
  const stays = await register(patient);
  const alike = await tech.do('patient.alike', { id: null, record: whoOf(second) });
  const goes = await register(
    second,
    alike.map((p) => p.id),
  );
  return { stays, goes, proposal: proposalOf(stays.id, goes.id) };
}
const whoOf = ({ family, given, mrn, birthDate }: PatientRecord) => ({ family, given, mrn, birthDate });
const proposalOf = (stays: string, goes: string): Input<'patient.merge-propose'> => ({
  stays,
  staysVersion: 1,
  goes,
  goesVersion: 1,
  chosen: { weight: 'stays' },
  identity: null,
  reason: 'registered twice from the same referral',
});
const codes = (failure: object): string[] =>
  'issues' in failure
    ? (failure.issues as { code: string }[]).map((i) => i.code)
    : [(failure as { code: string }).code];

async function merged(proposal: Input<'patient.merge-propose'>) {
  const { id } = await tech.do('patient.merge-propose', proposal);
  return one.do('patient.merge-approve', { id, ...signed });
}

const orderFor = async (p: { id: string }, rx: string, more: object = {}): Promise<OrderView> => {
  const d = await tech.do('prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: 'Dr. Lee', credentials: 'MD', phone: '555 0100' },
  });
  return tech.do('order.save', {
    id: null,
    expectedVersion: null,
    patientId: p.id,
    prescriberId: d.id,
    rx,
    content: { ...content, ...more },
    reason: null,
  });
};

describe('two records become one', () => {
  test('one person proposes, another approves; nothing is lost, and the record that went is closed and points on', async () => {
    const { stays, goes, proposal } = await pair();
    const waits = await tech.do('patient.merge-propose', proposal);
    expect(waits).toMatchObject({ decision: null, outdated: false, by: 'tess the technician' });
    expect((await one.do('patient.doubles', {})).proposals.map((p) => p.id)).toEqual([waits.id]);
    // nothing has happened yet
    expect((await tech.do('patient.get', { id: stays.id })).version).toBe(1);
    const done = await one.do('patient.merge-approve', { id: waits.id, ...signed });
    expect(done.decision).toMatchObject({ decision: 'approve', by: 'pam the pharmacist' });

    const now = await tech.do('patient.get', { id: stays.id });
    expect(now).toMatchObject({
      version: 2,
      wentTo: null,
      came: [{ id: goes.id, mrn: 'MRN-9', merged: true }],
    });
    expect(now.record).toEqual({
      ...patient,
      allergies: again.allergies,
      noKnownAllergies: undefined,
      conditions: ['copd'],
      noKnownConditions: undefined,
    });
    const gone = await tech.do('patient.get', { id: goes.id });
    expect(gone).toMatchObject({
      version: 1,
      record: again,
      wentTo: { patient: { id: stays.id, mrn: 'MRN-1' }, by: 'pam the pharmacist' },
    });
    for (const ask of [
      () => tech.no('patient.save', { id: goes.id, expectedVersion: 1, record: { ...again, phone: '1' } }),
      () => one.no('administration.add', { patientId: goes.id, record: DOSE, corrects: null, reason: null }),
    ])
      expect(codes(await ask())).toEqual(['patient-merged']);
    const { events } = await office.supervisor.do('log.list', {
      filter: { patient: goes.id },
      before: null,
      limit: 5,
    });
    expect(events.map((e) => [e.command, e.user])).toEqual([
      ['patient.merge-approve', 'pam'],
      ['patient.merge-propose', 'tess'],
      ['patient.save', 'tess'],
    ]);
    expect((await office.supervisor.do('log.verify', {})).broken).toBe(null);
    // an event about two patients names neither where it leaves without names
    const told = privacyOf('none', () => Buffer.alloc(0)).event(events[0]!);
    expect(JSON.stringify(told)).not.toContain(goes.id);
    expect(JSON.stringify(told)).not.toContain(stays.id);
  });

  test('what both state otherwise is chosen, and the choice counts', async () => {
    const { proposal, stays } = await pair();
    expect(codes(await tech.no('patient.merge-propose', { ...proposal, chosen: {} }))).toEqual([
      'merge-choice-missing',
    ]);
    await merged({ ...proposal, chosen: { weight: 'goes' } });
    expect((await tech.do('patient.get', { id: stays.id })).record.weight).toEqual(again.weight);
  });

  test.each([
    ['birthDate', { birthDate: '1961-02-04' }, { birthDate: 'stays' }],
    ['sex', { sex: 'male' }, { sex: 'stays' }],
    ['name', { family: 'Marsch' }, { name: 'stays' }],
  ] as const)('another %s asks how it is known to be one person', async (fact, change, chosen) => {
    const { proposal, stays, goes } = await pair({ ...again, ...change } as PatientRecord);
    const asked = { ...proposal, chosen: { ...proposal.chosen, ...chosen } };
    expect((await tech.do('patient.compare', { one: stays.id, other: goes.id })).identity).toEqual([fact]);
    expect(codes(await tech.no('patient.merge-propose', asked))).toEqual(['merge-identity-differs']);
    await merged({ ...asked, identity: 'passport and insurance card seen, both' });
    expect((await tech.do('patient.get', { id: stays.id })).record[fact === 'name' ? 'family' : fact]).toBe(
      patient[fact === 'name' ? 'family' : fact],
    );
  });

  test('nobody approves their own proposal, nor one that was decided, nor under a wrong password', async () => {
    const { proposal } = await pair();
    const own = await one.do('patient.merge-propose', proposal);
    const input = { id: own.id, ...signed };
    expect(codes(await one.no('patient.merge-approve', input))).toEqual(['approver-is-proposer']);
    expect(codes(await two.no('patient.merge-approve', { id: own.id, password: 'wrong' }))).toEqual([
      'password-wrong',
    ]);
    expect(codes(await tech.no('patient.merge-approve', input))).toEqual(['not-allowed']);
    expect(codes(await tech.no('patient.merge-propose', proposal))).toEqual(['merge-waits']);
    const declined = await two.do('patient.merge-decline', {
      ...input,
      reason: 'a cousin of the same name',
    });
    expect(declined.decision).toMatchObject({ decision: 'decline', reason: 'a cousin of the same name' });
    expect(codes(await two.no('patient.merge-approve', input))).toEqual(['conflict']);
    await tech.do('patient.merge-propose', proposal);
  });

  test('not into itself, not one that went already, and not what was changed since', async () => {
    const { proposal, stays, goes } = await pair();
    expect(codes(await tech.no('patient.merge-propose', { ...proposal, goes: stays.id }))).toEqual([
      'merge-into-itself',
    ]);
    const { id } = await tech.do('patient.merge-propose', proposal);
    await tech.do('patient.save', { id: goes.id, expectedVersion: 1, record: { ...again, phone: '555 1' } });
    expect((await two.do('patient.doubles', {})).proposals[0]).toMatchObject({ outdated: true });
    expect(codes(await two.no('patient.merge-approve', { id, ...signed }))).toEqual(['conflict']);
    await two.do('patient.merge-decline', { id, reason: 'changed since', ...signed });
    await merged({ ...proposal, goesVersion: 2 });
    const third = await register({ ...again, mrn: 'MRN-10', birthDate: '1950-01-01' });
    for (const [into, from] of [
      [goes.id, third.id],
      [third.id, goes.id],
    ] as const)
      expect(
        codes(await tech.no('patient.merge-propose', { ...proposalOf(into, from), goesVersion: 1 })),
      ).toEqual(['patient-merged']);
  });

  test('the database keeps it to two people, to what was proposed, and to records that have not gone', async () => {
    const { proposal, stays, goes } = await pair();
    const { id } = await one.do('patient.merge-propose', proposal);
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    raw.pragma('foreign_keys = OFF');
    const idOf = (name: string) =>
      (raw.prepare('SELECT id FROM user WHERE username = ?').get(name) as { id: string }).id;
    const decide = (by: string, from: string, into: string) => () =>
      raw
        .prepare("INSERT INTO patient_merge_decision VALUES (?, 'approve', ?, ?, NULL, ?, 's', '2026')")
        .run(id, from, into, idOf(by));
    expect(decide('pam', goes.id, stays.id)).toThrow('merge-approver-is-proposer');
    expect(decide('paul', stays.id, goes.id)).toThrow('merge-is-not-what-was-proposed');
    await two.do('patient.merge-approve', { id, ...signed });
    for (const table of ['patient_merge', 'patient_merge_decision'])
      for (const change of [`UPDATE ${table} SET reason = 'x'`, `DELETE FROM ${table}`])
        expect(() => raw.exec(change)).toThrow('append-only');
    for (const copy of [
      `INSERT INTO patient_version (patient_id, version, content, by_user, at) SELECT patient_id, 9, content, by_user, at FROM patient_version WHERE patient_id = '${goes.id}'`,
      `INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at) VALUES ('o', 1, 'R', '${goes.id}', 'p', '{}', 'u', '2026')`,
      `INSERT INTO administration (id, patient_id, content, by_user, at) VALUES ('a', '${goes.id}', '{}', 'u', '2026')`,
    ])
      expect(() => raw.exec(copy)).toThrow('patient-merged');
    raw.close();
  });
});

const DOSE = { drug: 'morphine', amount: '4 mg', route: 'IV', at: '2026-11-23T14:30Z' } as const;
const QUESTION = { hours: '72 h', windows: WINDOWS, dosesPerHour: null, draw: null };

describe('everything counts under the record that stays', () => {
  test('orders and given doses of both: the duplicate, the sums over time, the administration record', async () => {
    const { stays, goes, proposal } = await pair();
    const other = await orderFor(goes, 'RX-7');
    await resolveAll(await tech.do('order.submit', { id: other.id, version: 1 }), one, two);
    await one.do('administration.add', { patientId: goes.id, record: DOSE, corrects: null, reason: null });
    const check = () => tech.do('order.check', { patientId: stays.id, content });
    const duplicate = async () =>
      (await check()).findings.filter((f) => f.id === 'orders-overlap').map((f) => f.outcome);
    const most = async () => {
      const { lines } = await tech.do('order.exposure', { patientId: stays.id, content, question: QUESTION });
      return JSON.stringify(lines);
    };
    const [before, alone] = [await duplicate(), await most()];
    await merged(proposal);
    expect(before).not.toContain('fail');
    expect(await duplicate()).toContain('fail');
    expect(await most()).not.toBe(alone);
    const list = await one.do('administration.list', { patientId: stays.id });
    expect(list).toMatchObject([{ record: DOSE }]);
    // an entry of the record that went is corrected under the one that stays
    const corrected = await one.do('administration.add', {
      patientId: stays.id,
      record: { ...DOSE, amount: '2 mg' },
      corrects: list[0]!.id,
      reason: 'read from the wrong line',
    });
    expect(corrected).toMatchObject([{ correctedBy: corrected[1]!.id }, { record: { amount: '2 mg' } }]);
  });

  test('an order of the record that went is saved again before it goes on, and is then of the one that stays', async () => {
    const { stays, goes, proposal } = await pair();
    const draft = await orderFor(goes, 'RX-7');
    const subject = { id: draft.id, version: 1 };
    const second = await orderFor(goes, 'RX-8', { note: 'the second' });
    await resolveAll(await tech.do('order.submit', { id: second.id, version: 1 }), one, two);
    const third = await draftOrder(tech, {}, { ...patient, family: 'Reed', mrn: 'MRN-3' });
    expect(third.patient.id).not.toBe(stays.id);
    await merged(proposal);
    for (const ask of [
      () => tech.no('order.submit', subject),
      () => one.no('order.verify', { id: second.id, version: 1, ...signed }),
    ])
      expect(codes(await ask())).toEqual(['order-of-merged-record']);
    expect(
      codes(
        await tech.no('order.save', {
          id: null,
          expectedVersion: null,
          patientId: goes.id,
          prescriberId: draft.prescriber.id,
          rx: 'RX-9',
          content,
          reason: null,
        }),
      ),
    ).toEqual(['patient-merged']);
    const saved = await tech.do('order.save', {
      id: draft.id,
      expectedVersion: 1,
      patientId: draft.patient.id,
      prescriberId: draft.prescriber.id,
      rx: draft.rx,
      content,
      reason: null,
    });
    expect(saved).toMatchObject({ version: 2, patient: { id: stays.id, version: 2 } });
    expect(await tech.do('order.submit', { id: draft.id, version: 2 })).toMatchObject({ state: 'submitted' });
  });

  test('not while a container of the record that goes is being made; released, its papers are stale', async () => {
    const { goes, proposal } = await pair();
    const draft = await orderFor(goes, 'RX-7');
    const waits = await tech.do('patient.merge-propose', proposal);
    const prepared = await prepareOrder(draft, tech, one, two);
    const subject = { id: draft.id, version: 1 };
    const paper = { ...subject, kind: 'label', paper: '4x3', copies: 1, reprintReason: null } as const;
    await tech.do('print.issue', paper);
    for (const ask of [
      () => two.no('patient.merge-approve', { id: waits.id, ...signed }),
      () => tech.no('patient.merge-propose', proposal),
    ])
      expect(await ask()).toMatchObject({
        issues: [{ code: 'merge-order-in-preparation', given: prepared.number }],
      });
    await two.do('order.final-check', { ...subject, ...signed });
    await two.do('order.release', { ...subject, ...signed });
    expect(await tech.do('stale.list', {})).toEqual([]);
    await two.do('patient.merge-approve', { id: waits.id, ...signed });
    expect(await tech.do('stale.list', {})).toMatchObject([
      { orderId: draft.id, kind: 'label', holder: 'patient' },
    ]);
    const view = await tech.do('order.get', { id: draft.id });
    expect(view.printOuts.map((p) => p.stale)).toEqual([true]);
    expect(codes(await tech.no('print.issue', { ...paper, reprintReason: 'torn' }))).toEqual([
      'order-of-merged-record',
    ]);
    // what was signed still holds, and the bag that runs at home can be ended
    await tech.do('order.complete', subject);
    expect(await tech.do('stale.list', {})).toEqual([]);
  });

  test('what somebody changed of it in the file is found before anything is printed', async () => {
    const { stays, proposal } = await pair();
    const order = await orderFor(stays, 'RX-7');
    await merged(proposal);
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    raw.exec("DROP TRIGGER patient_merge_no_update; UPDATE patient_merge SET reason = 'x'");
    raw.close();
    const preview = { id: order.id, version: 1, kind: 'label', paper: '4x3' } as const;
    expect(codes(await tech.no('print.preview', preview))).toEqual(['record-altered']);
  });
});

test('records that look alike are listed until they are merged or said to be two people', async () => {
  const first = await register(patient);
  const raw = openRaw(join(office.dir, 'meniscus.db'));
  // as an older file holds them: nobody was asked
  const second = await register({ ...again, birthDate: '1950-01-01' });
  raw.exec(
    `UPDATE patient_likeness SET person_key = (SELECT person_key FROM patient_likeness WHERE patient_id = '${first.id}')`,
  );
  raw.close();
  const { pairs, rx } = await tech.do('patient.doubles', {});
  expect(rx).toEqual([]);
  expect(pairs).toMatchObject([{ why: 'name-and-birth-date' }]);
  expect([pairs[0]!.one.id, pairs[0]!.other.id].toSorted()).toEqual([first.id, second.id].toSorted());
  const apart = { one: first.id, other: second.id, reason: 'mother and daughter' };
  expect(codes(await tech.no('patient.apart', { ...apart, other: first.id }))).toEqual(['merge-into-itself']);
  await tech.do('patient.apart', apart);
  await tech.do('patient.apart', apart);
  expect((await tech.do('patient.doubles', {})).pairs).toEqual([]);
  expect(await tech.do('patient.compare', { one: second.id, other: first.id })).toMatchObject({
    apart: true,
  });
});

test('a prescription number that an older file gave to two orders is listed until one of them is void', async () => {
  const p = await register(patient);
  const [first, second] = [await orderFor(p, 'RX-1'), await orderFor(p, 'RX-2')];
  const raw = openRaw(join(office.dir, 'meniscus.db'));
  raw.exec(`DROP TRIGGER order_version_no_update;
    UPDATE order_version SET rx = 'RX-1' WHERE order_id = '${second.id}';
    INSERT INTO found_twice VALUES ('rx', 'RX-1', '${first.id}'), ('rx', 'RX-1', '${second.id}')`);
  raw.close();
  expect((await tech.do('patient.doubles', {})).rx).toEqual([
    {
      rx: 'RX-1',
      orders: [first, second].map(({ id, number }) => ({ id, number, patient: 'Marsh, Iris' })),
    },
  ]);
  await one.do('order.void', { id: first.id, version: 1, reason: 'entered twice', ...signed });
  expect((await tech.do('patient.doubles', {})).rx).toEqual([]);
});

test('who was said to be another person when they were saved is not listed', async () => {
  await pair();
  expect((await tech.do('patient.doubles', {})).pairs).toEqual([]);
});
