import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command, Input, Output } from '../../bridge/contract.ts';
import { contract } from '../../bridge/contract.ts';
import { CREATES } from '../../bridge/creates.ts';
import type { Reply } from '../../bridge/failure.ts';
import {
  content,
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  withPreparedBag,
  type Office,
  type Window,
} from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { readonly supervisor: Window };
let tech: Window;
const KEY = 'a-key-of-the-window-1';
const send = <C extends Command>(name: C, input: Input<C>, once: unknown, who = 'tess') =>
  office.dispatch({ key: who, station: `station-${who}` }, name, input, once) as Promise<
    Reply<{ id: string }>
  >;
const newPatient: Input<'patient.save'> = { id: null, expectedVersion: null, record: patient };
const refusedAs = (code: string) => ({ ok: false, failure: { issues: [{ code }] } });

beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
});
afterEach(() => office.close());

test('an order that is saved twice under one key is one order, and both answers are the same', async () => {
  const order = await draftOrder(tech);
  const input: Input<'order.save'> = {
    id: null,
    expectedVersion: null,
    patientId: order.patient.id,
    prescriberId: order.prescriber.id,
    rx: 'RX-2',
    content,
    reason: null,
  };
  const both = await Promise.all([send('order.save', input, KEY), send('order.save', input, KEY)]);
  expect(both[0]).toMatchObject({ ok: true, value: { number: 'M000002' } });
  expect(both[1]).toEqual(both[0]);
  expect(await send('order.save', input, KEY)).toEqual(both[0]);
  expect((await tech.do('order.list', {})).total).toBe(2);
  const more = { ...input, rx: 'RX-3' };
  expect(await send('order.save', more, 'another-key-of-it')).toMatchObject({ value: { number: 'M000003' } });
});

test('a printer whose signature is confirmed outside the transaction is one printer all the same', async () => {
  const way = { kind: 'tcp', host: '127.0.0.1', port: 9100 } as const;
  const record: Input<'printer.save'>['record'] = {
    name: 'Hood',
    way,
    language: 'zpl-203',
    papers: ['4x2'],
    active: true,
  };
  const input = { id: null, expectedVersion: null, record, password: PASSWORD };
  const both = await Promise.all([1, 2].map(() => send('printer.save', input, KEY, 'supervisor')));
  expect(both[0]?.ok).toBe(true);
  expect(both[1]).toEqual(both[0]);
  expect(await office.supervisor.do('printer.list', {})).toHaveLength(1);
});

test('a new person is made without a key: the first password in the answer is kept nowhere', async () => {
  const input: Input<'user.add'> = {
    username: 'new',
    password: PASSWORD,
    name: 'New One',
    credentials: 'CPhT',
    licence: null,
    role: 'technician',
    pharmacist: false,
  };
  expect(await send('user.add', input, KEY, 'supervisor')).toMatchObject(refusedAs('key-refused'));
});

test('a key is of one person, one command and one input', async () => {
  expect((await send('patient.save', newPatient, KEY)).ok).toBe(true);
  const other = { ...newPatient, record: { ...patient, mrn: 'MRN-2' } };
  expect(await send('patient.save', other, KEY)).toMatchObject(refusedAs('key-used'));
  await office.person('carl', 'coordinator');
  expect(await send('patient.save', newPatient, KEY, 'carl')).toMatchObject(refusedAs('key-used'));
  const doctor = { name: 'Dr. Lee', credentials: 'MD', phone: '555 0100' };
  const prescriber = { id: null, expectedVersion: null, record: doctor };
  expect(await send('prescriber.save', prescriber, KEY)).toMatchObject(refusedAs('key-used'));
  expect((await tech.do('patient.list', {})).total).toBe(1);
});

test('what was refused keeps no key, and what is answered again is asked of who may', async () => {
  const wrong = { ...newPatient, record: { ...patient, birthDate: '2999-01-01' } };
  expect((await send('patient.save', wrong, KEY)).ok).toBe(false);
  expect((await send('patient.save', newPatient, KEY)).ok).toBe(true);
  await tech.do('session.sign-out', {});
  expect(await send('patient.save', newPatient, KEY)).toMatchObject({ failure: { code: 'not-signed-in' } });
});

