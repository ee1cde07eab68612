import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { pin } from '../../bridge/people.ts';
import { appendEvent } from '../../db/event-log.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import { decryptFile, encryptFile, readHeader } from '../../electron/services/backup/crypt.ts';
import { deriveKey } from '../../electron/services/password.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { Refused } from '../../engine/number/result.ts';
import { CHEAP, content, draftOrder, PASSWORD, patient, prepareOrder, staffed } from './office.ts';
import type { Office, Window } from './office.ts';
import { closedPort } from './printing/bad-printer.ts';
import { connection } from '../../db/sqlite.ts';
import { openRaw } from '../raw.ts';

let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  ({ office, tech, one, two } = await staffed());
});
afterEach(() => office.close());

const codes = (failure: Failure | object): string[] =>
  'issues' in failure ? (failure.issues as { code: string }[]).map((i) => i.code) : [];
const signed = { password: PASSWORD };
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-rarely-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

const prepared = async (mrn: string, containers: string) =>
  prepareOrder(
    await draftOrder(tech, { preparation: { ...content.preparation, containers } }, { ...patient, mrn }),
    tech,
    one,
    two,
  );
const refusedAs = (code: string) => ({ ok: false, failure: { issues: [{ code }] } });

test('a PIN of one digit over and over or a run is refused, another is taken', () => {
  const told = ['1111', '1234', '8765'].map((text) => JSON.stringify(pin.safeParse(text).error?.issues));
  for (const text of told) expect(text).toContain('pin-too-simple');
  expect(pin.safeParse('1357').success).toBe(true);
});

test('a data file that is only read is there and of this version, or is refused by name', async () => {
  const path = join(folder(), 'meniscus.db');
  const refusal = async () => {
    try {
      await (await openStore(path, { readonly: true })).close();
      return [];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.issues.map((i) => i.code);
    }
  };
  expect(await refusal()).toEqual(['data-file-missing']);
  await (await openStore(path, { migrations: migrations.slice(0, -1) })).close();
  expect(await refusal()).toEqual(['data-file-older']);
  await (await openStore(path)).close();
  expect(await refusal()).toEqual([]);
});

test('an order stays with its patient', async () => {
  const order = await draftOrder(tech);
  const other = await tech.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: { ...patient, family: 'Reed', mrn: 'MRN-2' },
  });
  const change = {
    id: order.id,
    expectedVersion: order.version,
    prescriberId: order.prescriber.id,
    rx: 'RX-1',
    content: { ...content, note: 'changed' },
    reason: null,
  };
  expect(codes(await tech.no('order.save', { ...change, patientId: other.id }))).toEqual([
    'order-of-another-patient',
  ]);
  await tech.do('order.save', { ...change, patientId: order.patient.id });
});

test('only an open finding is resolved, and only by as many as it takes', async () => {
  const draft = await draftOrder(tech);
  const order = await tech.do('order.submit', { id: draft.id, version: draft.version });
  const soft = order.report.findings.find((f) => order.open.includes(f.key) && f.severity === 'soft');
  const resolving = (key: string) => ({
    id: order.id,
    version: order.version,
    key,
    reason: soft?.reasons[0]?.code ?? '',
    text: 'looked at for the test',
    prescriberContact: null,
    ...signed,
  });
  expect(codes(await one.no('order.resolve', resolving('no-such-finding')))).toEqual(['finding-not-open']);
  await one.do('order.resolve', resolving(soft?.key ?? ''));
  expect(codes(await two.no('order.resolve', resolving(soft?.key ?? '')))).toEqual([
    'finding-already-resolved',
  ]);
});

test('a person’s time ends after it begins', async () => {
  const list = await office.supervisor.do('user.list', {});
  const id = list.find((u) => u.username === 'tess')?.id ?? '';
  const period = (to: string) => ({ id, from: '2026-11-01T00:00Z', to, reason: 'leave', ...signed });
  expect(codes(await office.supervisor.no('user.set-active', period('2026-11-01T00:00Z')))).toEqual([
    'active-ends-before-it-begins',
  ]);
  await office.supervisor.do('user.set-active', period('2027-11-01T00:01Z'));
});

