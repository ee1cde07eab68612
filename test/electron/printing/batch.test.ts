import { join } from 'node:path';
import { openRaw } from '../../raw.ts';
import { DATA_FILE } from '../../../electron/services/data-file.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../../bridge/contract.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { readZpl } from '../../../electron/print/zpl/read-zpl.ts';
import {
  content,
  draftOrder,
  openOffice,
  patient,
  prepareOrder,
  type Office,
  type Window,
} from '../office.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
});
afterEach(() => office.close());

const prepared = async (mrn: string, containers: string): Promise<OrderView> =>
  prepareOrder(
    await draftOrder(tech, { preparation: { ...content.preparation, containers } }, { ...patient, mrn }),
    tech,
    one,
    two,
  );
const batch = (orders: readonly OrderView[], change: Partial<Input<'batch.start'>> = {}) => ({
  orders: orders.map(({ id, version }) => ({ id, version })),
  kind: 'label' as const,
  paper: '4x2' as const,
  language: 'pdf' as const,
  reprintReason: null,
  ...change,
});
async function ended(job: string) {
  for (;;) {
    const status = await tech.do('batch.status', { job });
    if (status.state !== 'running') return status;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const fileOf = async (job: string) => Buffer.from((await tech.do('batch.fetch', { job })).file, 'base64');

describe('a batch of labels', () => {
  test('60 labels are one file; serials are unique; order and log know of them', async () => {
    const orders = [await prepared('A-1', '30'), await prepared('A-2', '30')];
    const started = await tech.do('batch.start', batch(orders));
    expect(started).toMatchObject({ state: 'running', done: 0, total: 60 });
    expect(await ended(started.job)).toMatchObject({ state: 'done', done: 60, why: null });
    const pages = (await readPdf(await fileOf(started.job))).map((p) => wordsOf(p).join(' '));
    expect(pages).toHaveLength(60);
    const serials = pages.map((p) => /MRN (\S+).*Cassette (\d+) of 30/.exec(p)?.slice(1).join(' '));
    expect(new Set(serials).size).toBe(60);
    expect(serials.slice(28, 32)).toEqual(['A-1 29', 'A-1 30', 'A-2 1', 'A-2 2']);
    for (const { id } of orders)
      expect((await tech.do('order.get', { id })).printOuts).toMatchObject([{ kind: 'label', reprint: 0 }]);
    const { events } = await tech.do('log.list', {
      filter: { command: 'batch.done' },
      before: null,
      limit: 9,
    });
    expect(events).toHaveLength(3);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('a second time needs a reason, which is kept, and says so on each label', async () => {
    const order = await prepared('A-1', '3');
    const zpl = batch([order], { language: 'zpl-203' });
    await ended((await tech.do('batch.start', zpl)).job);
    expect(await tech.no('batch.start', zpl)).toMatchObject({ issues: [{ code: 'reprint-reason-missing' }] });
    const { job } = await tech.do('batch.start', { ...zpl, reprintReason: 'the roll was wet' });
    expect(await ended(job)).toMatchObject({ state: 'done', total: 3 });
    const labels = readZpl((await fileOf(job)).toString('utf8'), 203);
    expect(labels.map((l) => l.runs.filter((r) => r.text === 'Reprint 1').length)).toEqual([1, 1, 1]);
    expect((await tech.do('order.get', { id: order.id })).printOuts).toMatchObject([
      { reprint: 0, reason: null },
      { reprint: 1, reason: 'the roll was wet' },
    ]);
  });

  test('cancelled, it leaves no file and no print-out', async () => {
    const orders = [await prepared('A-1', '30'), await prepared('A-2', '30')];
    const { job } = await tech.do('batch.start', batch(orders));
    await tech.do('batch.cancel', { job });
    expect(await ended(job)).toMatchObject({ state: 'cancelled' });
    expect(await tech.no('batch.fetch', { job })).toMatchObject({ issues: [{ code: 'batch-not-done' }] });
    for (const { id } of orders) expect((await tech.do('order.get', { id })).printOuts).toEqual([]);
  });

  test('an order that changes meanwhile keeps the whole batch from leaving', async () => {
    const [first, second] = [await prepared('A-1', '1'), await prepared('A-2', '20')];
    const { job } = await tech.do('batch.start', batch([first, second]));
    await tech.do('order.save', {
      id: first.id,
      expectedVersion: 1,
      patientId: first.patient.id,
      prescriberId: first.prescriber.id,
      rx: 'RX-2',
      content: first.content,
      reason: 'another number',
    });
    expect(await ended(job)).toMatchObject({ state: 'failed', why: 'conflict' });
    expect((await tech.do('order.get', { id: second.id })).printOuts).toEqual([]);
  });

  test('a record that is altered meanwhile keeps the whole batch from leaving', async () => {
    const [first, second] = [await prepared('A-1', '1'), await prepared('A-2', '20')];
    const { job } = await tech.do('batch.start', batch([first, second]));
    const raw = openRaw(join(office.dir, DATA_FILE));
    raw.exec('DROP TRIGGER order_version_no_update');
    raw.exec(`UPDATE order_version SET rx = 'RX-9' WHERE order_id = '${first.id}'`);
    raw.close();
    const { state, why } = await ended(job);
    // In the words of record-altered, as a person reads it.
    expect([state, why?.split(':')[0]]).toEqual([
      'failed',
      'A kept record is not what it was when people worked by it',
    ]);
    expect((await tech.do('order.get', { id: second.id })).printOuts).toEqual([]);
  });

  test('is refused before it begins: an order twice, one that is not prepared, another person’s job', async () => {
    const order = await prepared('A-1', '2');
    expect(await tech.no('batch.start', batch([order, order]))).toMatchObject({
      issues: [{ code: 'serial-twice', path: 'orders' }],
    });
    const draft = await draftOrder(tech, {}, { ...patient, mrn: 'A-9' });
    expect(await tech.no('batch.start', batch([order, draft]))).toMatchObject({
      issues: [{ code: 'order-state' }],
    });
    const { job } = await tech.do('batch.start', batch([order]));
    expect(await one.no('batch.status', { job })).toEqual({ code: 'not-found', what: 'batch' });
    await ended(job);
  });
});
