import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract, type Command, type Input, type Output } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import { readCsv } from '../../db/csv.ts';
import { textExport } from '../../db/exported.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { overwrite, pageOf, rootOf } from '../damage.ts';
import { CHEAP, draftOrder, openOffice, PASSWORD, patient, type Office } from './office.ts';
import { openRaw } from '../raw.ts';

const verifyText = (text: string) => verifyExport(textExport(text));

let office: Office;
let path: string;
let orderId: string;

beforeEach(async () => {
  office = await openOffice();
  const tech = await office.person('tess', 'technician');
  orderId = (await draftOrder(tech)).id;
  for (let i = 2; i < 40; i += 1)
    await tech.do('patient.save', {
      id: null,
      expectedVersion: null,
      record: { ...patient, given: `Iris ${'abcdefghijklmnopqrstuvwxyz'[i % 26]}${i}`, mrn: `MRN-${i}` },
    });
  await office.context.store.close();
  path = join(office.dir, 'meniscus.db');
  const raw = openRaw(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  raw.close();
});
afterEach(() => office.close());

async function opened() {
  const host = await openOrRecover({ dataDir: office.dir, passwordCost: CHEAP });
  const ask = <C extends Command>(name: C, input: Input<C>, key = 'k') =>
    host.dispatch({ key, station: 'desk' }, name, input) as Promise<Reply<Output<C>>>;
  const value = async <C extends Command>(name: C, input: Input<C>): Promise<Output<C>> => {
    const reply = await ask(name, input);
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
    return reply.value;
  };
  return { host, ask, value };
}

test('who worked here looks at what still reads, and nothing changes the file', async () => {
  const bytes = overwrite(path, rootOf(path, 'prescriber_version'));
  const { ask, value } = await opened();
  expect(await value('system.status', {})).toMatchObject({
    pharmacy: 'Riverside Home Infusion',
    timeZone: 'America/New_York',
    damaged: { code: 'data-file-damaged', readable: true },
  });
  expect(await ask('order.list', {})).toMatchObject({ failure: { code: 'not-signed-in' } });
  expect(await ask('session.sign-in', { username: 'tess', password: 'wrong' })).toMatchObject({
    failure: { issues: [{ code: 'password-wrong' }] },
  });
  expect(await value('session.me', {})).toBeNull();
  expect(await value('session.sign-in', { username: 'tess', password: PASSWORD })).toMatchObject({
    username: 'tess',
    role: 'technician',
  });
  expect(await value('session.me', {})).toMatchObject({ username: 'tess' });
  expect((await value('order.list', {})).orders).toMatchObject([{ id: orderId, number: 'M000001' }]);
  expect((await value('log.list', { filter: {}, before: null, limit: 5 })).events).toHaveLength(5);
  expect(await ask('prescriber.list', {})).toMatchObject({
    failure: { code: 'refused', issues: [{ code: 'data-file-damaged' }] },
  });
  expect(await ask('user.list', {})).toMatchObject({ failure: { code: 'not-allowed' } });
  // Another window is another person.
  expect(await ask('order.list', {}, 'other')).toMatchObject({ failure: { code: 'not-signed-in' } });
  await value('session.sign-out', {});
  expect(await ask('order.list', {})).toMatchObject({ failure: { code: 'not-signed-in' } });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

const ANSWERED_HERE = [
  'session.sign-in',
  'session.sign-out',
  'export.start',
  'recovery.restore',
  'recovery.key',
];

test('every command that changes something is refused by name', async () => {
  overwrite(path, rootOf(path, 'prescriber_version'));
  const { host, value } = await opened();
  await value('session.sign-in', { username: 'ada', password: PASSWORD });
  const changing = Object.entries(contract).filter(
    ([name, c]) => c.mode === 'write' && !ANSWERED_HERE.includes(name),
  );
  expect(changing.length).toBeGreaterThan(30);
  for (const [name] of changing)
    expect([name, await host.dispatch({ key: 'k', station: 'desk' }, name, {})]).toMatchObject([
      name,
      { ok: false, failure: { code: 'refused', issues: [{ code: 'data-file-damaged' }] } },
    ]);
});

test('the log is exported as far as it reads, marked, and what is missing is named', async () => {
  const raw = openRaw(path, { readonly: true });
  const events = (raw.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n;
  raw.close();
  overwrite(path, pageOf(path, 'event', 24));
  const { ask, value } = await opened();
  const wanted = {
    kind: 'audit',
    format: 'csv',
    filter: {},
    identifiers: 'full',
    password: PASSWORD,
  } as const;
  await value('session.sign-in', { username: 'tess', password: PASSWORD });
  expect(await ask('export.start', wanted)).toMatchObject({ failure: { code: 'not-allowed' } });
  await value('session.sign-in', { username: 'ada', password: PASSWORD });
  let status = await value('export.start', wanted);
  while (status.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    status = await value('export.status', { job: status.job });
  }
  expect(status).toMatchObject({ state: 'done', why: null, total: events });
  expect(status.done).toBeLessThan(events);
  expect(status.done).toBeGreaterThan(events / 2);
  expect(status.name).toMatch(/^meniscus-damaged-audit-/);
  const { data } = await value('export.fetch', { job: status.job, offset: 0 });
  const csv = Buffer.from(data, 'base64').toString();
  const seqs = [...readCsv(csv)].slice(1, -1).map((r) => Number(r[0]));
  const missing = Array.from({ length: events }, (_, i) => i + 1).filter((n) => !seqs.includes(n));
  expect(missing).toHaveLength(events - status.done);
  expect(verifyText(csv)).toMatchObject({ broken: missing[0] });
  expect(csv).toContain('(damaged data file)');
  const noted = readFileSync(join(office.dir, 'incidents.log'), 'utf8');
  expect(noted).toContain('damaged file: ada looks into it');
  expect(noted).toContain(`damaged file: ada exported ${status.job}`);
});

test('a file of which not even the first page reads has nothing to look at', async () => {
  overwrite(path, 0);
  const { ask, value } = await opened();
  expect(await value('system.status', {})).toMatchObject({ damaged: { readable: false } });
  expect(await ask('session.sign-in', { username: 'ada', password: PASSWORD })).toMatchObject({
    failure: { issues: [{ code: 'data-file-damaged' }] },
  });
});
