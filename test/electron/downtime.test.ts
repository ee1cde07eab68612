import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderView } from '../../bridge/records.ts';
import { looksAfter } from '../../db/looks.ts';
import { DATA_FILE } from '../../electron/services/data-file.ts';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import { alter } from '../damage.ts';
import { draftOrder, PASSWORD, patient, START, withPreparedBag, type Office, type Window } from './office.ts';

/*
 * What a window keeps for the time when the host does not answer. The figures are those of the order that office.ts enters; the
 * bound of 200 and the day are house rules.
 */
let office: Office & { supervisor: Window };
let order: OrderView;
let [tess, pam]: Window[] = [];
beforeEach(async () => {
  ({ office, facts: order } = await withPreparedBag());
  [tess, pam] = [office.window('tess'), office.window('pam')];
});
afterEach(() => office.close());

const lines = async (by = tess) => (await by!.do('downtime.list', {})).sheets;
const sheet = (by = tess) => by!.do('downtime.sheet', { id: order.id });
const words = async (pdf: string) =>
  (await readPdf(Buffer.from(pdf, 'base64'))).map((p) => wordsOf(p).join(' '));
const without = (text: string) =>
  text
    .replace(/DOWNTIME, as of \S+ \S+ EST ?/, '')
    .replace(/ ?PREVIEW, not for use/, '')
    .trim();
const hold = () =>
  pam!.do('order.hold', { id: order.id, version: order.version, reason: 'asked back', password: PASSWORD });

test('the sheet is the pump sheet of the order, stamped on every page with when it was so', async () => {
  const { pdf, key, asOf } = await sheet();
  const pages = await words(pdf);
  if (process.env['MENISCUS_PICTURES'])
    writeFileSync(`${process.env['MENISCUS_PICTURES']}/downtime.pdf`, Buffer.from(pdf, 'base64'));
  expect(pages.length).toBeGreaterThan(0);
  // START is 15:00 UTC, 10:00 in New York; preparing it took some minutes.
  expect(START).toBe('2026-11-23T15:00:00.000Z');
  for (const page of pages) expect(page).toMatch(/DOWNTIME, as of 2026-11-23 1\d:\d\d EST/);
  // New York is five hours behind in November. What the window says of the sheet is what stands on it, later too.
  const local = `${asOf.slice(0, 10)} ${parseInt(asOf.slice(11, 13), 10) - 5}${asOf.slice(13, 16)} EST`;
  for (const page of pages) expect(page).toContain(`DOWNTIME, as of ${local}`);
  office.later(180_000);
  expect((await sheet()).asOf).toBe(asOf);
  const preview = await tess!.do('print.preview', {
    id: order.id,
    version: order.version,
    kind: 'pump-sheet',
    paper: 'letter',
  });
  const plain = await words(preview.pdf);
  expect(pages.map(without).map((p) => p.split(' ').toSorted())).toEqual(
    plain.map(without).map((p) => p.split(' ').toSorted()),
  );
  expect(pages.join(' ')).toContain(order.releaseCode);
  expect((await lines()).map((l) => [l.id, l.key])).toEqual([[order.id, key]]);
});

test('every role that may open an order has them, and nobody who is not signed in', async () => {
  const nurse = await office.person('nora', 'nurse');
  expect(await lines(nurse)).toHaveLength(1);
  expect((await sheet(nurse)).pdf.length).toBeGreaterThan(1_000);
  for (const name of ['downtime.list', 'downtime.sheet'] as const)
    expect(await office.window('nobody').no(name, { id: order.id } as never)).toMatchObject({
      code: 'not-signed-in',
    });
});

test('only a program that a pump may run is among them: no draft, none that is over', async () => {
  const draft = await draftOrder(tess!, {}, { ...patient, family: 'Roe', mrn: 'MRN-2' });
  expect((await lines()).map((l) => l.id)).toEqual([order.id]);
  expect(await tess!.no('downtime.sheet', { id: draft.id })).toMatchObject({ code: 'not-found' });
  await pam!.do('order.discontinue', {
    id: order.id,
    version: order.version,
    reason: 'over',
    password: PASSWORD,
  });
  expect(await lines()).toEqual([]);
  expect(await tess!.no('downtime.sheet', { id: order.id })).toMatchObject({ code: 'not-found' });
});

test('one on hold says first that it is not to be started, under another key', async () => {
  const before = await sheet();
  await hold();
  const after = await sheet();
  expect(after.key).not.toBe(before.key);
  for (const page of await words(after.pdf)) expect(page).toMatch(/ON HOLD, do not start. DOWNTIME, as of/);
});

test('what did not change is not drawn anew for another window; the next day it is', async () => {
  const first = await sheet();
  office.later(60_000);
  expect(await sheet(pam)).toEqual(first);
  office.later(86_400_000);
  const again = office.window('tess the next day');
  await again.do('session.sign-in', { username: 'tess', password: PASSWORD });
  const second = await again.do('downtime.sheet', { id: order.id });
  expect(second.key).not.toBe(first.key);
  expect((await words(second.pdf))[0]).toContain('DOWNTIME, as of 2026-11-24');
});

test('that a window was handed them stands in the log of who looked, once', async () => {
  await lines();
  office.later(6 * 60_000);
  await lines();
  const looks = await office.context.store.read((db) => looksAfter(db, {}, 0, 1_000));
  expect(
    looks.filter((l) => l.command === 'downtime.list').map((l) => [l.user, l.subject, l.subject_id]),
  ).toEqual([['tess', 'downtime', '-']]);
});

test('a sheet that was drawn is handed out no more, once its order is not the one that the log knows', async () => {
  const drawn = await sheet();
  alter(join(office.dir, DATA_FILE), "UPDATE order_version SET rx = 'RX-9'");
  expect(await tess!.no('downtime.sheet', { id: order.id })).toMatchObject({
    issues: [{ code: 'record-altered', given: expect.stringMatching('^order_version ') }],
  });
  alter(join(office.dir, DATA_FILE), `UPDATE order_version SET rx = '${order.rx}'`);
  expect(await sheet()).toEqual(drawn);
});
