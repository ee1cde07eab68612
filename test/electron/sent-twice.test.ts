import { limitChange } from './limit-change.ts';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command, contract } from '../../bridge/contract.ts';
import type { Keyed } from '../../bridge/creates.ts';
import { BOUND_TABLES, UNBOUND } from '../../db/bound-rows.ts';
import { setJob } from '../../db/printing.ts';
import { k, type Tables } from '../../db/schema.ts';
import { codeAt } from './authenticator.ts';
import {
  bareOffice,
  draftOrder,
  ingredients,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  START,
  staffed,
  type Asks,
  type Office,
  type Window,
} from './office.ts';

type Writing = { [C in Command]: (typeof contract)[C]['mode'] extends 'write' ? C : never }[Command];

/**
 * What comes of a call that is sent twice without a key: `moved`: the second finds the record moved on, or the name taken,
 * and is refused; `same`: it changes no count of rows but in the log; else why it is meant to be done again.
 */
const TWICE: Readonly<Record<Exclude<Writing, Keyed>, string>> = {
  'order.check-again': 'moved',
  'order.resolve': 'moved',
  'order.verify': 'moved',
  'order.hold': 'moved',
  'order.resume': 'moved',
  'order.discontinue': 'moved',
  'order.void': 'moved',
  'order.final-check': 'moved',
  'order.release': 'moved',
  'order.complete': 'moved',
  'preparation.start': 'moved',
  'preparation.record': 'moved',
  'library.approve': 'moved',
  'library.decline': 'moved',
  'library.export': 'another file of the same library: the key is made once',
  'patient.merge-approve': 'moved',
  'patient.merge-decline': 'moved',
  'site.save': 'moved',
  'policy.save': 'moved',
  'station.invite': 'another code is made, which lapses by itself: the first is shown nowhere again',
  'station.enrol': 'moved',
  'station.withdraw': 'moved',
  'user.add': 'moved',
  'user.update': 'moved',
  'user.set-badge': 'same',
  'user.set-active': 'same',
  'user.deactivate': 'same',
  'user.reset-password': 'the first password that was handed over is none any more: there is one at a time',
  'user.reset-factor': 'moved',
  'factor.enrol': 'moved',
  'session.sign-in': 'a sitting ends the one before it at the same window',
  'session.sign-out': 'moved',
  'session.lock': 'moved',
  'session.unlock': 'same',
  'session.set-pin': 'same',
  'session.change-password': 'same',
  'system.first-run': 'moved',
  'clock.confirm': 'moved',
  'job.retry': 'moved',
  'job.cancel': 'moved',
  'job.settle': 'moved',
  'protocol.for-pump': 'a file, and a line in the log for each: the digest says that they are the same',
  'printer.test': 'a page of paper that says that it is a test',
  'backup.configure': 'same',
  'backup.make': 'a file under the instant at which it was made: no record, and none too many',
  'backup.restore': 'signs everybody out: the second is nobody’s',
  'recovery.restore': 'a file that is not damaged is not replaced',
  'recovery.key': 'a key that is here is not asked for',
  'product.import-piece': 'same',
  'product.import-end': 'moved',
  'key.recovery': 'the code of before is none any more: there is one at a time',
};

/** What is done when it is asked for again, or refused however often: nothing is to be seen of it here. */
const APART: readonly string[] = ['backup.restore', 'recovery.restore', 'recovery.key'];

