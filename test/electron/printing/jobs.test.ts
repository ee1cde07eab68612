import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Input, Output } from '../../../bridge/contract.ts';
import type { Printer } from '../../../bridge/printing.ts';
import { k } from '../../../db/schema.ts';
import { makeQueue } from '../../../electron/delivery/queue.ts';
import { readZpl } from '../../../electron/print/zpl/read-zpl.ts';
import { bareOffice, PASSWORD, withPreparedBag, type Office, type Window } from '../office.ts';
import { closedPort, listen, resets, takesAll, type BadPrinter } from './bad-printer.ts';

type View = Output<'order.get'>;
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let prepared: View;
let printer: BadPrinter | undefined;

beforeEach(async () => {
  ({ office, facts: prepared } = await withPreparedBag());
  [tech, one] = [office.window('tess'), office.window('pam')];
});
afterEach(async () => {
  await office.context.printQueue.idle();
  await office.close();
  await printer?.close();
  printer = undefined;
});

const zebra = (port: number, change: Partial<Printer> = {}): Printer => ({
  name: 'Zebra at the hood',
  way: { kind: 'tcp', host: '127.0.0.1', port },
  language: 'zpl-203',
  papers: ['4x2'],
  active: true,
  ...change,
});
const add = (record: Printer) =>
  office.supervisor.do('printer.save', { id: null, expectedVersion: null, record, password: PASSWORD });
const label = (printerId: string): Input<'print.send'> => ({
  id: prepared.id,
  version: 1,
  kind: 'label',
  paper: '4x2',
  copies: 1,
  reprintReason: null,
  printerId,
});
const fails = (error: unknown): never => {
  throw error;
};
const PARCEL = {
  bytes: new Uint8Array(),
  language: 'zpl',
  page: { width: 288, height: 144 },
  title: 'for the test',
  copies: 1,
} as const;
const state = async (id: string) => {
  await office.context.printQueue.idle();
  return (await tech.do('job.list', {})).find((j) => j.id === id);
};