test('the next day a key is forgotten', async () => {
  const first = await send('patient.save', newPatient, KEY);
  office.later(25 * 60 * 60 * 1000);
  await tech.do('session.sign-in', { username: 'tess', password: PASSWORD });
  await send(
    'patient.save',
    { ...newPatient, record: { ...patient, family: 'Reed', mrn: 'MRN-2' } },
    'another-key-of-it',
  );
  expect(first.ok).toBe(true);
  expect(await send('patient.save', newPatient, KEY)).toMatchObject(refusedAs('mrn-taken'));
});

test.each([[''], ['short'], [7], [null], ['with a space in the key'], ['x'.repeat(65)]])(
  '%j is no key',
  async (once) => {
    expect(await send('patient.save', newPatient, once)).toMatchObject(refusedAs('key-refused'));
  },
);

test('a command that creates nothing takes no key', async () => {
  expect(await send('order.list', {}, KEY)).toMatchObject(refusedAs('key-refused'));
  for (const name of CREATES) expect(contract[name].mode).toBe('write');
});

test('neither the key nor a guess of the input stands in the file', async () => {
  await send('patient.save', newPatient, KEY);
  const { createHash } = await import('node:crypto');
  const db = openRaw(`${office.dir}/meniscus.db`, { readonly: true });
  const [row] = db.prepare('SELECT key_hash, input_mac FROM answer').all() as Record<string, string>[];
  db.close();
  const plain = createHash('sha256').update(JSON.stringify(newPatient)).digest('hex');
  expect(Object.values(row ?? {})).not.toContain(KEY);
  expect(Object.values(row ?? {})).not.toContain(plain);
});

describe('a paper that is asked for twice under one key', () => {
  let bag: { id: string; version: number };
  let label: Input<'print.issue'>;
  const issue = () =>
    office.dispatch({ key: 'tess', station: 'station-tess' }, 'print.issue', label, KEY) as Promise<
      Reply<Output<'print.issue'>>
    >;
  beforeEach(async () => {
    await office.close();
    const begun = await withPreparedBag();
    ({ office, facts: bag } = begun);
    const { id, version } = bag;
    label = { id, version, kind: 'label', paper: '4x2', copies: 1, reprintReason: null };
  });

  test('is drawn again, and is the one that was printed: one print-out, no paper kept', async () => {
    const first = await issue();
    expect(first.ok).toBe(true);
    expect(await issue()).toEqual(first);
    // At once as well: the second finds inside what the first has kept.
    label = { ...label, kind: 'pump-sheet', paper: 'letter' };
    const other = 'another-key-of-the-window';
    const ask = () => office.dispatch({ key: 'tess', station: 'station-tess' }, 'print.issue', label, other);
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one).toMatchObject({ ok: true });
    expect(two).toEqual(one);
    const view = await office.window('tess').do('order.get', { id: bag.id });
    expect(view.printOuts.map((p) => p.kind)).toEqual(['label', 'pump-sheet']);
  });

  test('is not had of an order that was made void meanwhile', async () => {
    await issue();
    const { id, version } = bag;
    const decided = { id, version, reason: 'for the test', password: PASSWORD };
    await office.window('pam').do('order.void', decided);
    expect(await issue()).toMatchObject({ ok: false, failure: { code: 'conflict', what: 'order' } });
  });

  test('is not had once another one would be drawn: the pharmacy has another name since', async () => {
    expect(await issue()).toMatchObject({ ok: true });
    const { ruleSet, site } = await office.supervisor.do('site.get', {});
    const pharmacy = { ...site.pharmacy!, name: 'Lakeside Home Infusion' };
    const changed = { ...site, pharmacy };
    await office.supervisor.do('site.save', { expectedRuleSet: ruleSet, site: changed, password: PASSWORD });
    expect(await issue()).toMatchObject({
      ok: false,
      failure: { code: 'conflict', what: 'order', detail: 'it was changed since this was printed' },
    });
  });

  test('is not had of an answer that was altered', async () => {
    await issue();
    const raw = openRaw(`${office.dir}/meniscus.db`);
    const kept = raw.prepare('SELECT content FROM answer').get() as { content: Buffer };
    const other = deflateSync(JSON.stringify({ id: 'prt-0', sha256: '0' }));
    // Whoever can write the file has no key of the window to vouch for another answer.
    const forged = Buffer.concat([kept.content.subarray(0, 32), other]);
    raw.exec('DROP TRIGGER answer_no_update');
    raw.prepare('UPDATE answer SET content = ?').run(forged);
    raw.close();
    expect(await issue()).toMatchObject({
      failure: { issues: [{ code: 'record-altered', given: 'answer: differs' }] },
    });
  });
});
