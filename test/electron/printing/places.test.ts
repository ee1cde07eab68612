import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../../bridge/contract.ts';
import type { Printer } from '../../../bridge/printing.ts';
import { openOffice, PASSWORD, type Office, type Window } from '../office.ts';
import { listen, takesAll, type BadPrinter } from './bad-printer.ts';

let office: Office & { supervisor: Window };
let top: string;
let labels: string;
let printer: BadPrinter | undefined;
beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'meniscus-places-'));
  labels = join(top, 'labels');
  for (const name of ['labels/hood', 'labels-of-others']) mkdirSync(join(top, name), { recursive: true });
  symlinkSync(join(top, 'labels-of-others'), join(labels, 'out'));
  office = await openOffice();
});
afterEach(async () => {
  await printer?.close();
  await office.context.printQueue.idle();
  await office.close();
  printer = undefined;
  rmSync(top, { recursive: true, force: true });
});

const name = async (folders: string[], hosts: string[]) => {
  const { ruleSet, site } = await office.supervisor.do('site.get', {});
  const named = { ...site, printing: { folders, hosts } };
  await office.supervisor.do('site.save', { expectedRuleSet: ruleSet, site: named, password: PASSWORD });
};
const saving = (way: Printer['way'], change: Partial<Printer> = {}): Input<'printer.save'> => ({
  id: null,
  expectedVersion: null,
  record: { name: 'Hood', way, language: 'pdf', papers: ['letter'], active: true, ...change },
  password: PASSWORD,
});
const file = (folder: string) => saving({ kind: 'file', folder });
const tcp = (host: string, port = 9100) => saving({ kind: 'tcp', host, port });
const refusals = async (input: Input<'printer.save'>) => {
  const failure = await office.supervisor.no('printer.save', input);
  return 'issues' in failure ? failure.issues.map(({ code, path }) => `${code} ${path}`) : [failure.code];
};

describe('a printer writes below the folders that are named', () => {
  test('and below no other, by no name and by no link', async () => {
    await name([labels], []);
    const no = ['folder-not-named record.way.folder'];
    expect(await refusals(file(top))).toEqual(no);
    expect(await refusals(file(join(top, 'labels-of-others')))).toEqual(no);
    expect(await refusals(file(join(labels, 'out')))).toEqual(no);
    expect(await refusals(file(`${labels}/../labels-of-others`))).toEqual(['refused record.way.folder']);
    expect(await office.supervisor.do('printer.list', {})).toEqual([]);
    await office.supervisor.do('printer.save', file(labels));
    const below = { ...file(join(labels, 'hood')) };
    await office.supervisor.do('printer.save', { ...below, record: { ...below.record, name: 'Below' } });
  });

  test('and below none while none is named', async () => {
    await name([], []);
    expect(await refusals(file(labels))).toEqual(['folder-not-named record.way.folder']);
  });
});

describe('a printer is reached at the hosts that are named', () => {
  test('and at no other', async () => {
    await name([], ['Zebra-1.local']);
    const no = ['host-not-named record.way.host'];
    expect(await refusals(tcp('127.0.0.1'))).toEqual(no);
    expect(await refusals(tcp('zebra-1.local.example'))).toEqual(no);
    await office.supervisor.do('printer.save', tcp('zebra-1.LOCAL'));
  });

  test('one of before gets nothing when its host is named no more, and is taken out of use', async () => {
    printer = await listen(takesAll);
    const { id } = await office.supervisor.do('printer.save', tcp('127.0.0.1', printer.port));
    await name([], []);
    expect(await office.supervisor.no('printer.test', { id, paper: 'letter' })).toMatchObject({
      issues: [{ code: 'host-not-named' }],
    });
    expect(printer.received).toEqual([]);
    const out = { ...tcp('127.0.0.1', printer.port), id, expectedVersion: 1 };
    expect(await refusals(out)).toEqual(['host-not-named record.way.host']);
    await office.supervisor.do('printer.save', { ...out, record: { ...out.record, active: false } });
  });
});

test('nothing is written to a folder that is named no more', async () => {
  await name([labels], []);
  const { id } = await office.supervisor.do('printer.save', file(join(labels, 'hood')));
  await office.supervisor.do('printer.test', { id, paper: 'letter' });
  expect(readdirSync(join(labels, 'hood'))).toHaveLength(1);
  await name([top], []);
  await office.supervisor.do('printer.test', { id, paper: 'letter' });
  await name([join(top, 'labels-of-others')], []);
  const before = readdirSync(join(labels, 'hood'));
  expect(await office.supervisor.no('printer.test', { id, paper: 'letter' })).toMatchObject({
    issues: [{ code: 'folder-not-named' }],
  });
  expect(readdirSync(join(labels, 'hood'))).toEqual(before);
});

test.each(['backups', './backups', '../backups', '/srv/../etc', 'C:backups', '/srv/.'])(
  'backups go to no folder %s: a whole path is asked for',
  async (folder) => {
    const settings = { folder, everyHours: null, keep: 1, passphrase: 'a passphrase of the pharmacy' };
    const failure = await office.supervisor.no('backup.configure', { ...settings, password: PASSWORD });
    expect(failure).toMatchObject({ code: 'invalid-input' });
    const paths = failure.code === 'invalid-input' ? failure.issues.map((i) => i.path) : [];
    expect(new Set(paths)).toEqual(new Set(['folder']));
  },
);
