import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import twice from '../cases/field/same-name-and-birth-date.json' with { type: 'json' };
import { mrnKey, personKey } from '../../db/likeness.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import { content, draftOrder, openOffice, PASSWORD, patient, type Office, type Window } from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const save = (record: PatientRecord, besides?: string[]) => ({
  id: null,
  expectedVersion: null,
  record,
  ...(besides && { besides }),
});
const codes = async (record: PatientRecord, besides?: string[]) => {
  const failure = await tech.no('patient.save', save(record, besides));
  return failure.code === 'refused' ? failure.issues.map((i) => i.code) : [failure.code];
};

describe('one person has one record', () => {
  test('the same name and birth date is asked about, with the record that is there, and may be continued', async () => {
    const [first, second] = twice.input.map((x) => ({ ...patient, ...x }));
    const kept = await tech.do('patient.save', save(first!));
    const failure = await tech.no('patient.save', save(second!));
    expect(failure).toMatchObject({
      code: 'refused',
      issues: [
        {
          path: 'besides',
          code: 'same-name-and-birth-date',
          given: 'DOE, Jane, born 1974-02-14, record number A-1',
          accepted: expect.stringContaining(kept.id),
        },
      ],
    });
    expect((await tech.do('patient.list', {})).total).toBe(1);
    expect(await tech.do('patient.alike', { id: null, record: twice.input[1]! })).toEqual([
      { id: kept.id, name: 'DOE, Jane', birthDate: '1974-02-14', mrn: 'A-1', why: 'name-and-birth-date' },
    ]);
    expect(await codes(second!, ['pat_of-somebody-else'])).toEqual(['same-name-and-birth-date']);
    const other = await tech.do('patient.save', save(second!, [kept.id]));
    expect(other.id).not.toBe(kept.id);
    const { events } = await office.supervisor.do('log.list', {
      filter: { patient: other.id },
      before: null,
      limit: 5,
    });
    expect(events[0]).toMatchObject({ command: 'patient.save', subjectId: other.id, user: 'tess' });
    expect(JSON.parse(events[0]!.change)).toMatchObject({ besides: [kept.id] });
  });

  // What a person would read as the same: case, order, accents, script, spaces and letters that can not be seen.
  test.each<[string, string]>([
    ['Doe', 'Jane'],
    ['JANE', 'DOE'],
    ['Dóe', 'Jane'],
    ['DОE', 'Jane'],
    ['Doe', 'Jаne'],
  ])('%s, %s', async (family, given) => {
    await tech.do('patient.save', save({ ...patient, ...twice.input[0] }));
    expect(await codes({ ...patient, ...twice.input[1], family, given })).toEqual([
      'same-name-and-birth-date',
    ]);
  });

  test.each<[string, string]>([
    ['a-1', 'case'],
    ['A -1', 'space'],
    ['А-1', 'a Cyrillic letter'],
    ['Α-1', 'a Greek letter'],
    ['A‐1', 'another dash'],
  ])('a record number that differs by no more than %s (%s)', async (mrn) => {
    await tech.do('patient.save', save({ ...patient, mrn: 'A-1' }));
    expect(await codes({ ...patient, family: 'Reed', mrn })).toEqual(['mrn-looks-alike']);
  });

  test('twins, another year and another number ask nothing', async () => {
    await tech.do('patient.save', save({ ...patient, mrn: 'A-1' }));
    await tech.do('patient.save', save({ ...patient, given: 'Ida', mrn: 'A-2' }));
    await tech.do('patient.save', save({ ...patient, birthDate: '1962-04-02', mrn: 'A-11' }));
    expect((await tech.do('patient.list', {})).total).toBe(3);
  });

  test('a record that is changed is asked about only where it becomes somebody else', async () => {
    const first = await tech.do('patient.save', save(patient));
    const other = await tech.do('patient.save', save({ ...patient, given: 'Ida', mrn: 'MRN-2' }));
    const change = { id: other.id, expectedVersion: 1 };
    expect(await tech.no('patient.save', { ...change, record: { ...patient, mrn: 'MRN-2' } })).toMatchObject({
      issues: [{ code: 'same-name-and-birth-date' }],
    });
    const same = { ...change, record: { ...patient, mrn: 'MRN-2' }, besides: [first.id] };
    await tech.do('patient.save', same);
    const phone = { ...same.record, phone: '555 0177' };
    await tech.do('patient.save', { id: other.id, expectedVersion: 2, record: phone });
  });

  test('the database keeps a record number to one person', async () => {
    await tech.do('patient.save', save(patient));
    const other = await tech.do('patient.save', save({ ...patient, given: 'Ida', mrn: 'MRN-2' }));
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    const insert = (mrn: string) =>
      raw
        .prepare(
          "INSERT INTO patient_version (patient_id, version, content, by_user, at) SELECT patient_id, 9, json_set(content, '$.mrn', ?), by_user, at FROM patient_version WHERE patient_id = ?",
        )
        .run(mrn, other.id);
    expect(() => insert('MRN-1')).toThrow('mrn-taken');
    raw.close();
  });
});

