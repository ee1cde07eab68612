import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCsv } from '../../db/csv.ts';
import { insertLook, looksAfter } from '../../db/looks.ts';
import { checked, fetched } from './fetched-export.ts';
import { draftOrder, openOffice, PASSWORD, START, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
});
afterEach(() => office.close());

const lines = async () =>
  (await office.context.store.read((db) => looksAfter(db, {}, 0, 1_000))).map((l) => [
    l.user,
    l.station,
    l.command,
    l.subject,
    l.subject_id,
  ]);

const count = async () => (await lines()).filter(([, , command]) => command === 'order.get').length;

describe('who looked', () => {
  test('at a patient, an order, a page of the log or a preview is written down, with person and station', async () => {
    await office.close();
    ({ office } = await checked());
    tech = office.window('tess');
    const [listed] = (await tech.do('order.list', {})).orders;
    const order = await tech.do('order.get', { id: listed?.id ?? '' });
    const subject = { id: order.id, version: order.version };
    await tech.do('patient.get', { id: order.patient.id });
    await tech.do('order.get', { id: order.id });
    await tech.do('print.preview', { ...subject, kind: 'label', paper: '4x6' });
    await office.supervisor.do('log.list', { filter: { user: 'tess' }, before: null, limit: 5 });
    expect(await lines()).toEqual(
      expect.arrayContaining([
        ['tess', 'station-tess', 'patient.get', 'patient', order.patient.id],
        ['tess', 'station-tess', 'order.get', 'order', order.id],
        ['tess', 'station-tess', 'print.preview', 'order', order.id],
        ['ada', 'station-supervisor', 'log.list', 'log', '{"before":null,"filter":{"user":"tess"}}'],
      ]),
    );
    // It is no change: the chain of events knows nothing of it, and holds.
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is one line for what a window asks again, and another after a while or for another sitting', async () => {
    const order = await draftOrder(tech);
    const before = await count();
    await tech.do('order.get', { id: order.id });
    await tech.do('order.get', { id: order.id });
    expect((await count()) - before).toBe(1);
    office.later(5 * 60_000);
    await tech.do('session.unlock', { kind: 'password', secret: PASSWORD }).catch(() => undefined);
    await tech.do('order.get', { id: order.id });
    expect((await count()) - before).toBe(2);
    await tech.do('session.sign-out', {});
    await tech.do('session.sign-in', { username: 'tess', password: PASSWORD });
    await tech.do('order.get', { id: order.id });
    expect((await count()) - before).toBe(3);
  });

  test('keeps so many lines and no more: the oldest go', async () => {
    const { store } = office.context;
    const line = { at: START, user: 'x', station: 's', command: 'order.get', subject: 'order' };
    for (let i = 0; i < 5; i += 1)
      await store.write((db) => insertLook(db, { ...line, subject_id: `ord-${i}` }, 3));
    expect((await lines()).map((l) => l[4])).toEqual(['ord-2', 'ord-3', 'ord-4']);
  });

  test('is not written of what was refused', async () => {
    const before = (await lines()).length;
    await tech.no('order.get', { id: 'ord-none' });
    await office.window('nobody').no('order.get', { id: 'ord-none' });
    expect(await lines()).toHaveLength(before);
  });

  test('leaves as an export, narrowed to a person, without the patient where names are left out', async () => {
    const order = await draftOrder(tech);
    await tech.do('patient.get', { id: order.patient.id });
    await office.supervisor.do('patient.get', { id: order.patient.id });
    const rows = async (identifiers: 'full' | 'none' | 'pseudonym') => {
      const csv = await fetched({ kind: 'look', identifiers, filter: { user: 'tess' } }, office.supervisor);
      return [...readCsv(csv.toString())].slice(1, -1).filter((row) => row[3] === 'patient.get');
    };
    expect(await rows('full')).toMatchObject([
      [expect.any(String), 'tess', 'station-tess', 'patient.get', 'patient', 'Marsh, Iris', order.patient.id],
    ]);
    expect((await rows('none'))[0]?.slice(5)).toEqual(['(left out)', '(left out)']);
    expect((await rows('pseudonym'))[0]?.[5]).toBe('(left out)');
    expect((await rows('pseudonym'))[0]?.[6]).toMatch(/^P-[0-9a-f]{16}$/);
  });
});
