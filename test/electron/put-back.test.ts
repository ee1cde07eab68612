import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import type { Printer } from '../../bridge/printing.ts';
import { alter } from '../damage.ts';
import { PASSWORD, withPreparedBag, type Office, type Window } from './office.ts';
import { closedPort } from './printing/bad-printer.ts';

const signed = { password: PASSWORD };
let office: Office & { readonly supervisor: Window };
let subject: { id: string; version: number };
let tess: Window;
beforeEach(async () => {
  const { office: copy, facts } = await withPreparedBag();
  office = copy;
  subject = { id: facts.id, version: 1 };
  tess = office.window('tess');
});
afterEach(async () => {
  await office.context.printQueue.idle();
  await office.close();
});

const change = (sql: string) => alter(join(office.dir, 'meniscus.db'), sql);
const told = (failure: Failure) =>
  'issues' in failure ? failure.issues.map((i) => [i.code, i.given]) : [[failure.code, null]];

describe('a printer whose newest entry was taken out of the file', () => {
  const record: Printer = {
    name: 'Zebra at the hood',
    way: { kind: 'tcp', host: '127.0.0.1', port: 9 },
    language: 'zpl-203',
    papers: ['4x2'],
    active: true,
  };
  const add = async () => {
    const way = { ...record.way, port: await closedPort() };
    const saved = { record: { ...record, way }, ...signed };
    return office.supervisor.do('printer.save', { id: null, expectedVersion: null, ...saved });
  };
  const label = { kind: 'label', paper: '4x2', copies: 1, reprintReason: null } as const;

  test('is named as an altered record by whatever would use it, and is no printer that nobody knows', async () => {
    const { id } = await add();
    const { job } = await tess.do('print.send', { ...subject, ...label, printerId: id });
    await office.context.printQueue.idle();
    change(`PRAGMA foreign_keys = OFF; DELETE FROM printer_version WHERE printer_id = '${id}'`);
    const missing = [['record-altered', `printer_version ${id} 1: missing`]];
    const unread = [['record-altered', `printer_version ${id} 1: does not read`]];
    const again = { ...subject, ...label, reprintReason: 'for the test', printerId: id };
    expect(told(await tess.no('print.send', again))).toEqual(missing);
    expect(told(await tess.no('job.retry', { id: job.id }))).toEqual(missing);
    expect(told(await tess.no('job.list', {}))).toEqual(unread);
    expect(told(await tess.no('printer.list', {}))).toEqual(missing);
    expect(told(await office.supervisor.no('printer.test', { id, paper: '4x2' }))).toEqual(unread);
    const saved = { id, expectedVersion: 1, record, ...signed };
    expect(told(await office.supervisor.no('printer.save', saved))).toEqual(unread);
  });

  test('and so is one of which no row is left', async () => {
    const { id } = await add();
    change(`PRAGMA foreign_keys = OFF; DELETE FROM printer WHERE id = '${id}'`);
    expect(told(await tess.no('print.send', { ...subject, ...label, printerId: id }))).toEqual([
      ['record-altered', `printer ${id}: missing`],
    ]);
    expect(told(await tess.no('print.send', { ...subject, ...label, printerId: 'ptr-none' }))).toEqual([
      ['not-found', null],
    ]);
  });

  test('a job is not sent again by an entry of its day that was altered, whatever stands there now', async () => {
    const { id, record: first } = await add();
    const { job } = await tess.do('print.send', { ...subject, ...label, printerId: id });
    await office.context.printQueue.idle();
    const moved = { ...first, name: 'Zebra at the door' };
    await office.supervisor.do('printer.save', { id, expectedVersion: 1, record: moved, ...signed });
    change(
      `UPDATE printer_version SET content = replace(content, '127.0.0.1', 'localhost') WHERE version = 1`,
    );
    expect(told(await tess.no('job.retry', { id: job.id }))).toEqual([
      ['record-altered', `printer_version ${id} 1: differs`],
    ]);
  });
});

const guess = (password: string) =>
  office.window('guesser').no('session.sign-in', { username: 'pam', password });

const untilLocked = async () => {
  let tries = 0;
  while (told(await guess('wrong'))[0]?.[0] === 'password-wrong') tries += 1;
  return tries;
};

describe('counts of wrong passwords of before, put back into the file', () => {
  test('shorten no wait at a sign-in: the log says how many there were', async () => {
    const tries = await untilLocked();
    expect(tries).toBeGreaterThan(2);
    change('DELETE FROM sign_in_failure');
    expect(told(await guess(PASSWORD))[0]?.[0]).toBe('sign-in-locked');
    // The wait of that many tries, and the next wrong one doubles it.
    office.later(6_000);
    change('DELETE FROM sign_in_failure');
    expect(told(await guess('wrong'))[0]?.[0]).toBe('password-wrong');
    change('DELETE FROM sign_in_failure');
    office.later(6_000);
    expect(told(await guess(PASSWORD))[0]?.[0]).toBe('sign-in-locked');
  });

  test('and whoever came in since, or got a new password, begins anew', async () => {
    await untilLocked();
    office.later(60_000);
    await office.window('own').do('session.sign-in', { username: 'pam', ...signed });
    expect(await untilLocked()).toBeGreaterThan(2);
    office.later(86_400_000);
    change('DELETE FROM sign_in_failure');
    expect(await untilLocked()).toBeGreaterThan(2);
  });
});
