import { limitChange } from './limit-change.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alter as alterFile } from '../damage.ts';
import { lookAtEverything } from '../../electron/services/whole/whole.ts';
import {
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  type Office,
  type Window,
} from './office.ts';

let office: Office & { readonly supervisor: Window };
let tess: Window;
let pam: Window;
let paul: Window;
let subject: { id: string; version: number };
beforeAll(async () => {
  office = await openOffice();
  tess = await office.person('tess', 'technician');
  pam = await office.person('pam', 'pharmacist');
  paul = await office.person('paul', 'pharmacist');
  const { id } = await prepareOrder(await draftOrder(tess), tess, pam, paul);
  subject = { id, version: 1 };
});
afterAll(() => office.close());

const alter = (change: string) => alterFile(join(office.dir, 'meniscus.db'), change);

const label = (of: typeof subject) => ({
  ...of,
  kind: 'label' as const,
  paper: '4x2' as const,
  copies: 1,
  reprintReason: null,
});

const exported = async (kind: 'compounding' | 'controlled' | 'override') => {
  const { job } = await office.supervisor.do('export.start', {
    kind,
    format: 'csv',
    filter: {},
    identifiers: 'full',
    password: PASSWORD,
  });
  const now = () => office.supervisor.do('export.status', { job });
  await expect.poll(async () => (await now()).state).not.toBe('running');
  const { state, why } = await now();
  return [state, why];
};