describe('a job', () => {
  test('is written down, sent once, and says so', async () => {
    printer = await listen(takesAll);
    const { id } = await add(zebra(printer.port));
    const { job, printOut } = await tech.do('print.send', label(id));
    expect(job).toMatchObject({ state: 'queued', attempts: 0, printer: 'Zebra at the hood', reprint: 0 });
    expect(printOut).toMatchObject({ template: 'label-4x2/1.zpl-203', code: prepared.releaseCode });
    expect(await state(job.id)).toMatchObject({ state: 'sent', attempts: 1, why: null });
    expect(printer.received).toHaveLength(1);
    const texts = readZpl(printer.received[0] ?? '', 203).flatMap((l) => l.runs.map((r) => r.text));
    // The order of office.ts: morphine 100 mg in 100 mL.
    expect(texts).toEqual(expect.arrayContaining(['Marsh, Iris', '100 mg in 100 mL', '1 mg/mL']));
    expect((await office.supervisor.do('order.get', { id: prepared.id })).printOuts).toHaveLength(1);
    const log = await tech.do('log.list', { filter: { order: prepared.number }, before: null, limit: 3 });
    expect(log.events.map((e) => e.command)).toEqual(['job.step', 'job.step', 'print.send']);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
    expect(await tech.no('job.retry', { id: job.id })).toMatchObject({ issues: [{ code: 'job-state' }] });
  });

  test('that never reached the printer is sent again by hand, once', async () => {
    const port = await closedPort();
    const { id, version } = await add(zebra(port));
    const { job } = await tech.do('print.send', label(id));
    expect(await state(job.id)).toMatchObject({ state: 'failed', why: 'printer-not-reached: ECONNREFUSED' });
    expect(version).toBe(1);
    printer = await listen(takesAll);
    // The job keeps the printer as it was when it was asked for; the port is the same address again.
    await tech.do('job.retry', { id: job.id });
    expect(await state(job.id)).toMatchObject({ state: 'failed', attempts: 2 });
    expect(printer.received).toEqual([]);
  });

  test('that may have been printed is not sent again: somebody says what the printer shows', async () => {
    let isBad = true;
    printer = await listen((socket, n) => (isBad ? resets(socket) : takesAll(socket), void n));
    const { id } = await add(zebra(printer.port));
    const { job } = await tech.do('print.send', label(id));
    expect(await state(job.id)).toMatchObject({ state: 'unknown' });
    isBad = false;
    expect(await tech.no('job.retry', { id: job.id })).toMatchObject({ issues: [{ code: 'job-state' }] });
    expect(printer.received).toHaveLength(1);
    const note = 'looked: the label did not come out';
    await tech.do('job.settle', { id: job.id, printed: false, note });
    expect(await state(job.id)).toMatchObject({ state: 'failed', why: 'not-printed' });
    await tech.do('job.retry', { id: job.id });
    expect(await state(job.id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(printer.received).toHaveLength(2);
    expect(printer.received[1]).not.toContain('Reprint');
  });

  test('another print of the same label needs a reason and carries its number', async () => {
    printer = await listen(takesAll);
    const { id } = await add(zebra(printer.port));
    await tech.do('print.send', label(id));
    expect(await tech.no('print.send', label(id))).toMatchObject({
      issues: [{ code: 'reprint-reason-missing', path: 'reprintReason' }],
    });
    const again = await tech.do('print.send', { ...label(id), reprintReason: 'smeared' });
    expect(again.printOut).toMatchObject({ reprint: 1, reason: 'smeared' });
    await office.context.printQueue.idle();
    expect(printer.received.map((z) => z.includes('^FDReprint 1^FS'))).toEqual([false, true]);
  });

  test('that waited goes nowhere once its host is named no more, and is sent while it is', async () => {
    const { id } = await add(zebra(await closedPort()));
    const { job } = await tech.do('print.send', label(id));
    expect(await state(job.id)).toMatchObject({ state: 'failed' });
    const sent: unknown[] = [];
    const { store, clock } = office.context;
    const offered = async (hosts: string[]) => {
      await store.write((db) =>
        db.run(k.updateTable('print_job').set({ state: 'queued' }).where('id', '=', job.id)),
      );
      const places = async () => ({ folders: [], hosts });
      const queue = makeQueue({ store, clock, places, report: fails }, async (way) => {
        sent.push(way);
        return { state: 'sent' };
      });
      queue.offer(job.id, PARCEL);
      await queue.idle();
      return await state(job.id);
    };
    expect(await offered([])).toMatchObject({ state: 'failed', why: 'host-not-named' });
    expect(sent).toEqual([]);
    expect(await offered(['127.0.0.1'])).toMatchObject({ state: 'sent' });
    expect(sent).toMatchObject([{ kind: 'tcp', host: '127.0.0.1' }]);
  });

  test('goes into a folder as PDF', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meniscus-spool-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { id } = await add(
      zebra(1, { way: { kind: 'file', folder }, language: 'pdf', papers: ['4x2', 'letter'] }),
    );
    const { job } = await tech.do('print.send', { ...label(id), kind: 'pump-sheet', paper: 'letter' });
    expect(await state(job.id)).toMatchObject({ state: 'sent' });
    expect(readdirSync(folder)).toEqual(['M000001-v1-pump-sheet-0.pdf']);
  });

  test.each(['/half a character \ud800', '/nul \u0000', 'not/whole'])(
    'a folder %j is refused by name',
    async (folder) => {
      const record = zebra(1, { way: { kind: 'file', folder }, language: 'pdf', papers: ['letter'] });
      expect(
        await office.supervisor.no('printer.save', {
          id: null,
          expectedVersion: null,
          record,
          password: PASSWORD,
        }),
      ).toMatchObject({ code: 'invalid-input' });
    },
  );
});

describe('a program that ended in the middle', () => {
  test.each([
    ['sending', 'unknown', 'program-ended-while-sending'],
    ['queued', 'failed', 'program-ended-before-sending'],
  ])('left a job %s: it is %s at the next start, and nothing is sent', async (left, then, why) => {
    const port = await closedPort();
    const { id } = await add(zebra(port));
    const { job } = await tech.do('print.send', label(id));
    await office.context.printQueue.idle();
    // As the crash left it: back over "failed" to where the process died.
    const at = '2026-11-23T16:00:00.000Z';
    await office.context.store.write(async (db) => {
      for (const s of left === 'queued' ? ['queued'] : ['queued', 'sending'])
        await db.run(k.updateTable('print_job').set({ state: s, changed_at: at }).where('id', '=', job.id));
    });
    await office.context.store.close();
    printer = await listen(takesAll);
    const next = await bareOffice({ dataDir: office.dir });
    await next.context.printQueue.idle();
    // Its clock begins anew; Tess was there from a little later on.
    next.later(60_000);
    const window = next.window('again');
    await window.do('session.sign-in', { username: 'tess', password: PASSWORD });
    expect(await window.do('job.list', {})).toMatchObject([{ id: job.id, state: then, why }]);
    expect(printer.received).toEqual([]);
    await next.context.store.close();
  });

  test('the file itself refuses a step that could print twice', async () => {
    printer = await listen(takesAll);
    const { id } = await add(zebra(printer.port));
    const { job } = await tech.do('print.send', label(id));
    expect(await state(job.id)).toMatchObject({ state: 'sent' });
    for (const next of ['queued', 'sending', 'failed'])
      await expect(async () =>
        office.context.store.write((db) =>
          db.run(k.updateTable('print_job').set({ state: next }).where('id', '=', job.id)),
        ),
      ).rejects.toThrow('print-job-step');
  });
});

const nothing = async () => {
  expect(await tech.do('job.list', {})).toEqual([]);
  expect((await tech.do('order.get', { id: prepared.id })).printOuts).toEqual([]);
};

describe('refused before anything is printed or written down', () => {
  test('an unknown printer', async () => {
    expect(await tech.no('print.send', label('ptr-none'))).toEqual({ code: 'not-found', what: 'printer' });
    await nothing();
  });
  test.each([
    ['a paper that is not loaded', { papers: ['4x3'] }, 'paper-not-in-printer'],
    ['a printer that is not in use', { active: false }, 'printer-not-in-use'],
  ] as const)('%s', async (_, change, code) => {
    const { id } = await add(
      zebra(1, { ...change, papers: [...('papers' in change ? change.papers : ['4x2' as const])] }),
    );
    expect(await tech.no('print.send', label(id))).toMatchObject({ code: 'refused', issues: [{ code }] });
    await nothing();
  });
  test('a sheet on a printer of labels', async () => {
    const { id } = await add(zebra(1, { papers: ['4x2', 'letter'] }));
    expect(await tech.no('print.send', { ...label(id), kind: 'pump-sheet', paper: 'letter' })).toMatchObject({
      issues: [{ code: 'zpl-labels-only' }],
    });
    await nothing();
  });
  test('an order that was changed', async () => {
    const { id } = await add(zebra(1));
    await tech.do('order.save', {
      id: prepared.id,
      expectedVersion: 1,
      patientId: prepared.patient.id,
      prescriberId: prepared.prescriber.id,
      rx: 'RX-2',
      content: prepared.content,
      reason: 'another number',
    });
    expect(await tech.no('print.send', label(id))).toMatchObject({ code: 'conflict' });
    await nothing();
  });
  test('a printer that is not there is not made under the name that a window gives it', async () => {
    const wanted = { id: 'ptr-mine', expectedVersion: null, record: zebra(3), password: PASSWORD };
    expect(await office.supervisor.no('printer.save', wanted)).toMatchObject({ code: 'not-found' });
  });
  test('a printer that two people change, and a name that is taken', async () => {
    const saved = await add(zebra(1));
    const record = zebra(2);
    expect(
      await office.supervisor.no('printer.save', {
        id: saved.id,
        expectedVersion: null,
        record,
        password: PASSWORD,
      }),
    ).toMatchObject({ code: 'conflict' });
    expect(
      await office.supervisor.no('printer.save', {
        id: null,
        expectedVersion: null,
        record,
        password: PASSWORD,
      }),
    ).toMatchObject({
      issues: [{ code: 'printer-name-taken', path: 'record.name' }],
    });
  });
});

const change = () =>
  tech.do('order.save', {
    id: prepared.id,
    expectedVersion: 1,
    patientId: prepared.patient.id,
    prescriberId: prepared.prescriber.id,
    rx: 'RX-2',
    content: prepared.content,
    reason: 'another number',
  });
const issue = (copies: number) =>
  tech.do('print.issue', {
    id: prepared.id,
    version: 1,
    kind: 'label',
    paper: '4x2',
    copies,
    reprintReason: null,
  });

describe('what is printed and no longer true', () => {
  test('is listed with its holder until each copy is accounted for', async () => {
    const { printOut } = await issue(3);
    expect(await tech.do('stale.list', {})).toEqual([]);
    await change();
    expect(await tech.do('stale.list', {})).toMatchObject([
      {
        id: printOut.id,
        outstanding: 3,
        holder: 'pharmacy',
        holderName: 'tess the technician',
        currentVersion: 2,
      },
    ]);
    const account = { printOutId: printOut.id, heldBy: 'Tess', note: null };
    const left = await tech.do('stale.account', { ...account, fate: 'destroyed', copies: 2 });
    expect(left).toMatchObject([
      { outstanding: 1, fates: [{ fate: 'destroyed', copies: 2, heldBy: 'Tess' }] },
    ]);
    expect(await tech.no('stale.account', { ...account, fate: 'returned', copies: 2 })).toMatchObject({
      issues: [{ code: 'copies-too-many', path: 'copies' }],
    });
    expect(await tech.do('stale.account', { ...account, fate: 'returned', copies: 1 })).toEqual([]);
    expect(await tech.no('stale.account', { ...account, fate: 'returned', copies: 1 })).toMatchObject({
      code: 'not-found',
    });
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is with the patient once its version was released', async () => {
    await issue(1);
    // A record of the pharmacy never left with the preparation.
    await tech.do('print.issue', {
      id: prepared.id,
      version: 1,
      kind: 'worksheet',
      paper: 'letter',
      copies: 1,
      reprintReason: null,
    });
    const two = office.window('paul');
    const subject = { id: prepared.id, version: 1 };
    await two.do('order.final-check', { ...subject, password: PASSWORD });
    await two.do('order.release', { ...subject, password: PASSWORD });
    await one.do('order.discontinue', { ...subject, reason: 'therapy ended', password: PASSWORD });
    const stale = await tech.do('stale.list', {});
    expect(stale.map((p) => [p.kind, p.holder, p.holderName]).toSorted()).toEqual([
      ['label', 'patient', 'Marsh, Iris'],
      ['worksheet', 'pharmacy', 'tess the technician'],
    ]);
  });
});
