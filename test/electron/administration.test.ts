import { afterEach, beforeEach, expect, test } from 'vitest';
import { WINDOWS } from '../../engine/timeline/answer.ts';
import {
  content,
  draftOrder,
  openOffice,
  patient,
  PASSWORD,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let nurse: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  nurse = await office.person('nina', 'nurse');
});
afterEach(() => office.close());

const dose = { drug: 'morphine', amount: '4 mg', route: 'IV', at: '2026-11-23T14:30Z' };
const question = { hours: '72 h', windows: WINDOWS, dosesPerHour: null, draw: null };
const entry = { record: dose, corrects: null, reason: null };

test('a nurse enters a dose, corrects it by a new entry, and takes it back; the old entries stay', async () => {
  const { id: patientId } = await tech.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: patient,
  });
  const [first] = await nurse.do('administration.add', { patientId, ...entry });
  expect(first).toMatchObject({ record: dose, by: 'nina the nurse', corrects: null, correctedBy: null });
  const corrected = { ...dose, amount: '2 mg' };
  const [old, second] = await nurse.do('administration.add', {
    patientId,
    record: corrected,
    corrects: first!.id,
    reason: 'read from the wrong line',
  });
  expect(old).toMatchObject({ id: first!.id, record: dose, correctedBy: second!.id });
  expect(
    await nurse.no('administration.add', { patientId, record: dose, corrects: first!.id, reason: 'twice' }),
  ).toMatchObject({ code: 'refused', issues: [{ code: 'already-corrected', path: 'corrects' }] });
  const all = await nurse.do('administration.add', {
    patientId,
    record: null,
    corrects: second!.id,
    reason: 'not given at all',
  });
  expect(all.map((e) => e.record)).toEqual([dose, corrected, null]);
  const log = await office.supervisor.do('log.list', {
    filter: { command: 'administration.add' },
    before: null,
    limit: 10,
  });
  expect(log.total).toBe(3);
});

test.each([
  ['a dose of the future', { record: { ...dose, at: '2026-11-24T14:30Z' } }, 'given-in-future', 'record.at'],
  ['a dose of nothing', { record: { ...dose, amount: '0 mg' } }, 'given-amount-zero', 'record.amount'],
  ['nothing at all', { record: null }, 'record-missing', 'record'],
  ['a correction of nothing with a reason', { reason: 'because' }, 'reason-missing', 'reason'],
])('%s is refused by name', async (_, change, code, path) => {
  const { id: patientId } = await tech.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: patient,
  });
  expect(await nurse.no('administration.add', { patientId, ...entry, ...change })).toMatchObject({
    code: 'refused',
    issues: [{ code, path }],
  });
  expect(await nurse.do('administration.list', { patientId })).toEqual([]);
});

test('an entry of another patient can not be corrected here', async () => {
  const one = await tech.do('patient.save', { id: null, expectedVersion: null, record: patient });
  const other = await tech.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: { ...patient, family: 'Reed', mrn: 'MRN-2' },
  });
  const [theirs] = await nurse.do('administration.add', { patientId: other.id, ...entry });
  const input = { patientId: one.id, record: dose, corrects: theirs!.id, reason: 'wrong chart' };
  expect(await nurse.no('administration.add', input)).toMatchObject({ code: 'not-found' });
});

test('what was given and the other active order are in the exposure; a corrected entry is not', async () => {
  const draft = await draftOrder(tech);
  const patientId = draft.patient.id;
  const ask = (orderId?: string) =>
    tech.do('order.exposure', { patientId, content, question, ...(orderId && { orderId }) });
  const worst = async (orderId?: string) =>
    (await ask(orderId)).lines.find((l) => l.id === 'morphine')?.windows.find((w) => w.window === '24 h')
      ?.worst.amount;
  // 1 mg every 10 min, 10 mg in 4 h, 8 h sessions: 20 mg by hand
  expect(await worst()).toBe('20 mg');
  const [first] = await nurse.do('administration.add', { patientId, ...entry });
  await nurse.do('administration.add', {
    patientId,
    record: { ...dose, amount: '3 mg', at: '2026-11-23T14:59Z' },
    corrects: first!.id,
    reason: 'read from the wrong line',
  });
  const mme = (await ask()).lines.find((l) => l.id === 'MME')!;
  expect((await ask()).from).toBe('2026-11-23T14:59Z');
  // 3 mg × 3; the entry of 4 mg no longer counts, and nobody presses
  expect(mme.windows.find((w) => w.window === '72 h')?.expected.amount).toBe('9 MME');
  const one = await office.person('pam', 'pharmacist');
  const two = await office.person('paul', 'pharmacist');
  const subject = { id: draft.id, version: 1 };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  expect(await worst()).toBe('40 mg');
  expect(await worst(draft.id)).toBe('20 mg');
});

test('of two orders of the same drug the later one has the finding, and the earlier one once it is checked again', async () => {
  const one = await office.person('pam', 'pharmacist');
  const two = await office.person('paul', 'pharmacist');
  const signed = { password: PASSWORD };
  const first = await draftOrder(tech);
  const submitted = await tech.do('order.submit', { id: first.id, version: 1 });
  const second = await tech.do('order.save', {
    id: null,
    expectedVersion: null,
    patientId: first.patient.id,
    prescriberId: first.prescriber.id,
    rx: 'RX-2',
    content,
    reason: null,
  });
  const overlaps = (view: typeof second) =>
    view.report.findings.filter((f) => f.id === 'orders-overlap' && f.outcome === 'fail');
  expect(overlaps(submitted)).toEqual([]);
  expect(overlaps(second)).toHaveLength(1);
  await tech.do('order.submit', { id: second.id, version: 1 });
  await resolveAll(submitted, one, two);
  expect(await one.no('order.verify', { id: first.id, version: 1, ...signed })).toMatchObject({
    issues: [{ code: 'findings-changed' }],
  });
  const again = await tech.do('order.check-again', { id: first.id, version: 1 });
  expect(overlaps(again)).toHaveLength(1);
  await resolveAll(again, one, two);
  const verified = await one.do('order.verify', { id: first.id, version: 1, ...signed });
  expect(verified.state).toBe('verified');
  expect(await one.no('order.verify', { id: second.id, version: 1, ...signed })).toMatchObject({
    code: 'refused',
  });
});