describe('a record that is not what its event says', () => {
  test.each([
    [
      'finding',
      `UPDATE finding SET report = packed(replace(unpacked(report), '1 mg', '9.99 mg'))`,
      `UPDATE finding SET report = packed(replace(unpacked(report), '9.99 mg', '1 mg'))`,
    ],
    [
      'resolution',
      `UPDATE resolution SET words = 'x'`,
      `UPDATE resolution SET words = 'looked at for the test'`,
    ],
    [
      'preparation_record',
      `UPDATE preparation_record SET content = replace(content, 'L-100', 'L-900')`,
      `UPDATE preparation_record SET content = replace(content, 'L-900', 'L-100')`,
    ],
    [
      'user',
      `UPDATE user SET name = 'Pam Other' WHERE username = 'pam'`,
      `UPDATE user SET name = 'pam the pharmacist' WHERE username = 'pam'`,
    ],
  ])(
    '%s: nothing is printed, scanned, checked; the record is named; reading goes on',
    async (table, change, back) => {
      const { releaseCode } = await tess.do('order.get', { id: subject.id });
      alter(change);
      const named = {
        code: 'refused',
        issues: [{ code: 'record-altered', given: expect.stringMatching(`^${table} `) }],
      };
      expect(
        await tess.no('print.preview', { id: subject.id, version: 1, kind: 'label', paper: '4x2' }),
      ).toMatchObject(named);
      expect(await tess.no('print.issue', label(subject))).toMatchObject(named);
      expect(await tess.no('code.scan', { code: releaseCode ?? '' })).toMatchObject(named);
      expect(await paul.no('order.final-check', { ...subject, password: PASSWORD })).toMatchObject(named);
      expect((await tess.do('order.get', { id: subject.id })).id).toBe(subject.id);
      alter(back);
      expect(await tess.do('code.scan', { code: releaseCode ?? '' })).toMatchObject({
        status: 'not-released',
      });
    },
  );

  test('a person whose rights were altered does not sign in', async () => {
    alter(`UPDATE user SET pharmacist = 1, role = 'pharmacist' WHERE username = 'tess'`);
    const failure = await office
      .window('new')
      .no('session.sign-in', { username: 'tess', password: PASSWORD });
    expect(failure).toMatchObject({
      issues: [{ code: 'record-altered', given: expect.stringMatching('^user ') }],
    });
    await office.window('new').do('session.sign-in', { username: 'pam', password: PASSWORD });
    alter(`UPDATE user SET pharmacist = 0, role = 'technician' WHERE username = 'tess'`);
  });

  test.each(['compounding', 'controlled', 'override'] as const)(
    'no %s log of it is exported',
    async (kind) => {
      expect(await exported(kind)).toEqual(['done', null]);
      alter("UPDATE order_version SET rx = 'RX-9'");
      expect(await exported(kind)).toEqual(['failed', 'record-altered']);
      alter("UPDATE order_version SET rx = 'RX-1'");
      expect(await exported(kind)).toEqual(['done', null]);
    },
  );

  test('nothing is sent to a printer whose entry was altered', async () => {
    const printer = await office.supervisor.do('printer.save', {
      id: null,
      expectedVersion: null,
      record: {
        name: 'Zebra at the hood',
        way: { kind: 'tcp', host: '127.0.0.1', port: 9 },
        language: 'zpl-203',
        papers: ['4x2'],
        active: true,
      },
      password: PASSWORD,
    });
    const send = { ...label(subject), reprintReason: 'for the test', printerId: printer.id };
    alter("UPDATE printer_version SET content = replace(content, 'hood', 'door')");
    expect(await tess.no('print.send', send)).toMatchObject({
      issues: [{ code: 'record-altered', given: expect.stringMatching('^printer_version ') }],
    });
    alter("UPDATE printer_version SET content = replace(content, 'door', 'hood')");
  });

  test('a proposed rule that was altered is not approved', async () => {
    const { id } = await pam.do(
      'library.propose',
      limitChange({
        rule: 'hm-04',
        amount: '0.3',
        severity: null,
        reason: 'two near misses in October',
      }),
    );
    alter("UPDATE library_change SET content = replace(content, '0.3', '0.1')");
    expect(await office.supervisor.no('library.approve', { id, password: PASSWORD })).toMatchObject({
      issues: [{ code: 'record-altered', given: `library_change ${id}: differs` }],
    });
    alter("UPDATE library_change SET content = replace(content, '0.1', '0.3')");
    await office.supervisor.do('library.approve', { id, password: PASSWORD });
  });

  test('stale print-outs are not listed from rows that were altered', async () => {
    const stale = await prepareOrder(
      await draftOrder(tess, {}, { ...patient, mrn: 'MRN-3' }),
      tess,
      pam,
      paul,
    );
    await tess.do('print.issue', label({ id: stale.id, version: 1 }));
    await pam.do('order.void', { id: stale.id, version: 1, reason: 'for the test', password: PASSWORD });
    expect(await tess.do('stale.list', {})).toHaveLength(1);
    const copies = (n: number) => `UPDATE print_out SET copies = ${n} WHERE order_id = '${stale.id}'`;
    alter(copies(2));
    expect(await tess.no('stale.list', {})).toMatchObject({
      issues: [{ code: 'record-altered', given: expect.stringMatching('^print_out ') }],
    });
    alter(copies(1));
    expect(await tess.do('stale.list', {})).toHaveLength(1);
  });

  test('stale print-outs are not hidden by rows that say otherwise, or are gone', async () => {
    const made = await prepareOrder(
      await draftOrder(tess, {}, { ...patient, mrn: 'MRN-4' }),
      tess,
      pam,
      paul,
    );
    await tess.do('print.issue', label({ id: made.id, version: 1 }));
    await pam.do('order.void', { id: made.id, version: 1, reason: 'for the test', password: PASSWORD });
    const listed = (await tess.do('stale.list', {})).length;
    const of = `WHERE order_id = '${made.id}'`;
    for (const [table, change, back] of [
      [
        'orders',
        `UPDATE orders SET state = 'prepared' WHERE id = '${made.id}'`,
        `UPDATE orders SET state = 'void' WHERE id = '${made.id}'`,
      ],
      [
        'print_out',
        `CREATE TABLE kept_aside AS SELECT * FROM print_out ${of}; DELETE FROM print_out ${of}`,
        `INSERT INTO print_out SELECT * FROM kept_aside; DROP TABLE kept_aside`,
      ],
    ] as const) {
      alter(`PRAGMA foreign_keys = OFF; ${change}`);
      expect(await tess.no('stale.list', {}), table).toMatchObject({
        issues: [{ code: 'record-altered', given: expect.stringMatching(`^${table} `) }],
      });
      alter(back);
      expect(await tess.do('stale.list', {})).toHaveLength(listed);
    }
  });

  test('lists that people act on show nothing of an altered table', async () => {
    await office.supervisor.do('station.invite', { password: PASSWORD });
    for (const [list, table, change, back] of [
      ['station.list', 'station', `until = '2036' || substr(until, 5)`, `until = '2026' || substr(until, 5)`],
      ['user.list', 'user', `name = name || ' II'`, `name = substr(name, 1, length(name) - 3)`],
      [
        'printer.list',
        'printer_version',
        `content = replace(content, 'hood', 'door')`,
        `content = replace(content, 'door', 'hood')`,
      ],
    ] as const) {
      await office.supervisor.do(list, {});
      const where = table === 'user' ? ` WHERE username = 'paul'` : '';
      alter(`UPDATE ${table} SET ${change}${where}`);
      expect(await office.supervisor.no(list, {}), list).toMatchObject({
        issues: [{ code: 'record-altered', given: expect.stringMatching(`^${table} `) }],
      });
      alter(`UPDATE ${table} SET ${back}${where}`);
      await office.supervisor.do(list, {});
    }
  });

  test('a policy that was altered, taken away or put in lets nobody in past a second factor', async () => {
    const { settings } = await office.supervisor.do('policy.get', {});
    const saved = { expectedVersion: 0, settings: { ...settings, idleMinutes: 20 }, password: PASSWORD };
    await office.supervisor.do('policy.save', saved);
    const refused = { issues: [{ code: 'record-altered', given: expect.stringMatching('^policy ') }] };
    for (const [change, back] of [
      [
        `UPDATE policy SET content = replace(content, '20', '19')`,
        `UPDATE policy SET content = replace(content, '19', '20')`,
      ],
      [
        `CREATE TABLE kept_aside AS SELECT * FROM policy; DELETE FROM policy`,
        `INSERT INTO policy SELECT * FROM kept_aside; DROP TABLE kept_aside`,
      ],
      [
        `INSERT INTO policy SELECT version + 1, content, by_user, at FROM policy`,
        `DELETE FROM policy WHERE version = 2`,
      ],
    ] as const) {
      alter(change);
      const person = { username: 'pam', password: PASSWORD };
      expect(await office.window('new').no('session.sign-in', person), change).toMatchObject(refused);
      expect(await pam.no('policy.get', {}), change).toMatchObject(refused);
      alter(back);
      await office.window('new').do('session.sign-in', person);
      expect(await pam.do('policy.get', {})).toMatchObject({ version: 1 });
    }
  });

  test('what the look at everything finds stops every print, also of what was not altered', async () => {
    const other = await draftOrder(tess, {}, { ...patient, mrn: 'MRN-2' });
    const told: string[] = [];
    await lookAtEverything(office.context.store, (wrong) => told.push(wrong)).ended;
    expect(told).toEqual([]);
    alter(`UPDATE order_version SET rx = 'RX-9' WHERE order_id = '${other.id}'`);
    await tess.do('code.scan', { code: (await tess.do('order.get', { id: subject.id })).releaseCode ?? '' });
    await lookAtEverything(office.context.store, (wrong) => told.push(wrong)).ended;
    expect(told).toEqual([expect.stringContaining(`order_version ${other.id} 1`)]);
    expect(await paul.no('order.final-check', { ...subject, password: PASSWORD })).toMatchObject({
      issues: [{ code: 'record-altered', given: expect.stringContaining(other.id) }],
    });
    await tess.do('order.get', { id: other.id });
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({
      why: `order_version ${other.id} 1 is not what it was when it was written`,
    });
  });
});
