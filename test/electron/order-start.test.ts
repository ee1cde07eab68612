import { afterEach, beforeEach, expect, test } from 'vitest';
import { content, draftOrder, PASSWORD, resolveAll, staffed, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  ({ office, tech, one, two } = await staffed());
});
afterEach(() => office.close());

test('the last order is one that a pharmacist verified, and of this patient', async () => {
  const draft = await draftOrder(tech);
  const patientId = draft.patient.id;
  const last = async () => (await tech.do('order.start', { patientId, protocol: null })).last;
  expect(await last()).toBeNull();
  const subject = { id: draft.id, version: 1 };
  const submitted = await tech.do('order.submit', subject);
  expect(await last()).toBeNull();
  // what was held or given up before anybody verified it is none either
  const held = { ...subject, password: PASSWORD, reason: 'asked back' };
  await one.do('order.hold', held);
  expect(await last()).toBeNull();
  await one.do('order.resume', held);
  await resolveAll(submitted, one, two);
  await one.do('order.verify', { ...subject, password: PASSWORD });
  expect(await last()).toMatchObject({
    number: 'M000001',
    version: 1,
    state: 'verified',
    content: { drug: content.drug },
  });
  // a later draft is no order to go by, and a void one is none any more
  const { prescriber, content: same } = await tech.do('order.get', { id: draft.id });
  const again = { id: null, expectedVersion: null, patientId, prescriberId: prescriber.id, reason: null };
  await tech.do('order.save', { ...again, rx: 'RX-2', content: same });
  expect((await last())?.number).toBe('M000001');
  const second = await tech.do('order.save', { ...again, rx: 'RX-3', content: same });
  const stop = { password: PASSWORD, reason: 'not needed' };
  await one.do('order.discontinue', { id: second.id, version: 1, ...stop });
  expect((await last())?.number).toBe('M000001');
  await one.do('order.void', { ...subject, password: PASSWORD, reason: 'written for another' });
  expect(await last()).toBeNull();
});

test('a protocol starts with its fields; one that is not there, and a patient who is not, are said by name', async () => {
  const { patient } = await draftOrder(tech);
  const ask = { patientId: patient.id, protocol: 'published-hydromorphone-naive' };
  const { protocol } = await tech.do('order.start', ask);
  expect(protocol).toMatchObject({ unit: 'mg', preparation: null, record: { id: ask.protocol } });
  expect(await tech.no('order.start', { ...ask, protocol: 'nothing' })).toEqual({
    code: 'not-found',
    what: 'protocol',
  });
  expect(await tech.no('order.start', { ...ask, patientId: 'nobody' })).toEqual({
    code: 'not-found',
    what: 'patient',
  });
});
