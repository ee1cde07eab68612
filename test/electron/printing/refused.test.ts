import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Input } from '../../../bridge/contract.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { appendEvent } from '../../../db/event-log.ts';
import { packed, unpacked } from '../../../db/packed.ts';
import { k } from '../../../db/schema.ts';
import type { ContextOptions } from '../../../electron/services/context.ts';
import { DATA_FILE } from '../../../electron/services/data-file.ts';
import { renderTemplate } from '../../../electron/print/artefact.tsx';
import { artefactRecord } from '../../../electron/print/record.ts';
import { templates } from '../../../electron/print/templates.ts';
import type { Template } from '../../../electron/print/template.ts';
import { renderWith } from '../../../electron/services/render.ts';
import {
  bareOffice,
  draftOrder,
  openOffice,
  PASSWORD,
  type Office,
  type Window,
  withPreparedBag,
} from '../office.ts';
import { closedPort } from './bad-printer.ts';
import { openRaw } from '../../raw.ts';

let office: Office & { supervisor: Window };
let tech: Window;
afterEach(() => office.close());

async function prepared(options: Partial<ContextOptions> = {}): Promise<OrderView> {
  const made = await withPreparedBag(options);
  office = made.office;
  tech = office.window('tess');
  return made.facts;
}
const page = ({ id, version }: OrderView) => ({ id, version, kind: 'label', paper: '4x2' }) as const;
const label = (order: OrderView): Input<'print.issue'> => ({
  ...page(order),
  copies: 1,
  reprintReason: null,
});
const addPrinter = async () =>
  office.supervisor.do('printer.save', {
    id: null,
    password: PASSWORD,
    expectedVersion: null,
    record: {
      name: 'Office',
      way: { kind: 'tcp', host: '127.0.0.1', port: await closedPort() },
      language: 'pdf',
      papers: ['4x2'],
      active: true,
    },
  });

/** The reports of the file as they were before they named their grounds, without one part, with the event of whoever wrote them so; the file is closed then. */
async function keptWithout(order: OrderView, path: string): Promise<void> {
  const { store } = office.context;
  const file = openRaw(join(office.dir, DATA_FILE));
  for (const table of ['finding', 'signature']) file.exec(`DROP TRIGGER IF EXISTS ${table}_no_update`);
  file.close();
  await store.write(async (db) => {
    for (const { id, report } of await db.all(k.selectFrom('finding').select(['id', 'report']))) {
      const rest = JSON.parse(unpacked(report, 'finding', id)) as Record<string, Record<string, unknown>>;
      const [part = '', field = ''] = path.split('.');
      delete rest[part]?.[field];
      await db.run(
        k
          .updateTable('finding')
          .set({ report: packed(JSON.stringify(rest)), grounds: null })
          .where('id', '=', id),
      );
    }
    // Nor did it keep what was shown to those who signed.
    await db.run(k.updateTable('signature').set({ shown: null }).where('shown', 'is not', null));
    await appendEvent(db, {
      at: '2026-11-24T12:00:00.000Z',
      user: '-',
      station: '-',
      command: 'order.submit',
      subject: 'order',
      subjectId: order.id,
      change: {},
    });
  });
  await store.close();
}

/** The same data file in a program that is started anew, at a window where Tess signs in again. */
async function nextStart(): Promise<Window> {
  let time = Date.parse(office.context.clock()) + 86_400_000;
  const next = await bareOffice({ dataDir: office.dir, clock: () => new Date((time += 1)).toISOString() });
  office = { ...next, supervisor: next.window('supervisor') };
  const window = next.window('again');
  await window.do('session.sign-in', { username: 'tess', password: PASSWORD });
  return window;
}