test('a print job of which the record no longer gives the same bytes is not sent again', async () => {
  const order = await prepared('A-1', '1');
  const printer = await office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: {
      name: 'Zebra at the hood',
      way: { kind: 'tcp', host: '127.0.0.1', port: await closedPort() },
      language: 'zpl-203',
      papers: ['4x2'],
      active: true,
    },
    ...signed,
  });
  const label = { id: order.id, version: 1, kind: 'label', paper: '4x2', copies: 1, reprintReason: null };
  const { job } = await tech.do('print.send', { ...label, printerId: printer.id } as Input<'print.send'>);
  await office.context.printQueue.idle();
  // a later version of the program that draws the same template otherwise
  const drawn = office.context.renderZpl;
  const context = office.context as { renderZpl: typeof drawn };
  context.renderZpl = async (...asked) => {
    const made = await drawn(...asked);
    return made.ok ? { ...made, value: { ...made.value, sha256: '0'.repeat(64) } } : made;
  };
  expect(codes(await tech.no('job.retry', { id: job.id }))).toEqual(['print-out-differs']);
  context.renderZpl = drawn;
  await tech.do('job.retry', { id: job.id });
  await office.context.printQueue.idle();
});

test('the last supervisor whose time has no end gets none', async () => {
  const { supervisor } = office;
  const sue = await office.person('sue', 'supervisor');
  const list = await supervisor.do('user.list', {});
  const idOf = (name: string) => list.find((u) => u.username === name)?.id ?? '';
  const until = { from: '2026-11-01T00:00Z', to: '2027-11-01T00:00Z', reason: 'leaves', ...signed };
  await sue.do('user.set-active', { id: idOf('ada'), ...until });
  expect(codes(await supervisor.no('user.set-active', { id: idOf('sue'), ...until }))).toEqual([
    'last-supervisor',
  ]);
});

test('nobody takes the last supervisor, by role or by time, the database itself not', async () => {
  const { supervisor, dir } = office;
  const sue = await office.person('sue', 'supervisor');
  const list = await supervisor.do('user.list', {});
  const idOf = (name: string) => list.find((u) => u.username === name)?.id ?? '';
  const raw = openRaw(join(dir, 'meniscus.db'));
  const change = (what: string, name: string) => () =>
    raw.prepare(`UPDATE user SET ${what} WHERE username = ?`).run(name);
  const takes = ["role = 'technician'", "active_to = '2027'", "role = 'pharmacist', pharmacist = 1"];
  // There are two: one may go.
  await sue.do('user.deactivate', { id: idOf('ada'), reason: 'leaves', ...signed });
  for (const what of takes) expect(change(what, 'sue')).toThrow('last-supervisor');
  expect(change("role = 'pharmacist'", 'ada')).not.toThrow();
  expect(change("name = 'Sue'", 'sue')).not.toThrow();
  raw.close();
});

describe('exports', () => {
  const asked = { kind: 'audit', format: 'csv', filter: {}, identifiers: 'full', ...signed } as const;
  test('two at a time', async () => {
    const running = [
      await office.supervisor.do('export.start', asked),
      await office.supervisor.do('export.start', asked),
    ];
    expect(codes(await office.supervisor.no('export.start', asked))).toEqual(['export-running']);
    for (const { job } of running) {
      await office.supervisor.do('export.cancel', { job });
      while ((await office.supervisor.do('export.status', { job })).state === 'running')
        await new Promise((resolve) => setImmediate(resolve));
    }
  });

  test('a PDF of 20,000 rows at most', async () => {
    const event = { at: '2026-11-23T15:00:00.000Z', user: 'ada', station: 's', command: 'c', subject: 'log' };
    await office.context.store.write(async (db) => {
      for (let i = 0; i < 20_000; i += 1) await appendEvent(db, { ...event, subjectId: '-', change: {} });
    });
    expect(codes(await office.supervisor.no('export.start', { ...asked, format: 'pdf' }))).toEqual([
      'pdf-too-long',
    ]);
  });
});

