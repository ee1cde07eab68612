import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Printer } from '../../../bridge/printing.ts';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { readZpl } from '../../../electron/print/zpl/read-zpl.ts';
import { PASSWORD, draftOrder, openOffice, prepareOrder, type Office, type Window } from '../office.ts';
import { closedPort, listen, stalls, takesAll, type BadPrinter } from './bad-printer.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let printer: BadPrinter | undefined;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
});
afterEach(async () => {
  await printer?.close();
  await office.context.printQueue.idle();
  await office.close();
  printer = undefined;
});

const add = (way: Printer['way'], change: Partial<Printer> = {}) =>
  office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: { name: 'Hood', way, language: 'zpl-203', papers: ['4x2'], active: true, ...change },
    password: PASSWORD,
  });

test('a test page says what it is, on the size of the stock, and names nobody', async () => {
  printer = await listen(takesAll);
  const { id } = await add({ kind: 'tcp', host: '127.0.0.1', port: printer.port });
  expect(await tech.do('printer.test', { id, paper: '4x2' })).toEqual({ state: 'sent', why: null });
  const [label] = readZpl(printer.received[0] ?? '', 203);
  // labels_and_pumps.md 1.4: 4 × 2 in at 203 dpi is 812 × 406 dots.
  expect(printer.received[0]).toContain('^PW812^LL406');
  expect(label?.runs.map((r) => r.text).slice(0, 2)).toEqual(['TEST PAGE, not a label', 'Hood, 4 × 2 in']);
  const { events } = await tech.do('log.list', {
    filter: { command: 'printer.test' },
    before: null,
    limit: 2,
  });
  expect(events).toHaveLength(1);
});

test.each([
  ['2x1', 144, 72],
  ['letter', 612, 792],
] as const)('a test page as PDF on %s', async (paper, width, height) => {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-test-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { id } = await add({ kind: 'file', folder }, { language: 'pdf', papers: [paper] });
  expect(await tech.do('printer.test', { id, paper })).toEqual({ state: 'sent', why: null });
  const [name] = readdirSync(folder);
  const [page, ...more] = await readPdf(readFileSync(join(folder, name!)));
  expect(more).toEqual([]);
  expect([page?.width, page?.height]).toEqual([width, height]);
  expect(wordsOf(page!).join(' ')).toContain('TEST PAGE, not a label Hood');
  for (const r of page!.runs) expect(r.x + r.width).toBeLessThan(width);
});

test('a printer that is not there, a paper that is not loaded, an own size that nobody entered', async () => {
  const { id } = await add(
    { kind: 'tcp', host: '127.0.0.1', port: await closedPort() },
    { papers: ['4x2', 'own'] },
  );
  expect(await tech.do('printer.test', { id, paper: '4x2' })).toEqual({
    state: 'failed',
    why: 'printer-not-reached: ECONNREFUSED',
  });
  expect(await tech.no('printer.test', { id, paper: '4x6' })).toMatchObject({
    issues: [{ code: 'paper-not-in-printer' }],
  });
  expect(await tech.no('printer.test', { id, paper: 'own' })).toMatchObject({
    issues: [{ code: 'own-label-size-missing' }],
  });
});

test('a job that still waits for the printer is cancelled; one that is being sent is not', async () => {
  printer = await listen(stalls);
  const one = await office.person('pam', 'pharmacist');
  const two = await office.person('paul', 'pharmacist');
  const { id, version } = await prepareOrder(await draftOrder(tech), tech, one, two);
  const { id: printerId } = await add({ kind: 'tcp', host: '127.0.0.1', port: printer.port });
  const label = { id, version, kind: 'label', paper: '4x2', copies: 1, printerId } as const;
  const first = await tech.do('print.send', { ...label, reprintReason: null });
  const second = await tech.do('print.send', { ...label, reprintReason: 'one for the file' });
  await expect
    .poll(async () => (await tech.do('job.list', { state: 'sending' })).map((j) => j.id))
    .toEqual([first.job.id]);
  expect(await tech.do('job.cancel', { id: second.job.id })).toMatchObject({
    state: 'failed',
    why: 'cancelled',
    attempts: 0,
  });
  expect(await tech.no('job.cancel', { id: first.job.id })).toMatchObject({
    issues: [{ code: 'job-state' }],
  });
  // A job is being sent from before the printer is asked for.
  await expect.poll(() => printer?.received.length).toBe(1);
  await printer.close();
  await office.context.printQueue.idle();
  expect(printer.received).toHaveLength(1);
});