test('a prescription number is one order’s, for people and for the database, until that order is void', async () => {
  const first = await draftOrder(tech);
  const order = {
    id: null,
    expectedVersion: null,
    patientId: first.patient.id,
    prescriberId: first.prescriber.id,
    rx: first.rx,
    content: { ...content, note: 'another' },
    reason: null,
  };
  expect(await tech.no('order.save', order)).toMatchObject({
    issues: [{ code: 'rx-taken', given: 'RX-1', path: 'rx' }],
  });
  const raw = openRaw(join(office.dir, 'meniscus.db'));
  raw.pragma('foreign_keys = OFF');
  const copy = (id: string) =>
    raw.exec(
      `INSERT INTO order_version (order_id, version, rx, patient_id, prescriber_id, content, by_user, at) SELECT '${id}', 1, rx, patient_id, prescriber_id, content, by_user, at FROM order_version`,
    );
  expect(() => copy('ord-x')).toThrow('rx-taken');
  raw.close();
  // A draft that was made by mistake is made void by a pharmacist; its number is free again.
  await one.do('order.void', { id: first.id, version: 1, reason: 'entered twice', password: PASSWORD });
  expect(await tech.do('order.save', order)).toMatchObject({ rx: 'RX-1', state: 'draft' });
});

const waits = (report: { findings: { id: string; outcome: string }[] }) =>
  report.findings.filter((f) => f.id === 'same-drug-waits').map((f) => f.outcome);

const second = async (rx: string) => {
  const { orders } = await tech.do('order.list', {});
  const first = await tech.do('order.get', { id: orders[0]!.id });
  return {
    id: null,
    expectedVersion: null,
    patientId: first.patient.id,
    prescriberId: first.prescriber.id,
    rx,
    content,
    reason: null,
  };
};

describe('a second order of one drug', () => {
  test('is asked about while it is typed, when the other is a draft, and stays so in the kept report', async () => {
    const first = await draftOrder(tech);
    const asked = { patientId: first.patient.id, content };
    expect(waits(await tech.do('order.check', asked))).toEqual(['fail']);
    // it is no other order than itself
    expect(waits(await tech.do('order.check', { ...asked, orderId: first.id }))).toEqual([]);
    const order = await tech.do('order.save', await second('RX-2'));
    expect(waits(order.report)).toEqual(['fail']);
    const submitted = await tech.do('order.submit', { id: order.id, version: 1 });
    const key = submitted.report.findings.find((f) => f.id === 'same-drug-waits')?.key ?? '';
    // what is signed is computed again of what the report named, also when the other order is gone by now
    await one.do('order.void', { id: first.id, version: 1, reason: 'entered twice', password: PASSWORD });
    await one.do('order.resolve', {
      id: order.id,
      version: 1,
      key,
      reason: 'both-intended',
      text: 'two pumps, one for each line',
      prescriberContact: null,
      password: PASSWORD,
    });
    expect(waits((await tech.do('order.submit', { id: order.id, version: 1 })).report)).toEqual([]);
  });

  test('the one that was there first asks nothing of the later one, until it is checked again', async () => {
    const first = await draftOrder(tech);
    await tech.do('order.save', await second('RX-2'));
    const kept = await tech.do('order.get', { id: first.id });
    expect(waits(kept.report)).toEqual([]);
    expect(waits((await tech.do('order.submit', { id: first.id, version: 1 })).report)).toEqual(['fail']);
  });
});

test('keys of a person and of a number', () => {
  expect(personKey({ family: 'O’Neil-Smith', given: 'Zoë', birthDate: '2001-01-01' })).toBe(
    personKey({ family: 'o\u2019NEIL SMITH', given: 'Zoe', birthDate: '2001-01-01' }),
  );
  expect(mrnKey('А\u200b-\u00ad1 ')).toBe('a-1');
  // A zero is no letter O, and digits are not read for each other.
  expect(mrnKey('A-0')).not.toBe(mrnKey('A-O'));
});