describe('batches', () => {
  test('of 1,000 labels at most, and one at a time', async () => {
    // an order has 100 containers at most
    const orders: Awaited<ReturnType<typeof prepared>>[] = [];
    for (let i = 0; i < 11; i += 1) orders.push(await prepared(`A-${i}`, '100'));
    const batch = (of: typeof orders) => ({
      orders: of.map(({ id, version }) => ({ id, version })),
      kind: 'label' as const,
      paper: '4x2' as const,
      language: 'zpl-203' as const,
      reprintReason: null,
    });
    expect(codes(await tech.no('batch.start', batch(orders)))).toEqual(['batch-too-large']);
    const { job } = await tech.do('batch.start', batch(orders.slice(0, 1)));
    expect(codes(await tech.no('batch.start', batch(orders.slice(1, 2))))).toEqual(['batch-running']);
    await tech.do('batch.cancel', { job });
    while ((await tech.do('batch.status', { job })).state === 'running')
      await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('the way back from a backup', () => {
  const PASSPHRASE = 'four words long enough';
  const restoring = (file: string) => ({
    file,
    passphrase: PASSPHRASE,
    reason: 'a test',
    username: 'ada',
    ...signed,
  });
  /** A backup of an office, and how it is asked for once the data file is damaged. */
  async function damaged() {
    const backups = folder();
    const settings = { folder: backups, everyHours: 24, keep: 3, passphrase: PASSPHRASE, ...signed };
    await office.supervisor.do('backup.configure', settings);
    const { file } = await office.supervisor.do('backup.make', {});
    await office.context.store.close();
    truncateSync(join(office.dir, 'meniscus.db'), 20_000);
    const host = await openOrRecover({ dataDir: office.dir, passwordCost: CHEAP });
    onTestFinished(async () => host.context()?.store.close());
    const restore = (name = file) =>
      host.dispatch({ key: 'k', station: 's' }, 'recovery.restore', restoring(name));
    return { backups, file, restore };
  }
  test('one restore at a time', async () => {
    const { restore } = await damaged();
    const [first, second] = await Promise.all([restore(), restore()]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject(refusedAs('backup-running'));
  });

  test('where nothing can be written it fails by name, and works once it can', async () => {
    const { restore } = await damaged();
    const inTheWay = join(office.dir, 'restore.db');
    mkdirSync(inTheWay);
    expect(await restore()).toMatchObject(refusedAs('restore-failed'));
    rmSync(inTheWay, { recursive: true });
    expect(await restore()).toMatchObject({ ok: true });
  });

  test('a backup that asks for more work than ours do is not read', async () => {
    const { backups, file, restore } = await damaged();
    const { header, line } = readHeader(join(backups, file));
    const dear = { ...header, kdf: { ...header.kdf, N: 2 ** 23, r: 1, p: 1 } };
    const rest = readFileSync(join(backups, file)).subarray(line.length);
    const name = file.replace('meniscus-', 'meniscus-2');
    writeFileSync(join(backups, name), Buffer.concat([Buffer.from(`${JSON.stringify(dear)}\n`), rest]));
    expect(await restore(name)).toMatchObject(refusedAs('backup-not-read'));
  });

  /** What somebody with the passphrase could do to a backup: unpack it, alter it, and pack it again under another name. */
  async function repacked(backups: string, file: string, alter: (raw: Database) => void): Promise<string> {
    const { header } = readHeader(join(backups, file));
    const key = await deriveKey(PASSPHRASE, Buffer.from(header.kdf.salt, 'base64url'), header.kdf);
    const altered = join(folder(), 'altered.db');
    await decryptFile(join(backups, file), altered, key);
    // The key of the office that made it: a backup holds the data file as it is.
    const raw = connection(altered, office.context.store.key);
    alter(raw);
    raw.close();
    const name = file.replace('meniscus-', 'meniscus-2');
    await encryptFile(altered, join(backups, name), key, header);
    return name;
  }

  test.each<[string, string, (raw: Database) => void]>([
    [
      'whose log was altered',
      'event 2: ',
      (raw) => {
        raw.exec('DROP TRIGGER event_no_update');
        raw.prepare("UPDATE event SET user = 'eve' WHERE seq = 2").run();
      },
    ],
    [
      'in which a row refers to what is not there',
      'a row of session refers to what is not there',
      (raw) => {
        raw.pragma('foreign_keys = OFF');
        raw.prepare("UPDATE session SET user_id = 'nobody'").run();
      },
    ],
    [
      'in which an index lacks a row',
      'missing from index',
      (raw) => {
        (raw as unknown as { unsafeMode(on: boolean): void }).unsafeMode(true);
        raw.pragma('writable_schema = ON');
        const index = raw.prepare("SELECT * FROM sqlite_schema WHERE name = 'left_out'");
        raw.exec('CREATE INDEX left_out ON session (station)');
        const entry = index.get() as Record<string, unknown>;
        raw.exec("DELETE FROM sqlite_schema WHERE name = 'left_out'");
        raw.pragma('writable_schema = RESET');
        raw.prepare("UPDATE session SET station = 'moved'").run();
        raw.pragma('writable_schema = ON');
        raw.prepare('INSERT INTO sqlite_schema VALUES (@type, @name, @tbl_name, @rootpage, @sql)').run(entry);
      },
    ],
  ])('a backup %s does not take the place of the data file', async (_, why, alter) => {
    const { backups, file, restore } = await damaged();
    const name = await repacked(backups, file, alter);
    expect(await restore(name)).toMatchObject({
      ok: false,
      failure: { issues: [{ code: 'backup-does-not-hold', given: expect.stringContaining(why) }] },
    });
    expect(await restore()).toMatchObject({ ok: true });
  });
});