let office: Office & { readonly supervisor: Window };
let [tech, one, two]: Window[] = [];
let boss: Window;
let folder: string;
beforeEach(async () => {
  const staff = await staffed();
  ({ office } = staff);
  [tech, one, two, boss] = [staff.tech, staff.one, staff.two, staff.office.supervisor];
  folder = mkdtempSync(join(tmpdir(), 'meniscus-twice-'));
});
afterEach(async () => {
  await office.context.printQueue.idle();
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const signed = { password: PASSWORD };
const seen = new Set<string>();
const LOG: readonly string[] = ['event', 'event_link', 'row_digest', 'sign_in_failure'];
const TABLES = [...BOUND_TABLES, ...(Object.keys(UNBOUND) as (keyof Tables)[])].filter(
  (t) => !LOG.includes(t),
);
const rows = (of: Office): Promise<Record<string, number>> =>
  of.context.store.read(async (db) =>
    Object.fromEntries(
      await Array.fromAsync(TABLES, async (t) => [
        t,
        (await db.one(k.selectFrom(t).select((e) => e.fn.countAll<number>().as('n'))))?.n ?? 0,
      ]),
    ),
  );

/** Sends it twice, at once where the second is to be refused, and holds what comes of it against the table. */
async function twice<C extends Exclude<Writing, Keyed>>(
  who: Window,
  name: C,
  input: Asks<C>,
  of: Office = office,
) {
  seen.add(name);
  if (TWICE[name] === 'moved') {
    const replies = await Promise.all([who.ask(name, input), who.ask(name, input)]);
    expect([name, replies.filter((r) => r.ok).length, replies]).toEqual([name, 1, expect.anything()]);
    return;
  }
  await who.do(name, input);
  const before = await rows(of);
  const second = await who.ask(name, input);
  if (TWICE[name] === 'same') expect([name, await rows(of)]).toEqual([name, before]);
  else expect([name, second.ok]).toEqual([name, true]);
}

const subjectOf = ({ id, version }: { id: string; version: number }) => ({ id, version });
const submitted = async (mrn: string) =>
  tech!.do('order.submit', subjectOf(await draftOrder(tech!, {}, { ...patient, mrn })));

describe('a call that is sent twice makes nothing twice', () => {
  test('of an order', async () => {
    const order = await submitted('MRN-1');
    const subject = subjectOf(order);
    const key = order.open[0] ?? '';
    const reason = order.report.findings.find((f) => f.key === key)?.reasons[0]?.code ?? '';
    const resolve = { ...subject, key, reason, text: 'looked at', prescriberContact: 'Dr. Lee' };
    await twice(one!, 'order.resolve', { ...resolve, ...signed });
    await resolveAll(await one!.do('order.get', { id: order.id }), one!, two!);
    await twice(one!, 'order.verify', { ...subject, ...signed });
    await twice(one!, 'order.hold', { ...subject, reason: 'a question', ...signed });
    await twice(one!, 'order.resume', { ...subject, reason: 'answered', ...signed });
    await twice(tech!, 'preparation.start', subject);
    await twice(tech!, 'preparation.record', { ...subject, ingredients, deviations: null });
    await tech!.do('print.issue', {
      ...subject,
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    });
    await twice(two!, 'order.final-check', { ...subject, ...signed });
    await twice(two!, 'order.release', { ...subject, ...signed });
    await twice(tech!, 'order.complete', subject);
    await twice(one!, 'order.void', { ...subject, reason: 'entered by mistake', ...signed });
    const other = await submitted('MRN-2');
    await twice(one!, 'order.discontinue', { ...subjectOf(other), reason: 'ended', ...signed });
    const third = await submitted('MRN-3');
    await tech!.do('patient.save', {
      id: third.patient.id,
      expectedVersion: 1,
      record: { ...third.patient.record, weight: { value: '69 kg', on: '2026-11-22' } },
    });
    await twice(tech!, 'order.check-again', subjectOf(third));
    expect(await boss.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('of the library, the site and patients', async () => {
    const rule = { rule: 'hm-04', severity: null, reason: 'agreed' };
    const first = await one!.do('library.propose', limitChange({ ...rule, amount: '0.3' }));
    await twice(boss, 'library.approve', { id: first.id, ...signed });
    await twice(boss, 'library.export', signed);
    const second = await one!.do('library.propose', limitChange({ ...rule, amount: '0.2' }));
    await twice(boss, 'library.decline', { id: second.id, reason: 'not now', ...signed });
    const { ruleSet, site } = await boss.do('site.get', {});
    await twice(boss, 'site.save', {
      expectedRuleSet: ruleSet,
      site: { ...site, timeZone: 'America/Chicago' },
      ...signed,
    });
    const { version, settings } = await boss.do('policy.get', {});
    await twice(boss, 'policy.save', {
      expectedVersion: version,
      settings: { ...settings, idleMinutes: 7 },
      ...signed,
    });
    const register = async (mrn: string, besides: string[]) =>
      tech!.do('patient.save', {
        id: null,
        expectedVersion: null,
        record: { ...patient, mrn },
        besides,
      });
    const stays = await register('MRN-1', []);
    const goes = await register('MRN-2', [stays.id]);
    const merge = {
      stays: stays.id,
      staysVersion: 1,
      goes: goes.id,
      goesVersion: 1,
      chosen: {},
      identity: null,
      reason: 'registered twice',
    };
    const no = await tech!.do('patient.merge-propose', merge);
    await twice(one!, 'patient.merge-decline', { id: no.id, reason: 'look again', ...signed });
    const yes = await tech!.do('patient.merge-propose', merge);
    await twice(one!, 'patient.merge-approve', { id: yes.id, ...signed });
    expect(await boss.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('of people and their windows', async () => {
    const tess = {
      name: 'Tess',
      credentials: 'CPhT',
      licence: null,
      role: 'technician' as const,
      pharmacist: false,
    };
    const { length } = await boss.do('user.list', {});
    await twice(boss, 'user.add', { ...tess, username: 'tom', ...signed });
    expect(await boss.do('user.list', {})).toHaveLength(length + 1);
    const id = (await boss.do('user.list', {})).find((u) => u.username === 'tom')?.id ?? '';
    await twice(boss, 'user.update', { ...tess, id, credentials: 'RPhT', reason: 'certified', ...signed });
    await twice(boss, 'user.set-badge', { id, badge: 'BADGE-1', ...signed });
    await twice(boss, 'user.set-active', { id, from: START, to: null, reason: 'begins', ...signed });
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const code = codeAt(secret, office.context.clock());
    await twice(one!, 'factor.enrol', { secret, code, current: null, ...signed });
    const pam = (await boss.do('user.list', {})).find((u) => u.username === 'pam')?.id ?? '';
    await twice(boss, 'user.reset-factor', { id: pam, reason: 'telephone lost', ...signed });
    await twice(boss, 'user.reset-password', { id, reason: 'forgot it', ...signed });
    await twice(boss, 'user.deactivate', { id, reason: 'leaves', ...signed });
    await twice(tech!, 'session.sign-in', { username: 'tess', ...signed });
    await twice(tech!, 'session.set-pin', { pin: '7391', ...signed });
    await twice(tech!, 'session.lock', {});
    await twice(tech!, 'session.unlock', { kind: 'pin', secret: '7391' });
    await twice(tech!, 'session.change-password', { old: PASSWORD, new: 'another horse 8' });
    await twice(tech!, 'session.sign-out', {});
    await twice(boss, 'station.invite', signed);
    const made = await boss.do('station.invite', signed);
    const room = { code: made.code, name: 'Clean room' };
    await twice(office.window('room', 'what it carries'), 'station.enrol', room);
    const station = (await boss.do('station.list', {})).find((s) => s.state === 'enrolled')?.id ?? '';
    await twice(boss, 'station.withdraw', { id: station, reason: 'replaced', ...signed });
    const empty = await bareOffice();
    const { name, credentials, licence, pharmacist } = tess;
    const first = { username: 'ada', password: PASSWORD, name, credentials, licence, pharmacist };
    await twice(empty.window('ada'), 'system.first-run', first, empty);
    await empty.close();
  });

  test('of printers, copies and the clock', async () => {
    const prepared = await prepareOrder(await draftOrder(tech!), tech!, one!, two!);
    const record = {
      name: 'Folder',
      way: { kind: 'file', folder },
      language: 'zpl-203',
      papers: ['4x2' as const],
      active: true,
    } as const;
    const { id: printerId } = await boss.do('printer.save', {
      id: null,
      expectedVersion: null,
      record: { ...record, papers: [...record.papers] },
      ...signed,
    });
    await twice(tech!, 'printer.test', { id: printerId, paper: '4x2' });
    await twice(tech!, 'protocol.for-pump', { pump: 'cadd-solis', format: 'csv' });
    const form = { ...subjectOf(prepared), kind: 'label', paper: '4x2', copies: 1 } as const;
    const { job } = await tech!.do('print.send', { ...form, reprintReason: null, printerId });
    // The folder is gone before the job is begun.
    rmSync(folder, { recursive: true });
    await office.context.printQueue.idle();
    await twice(tech!, 'job.retry', { id: job.id });
    await office.context.printQueue.idle();
    const be = (...states: string[]) =>
      office.context.store.write(async (db) => {
        for (const state of states)
          await setJob(db, job.id, { state, attempts: 1, why: null, changed_at: START });
      });
    await be('queued');
    await twice(tech!, 'job.cancel', { id: job.id });
    await be('queued', 'sending', 'unknown');
    await twice(tech!, 'job.settle', { id: job.id, printed: false, note: 'nothing came' });
    mkdirSync(folder);
    await twice(boss, 'backup.configure', {
      folder,
      everyHours: null,
      keep: 2,
      passphrase: 'a phrase of the test',
      ...signed,
    });
    await twice(boss, 'backup.make', {});
    const list = Buffer.from('GTIN\n00304091134034\n');
    const { job: importJob } = await boss.do('product.import-start', {
      file: 'gtins.csv',
      bytes: list.length,
    });
    const piece = { job: importJob, at: 0, bytes: list.toString('base64') };
    await twice(boss, 'product.import-piece', piece);
    await twice(boss, 'product.import-end', { job: importJob, stopped: false, whole: false });
    await twice(boss, 'key.recovery', signed);
    office.later(-20 * 24 * 3_600_000);
    for (const username of ['tess', 'ada'])
      await office.window(username).do('session.sign-in', { username, ...signed });
    await twice(office.window('ada'), 'clock.confirm', signed);
    expect(await office.window('ada').do('log.verify', {})).toMatchObject({ broken: null });
  });
});

test('each command that changes something was sent twice, or stands apart', () => {
  expect([...seen, ...APART].toSorted()).toEqual(Object.keys(TWICE).toSorted());
});