test('a form that prints another number than the record’s is refused, and the log says so', async () => {
  const [right] = templates;
  const faulty: Template = {
    ...right!,
    component: (d) =>
      right!.component({
        ...d,
        pages: d.pages.map((t) => ({ ...t, text: (n) => t.text(n).replace('100 mg in', '1,000 mg in') })),
      }),
  };
  const order = await prepared({
    render: async (_kind, _paper, view) => {
      const record = artefactRecord(view, await office.context.library(), 'prepared');
      return record.ok ? renderTemplate(faulty, record.value) : Promise.resolve(record);
    },
  });
  for (const refused of [
    await tech.no('print.preview', page(order)),
    await tech.no('print.issue', label(order)),
  ])
    expect(refused).toMatchObject({ issues: [{ code: 'parse-back-differs' }] });
  expect((await tech.do('order.get', { id: order.id })).printOuts).toEqual([]);
  const { events } = await tech.do('log.list', {
    filter: { order: order.number, command: 'print.refused' },
    before: null,
    limit: 9,
  });
  expect(events.map(({ user, version, change }) => [user, version, JSON.parse(change)])).toEqual(
    [1, 2].map(() => [
      'tess',
      1,
      {
        about: expect.anything() as unknown,
        kind: 'label',
        paper: '4x2',
        code: 'parse-back-differs',
        // The order of office.ts: morphine 100 mg in 100 mL.
        differences: expect.stringContaining('"100 mg in 100 mL" is not printed') as string,
      },
    ]),
  );
  expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
});

test('a job that a form of an older program waits for is not sent with another form', async () => {
  const order = await prepared({
    render: async (...input) => {
      const made = await renderWith(() => office.context.library())(...input);
      return made.ok ? { ok: true, value: { ...made.value, template: 'label-4x2/0' } } : made;
    },
  });
  const printer = await addPrinter();
  const { job } = await tech.do('print.send', { ...label(order), printerId: printer.id });
  await office.context.printQueue.idle();
  await office.context.store.close();
  const again = await nextStart();
  expect(await again.no('job.retry', { id: job.id })).toMatchObject({
    issues: [{ code: 'template-not-shipped', given: 'label-4x2/0' }],
  });
  expect(await again.do('job.list', {})).toMatchObject([{ id: job.id, state: 'failed', attempts: 1 }]);
});

test('a job of a printer that was taken out of use since is not sent to it', async () => {
  const order = await prepared();
  const { id, version, record } = await addPrinter();
  const { job } = await tech.do('print.send', { ...label(order), printerId: id });
  await office.context.printQueue.idle();
  await office.supervisor.do('printer.save', {
    id,
    expectedVersion: version,
    record: { ...record, active: false },
    password: PASSWORD,
  });
  expect(await tech.no('job.retry', { id: job.id })).toMatchObject({
    issues: [{ code: 'printer-not-in-use', given: 'Office' }],
  });
});

test('an order whose report was kept in an older shape is not printed from what is left of it', async () => {
  const order = await prepared();
  // As a program wrote it that knew no mixtures, which has a meaning; and as one that did not say what ends the use, which has none.
  await keptWithout(order, 'preparation.also');
  const before = await nextStart();
  expect(await before.do('print.issue', label(order))).toMatchObject({ printOut: { reprint: 0 } });
  await keptWithout(order, 'bud.binds');
  const again = await nextStart();
  for (const refused of [
    await again.no('print.preview', page(order)),
    await again.no('print.issue', { ...label(order), reprintReason: 'smeared' }),
  ])
    expect(refused).toMatchObject({
      issues: [{ code: 'record-of-older-shape', given: 'report.bud.binds' }],
    });
  // Nobody is shown what is left of it either; saved as a new version it is checked anew.
  expect(await again.no('order.get', { id: order.id })).toMatchObject({
    issues: [{ code: 'record-of-older-shape', given: 'report.bud.binds' }],
  });
  const { patient, prescriber, rx, content } = order;
  const anew = await again.do('order.save', {
    id: order.id,
    expectedVersion: 1,
    patientId: patient.id,
    prescriberId: prescriber.id,
    rx,
    content,
    reason: 'its report does not read any more',
  });
  expect(anew).toMatchObject({ version: 2, state: 'draft' });
});

test('an order that is not prepared yet, and a version that is not the current one', async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  const draft = await draftOrder(tech);
  expect(await tech.no('print.issue', label(draft))).toMatchObject({
    issues: [{ code: 'order-state', given: 'draft' }],
  });
  expect(await tech.no('print.issue', { ...label(draft), version: 2 })).toMatchObject({ code: 'conflict' });
});
