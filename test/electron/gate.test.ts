import { createHook } from 'node:async_hooks';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../bridge/contract.ts';
import { SIGNS } from '../../bridge/signs.ts';
import { orderById } from '../../db/orders.ts';
import { packed, unpacked } from '../../db/packed.ts';
import { alterations } from '../../electron/services/bound.ts';
import { DATA_FILE } from '../../electron/services/data-file.ts';
import { loadOrder } from '../../electron/services/loaded-order.ts';
import { gate } from '../../electron/services/whole/gate.ts';
import { Refused } from '../../engine/number/result.ts';
import { openRaw } from '../raw.ts';
import { draftOrder, PASSWORD, patient, prepareOrder, resolveAll, staffed } from './office.ts';

type Staffed = Awaited<ReturnType<typeof staffed>>;
let { office, tech, one, two }: Staffed = {} as Staffed;
let made: Awaited<ReturnType<typeof prepareOrder>>;
let inForce: string;
let raw: Database;

beforeAll(async () => {
  ({ office, tech, one, two } = await staffed());
  made = await prepareOrder(await draftOrder(tech), tech, one, two);
  const { id, version } = made;
  const label = { id, version, kind: 'label', paper: '4x2', copies: 1, reprintReason: null } as const;
  await tech.do('print.issue', label);
  // Another rule set than the one that the report was made under.
  const { ruleSet, site } = await office.supervisor.do('site.get', {});
  inForce = (
    await office.supervisor.do('site.save', { expectedRuleSet: ruleSet, site: site!, password: PASSWORD })
  ).ruleSet;
  raw = openRaw(join(office.dir, DATA_FILE));
  raw.pragma('foreign_keys = OFF');
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER "${name}"`);
});
afterAll(async () => {
  raw.close();
  await office.close();
});

/** Changes a table round the program, asks, and puts it back row by row. */
async function changed<T>(table: string, change: string, ask: () => Promise<T>): Promise<T> {
  // without what the table computes by itself
  const names = raw.prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0').all(table) as {
    name: string;
  }[];
  const columns = names.map(({ name }) => name).join(', ');
  raw.exec(`CREATE TEMP TABLE was AS SELECT ${columns} FROM "${table}"`);
  raw.exec(change);
  try {
    return await ask();
  } finally {
    raw.exec(`DELETE FROM "${table}"`);
    raw.exec(`INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM was; DROP TABLE was`);
  }
}

/** What a command is refused for before it looks at anything else of its input; nothing where it is let through. */
async function refusedAt(name: Command, input: object): Promise<string[]> {
  try {
    await office.context.store.read((db) => gate(office.context, db, name, input));
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.issues.map((i) => `${i.code}: ${String(i.given)}`);
    throw error;
  }
}

const BY = "'x', (SELECT id FROM user LIMIT 1), '2026-11-23T15:00:00.000Z'";
const USER = '(SELECT id FROM user LIMIT 1)';
const AT = "'2026-11-23T15:00:00.000Z'";
const PRINTER = `INSERT INTO printer_version (printer_id, version, content, by_user, at) VALUES ('prn', 1, '{}', ${USER}, ${AT})`;
const OF_ORDER = "UPDATE order_version SET rx = 'RX-9'";

/** What is written where no event speaks of it, and the commands that may not stand on it. */
const ROWS: readonly (readonly [string, string, Partial<Record<Command, (id: string) => object>>])[] = [
  [
    'order_version',
    OF_ORDER,
    {
      ...Object.fromEntries(
        (
          [
            'print.preview',
            'print.issue',
            'print.send',
            'double-check.enter',
            'order.resolve',
            'order.verify',
            'order.hold',
            'order.resume',
            'order.discontinue',
            'order.void',
            'order.complete',
            'preparation.start',
            'preparation.record',
            'waste.record',
            'order.final-check',
            'order.release',
          ] as const
        ).map((name) => [name, (id: string) => ({ id, printerId: 'none' })]),
      ),
      'batch.start': (id) => ({ orders: [{ id }] }),
      'code.scan': () => ({ code: made.releaseCode }),
      'job.retry': () => ({ id: 'job' }),
    },
  ],
  [
    'printer_version',
    PRINTER,
    { 'print.send': (id) => ({ id, printerId: 'prn' }), 'job.retry': () => ({ id: 'job' }) },
  ],
  [
    'print_out',
    'UPDATE print_out SET copies = 2',
    { 'stale.account': () => ({ printOutId: made.printOuts[0]?.id ?? paper() }) },
  ],
  [
    'patient_merge',
    `INSERT INTO patient_merge VALUES ('mrg', 'a', 1, 'b', 1, '{}', ${BY})`,
    { 'patient.merge-approve': () => ({ id: 'mrg' }), 'patient.merge-decline': () => ({ id: 'mrg' }) },
  ],
  [
    'library_change',
    `INSERT INTO library_change (id, content, base, reason, by_user, at) VALUES ('chg', '{}', 'x', ${BY})`,
    { 'library.approve': () => ({ id: 'chg' }), 'library.decline': () => ({ id: 'chg' }) },
  ],
];

const paper = (): string => (raw.prepare('SELECT id FROM print_out').get() as { id: string }).id;

describe('what prints, signs, answers for a paper or releases stands on what the log vouches for', () => {
  beforeAll(() => {
    raw.exec(`INSERT INTO printer (id, version) VALUES ('prn', 1)`);
    raw.exec(
      `INSERT INTO print_job (id, print_out_id, printer_id, printer_version, state, attempts, at, changed_at) VALUES ('job', '${paper()}', 'prn', 1, 'failed', 1, ${AT}, ${AT})`,
    );
  });
  afterAll(() => void raw.exec(`DELETE FROM print_job; DELETE FROM printer`));

  test.each(
    ROWS.flatMap(([table, change, of]) => Object.keys(of).map((name) => [table, name, change] as const)),
  )('%s: %s is refused by the name of the record', async (table, name, change) => {
    const input = ROWS.find(([t, c]) => t === table && c === change)![2][name as Command]!(made.id);
    const refused = await changed(table, change, () => refusedAt(name as Command, input));
    expect(refused).toEqual([expect.stringMatching(`^record-altered: (${table}|printer) `)]);
  });

  test('each command that signs an order is among them', () => {
    expect(Object.keys(ROWS[0]![2])).toEqual(expect.arrayContaining(Object.keys(SIGNS)));
  });

  test('and nothing is refused of an order that nobody altered', async () => {
    for (const name of Object.keys(SIGNS) as Command[])
      expect([name, await refusedAt(name, { id: made.id })]).toEqual([name, []]);
    expect(await refusedAt('batch.start', { orders: [{ id: made.id }] })).toEqual([]);
    expect(await refusedAt('code.scan', { code: made.releaseCode })).toEqual([]);
    expect(await refusedAt('stale.account', { printOutId: paper() })).toEqual([]);
  });
});

const called = (name: string) => raw.exec(`UPDATE user_version SET name = '${name}' WHERE name LIKE 'tess%'`);

test('what is altered while a password is hashed is signed by nobody', async () => {
  const draft = await draftOrder(tech, {}, { ...patient, mrn: 'MRN-2' });
  const { id, version } = await resolveAll(
    await tech.do('order.submit', { id: draft.id, version: draft.version }),
    one,
    two,
  );
  // No part of what is shown, and no row that is written anew: the digest of the row alone tells.
  let hashed = 0;
  const hook = createHook({
    init: (_, type) => {
      if (type === 'SCRYPTREQUEST' && (hashed += 1) === 1) called('tess the other');
    },
  });
  hook.enable();
  const failure = await one.no('order.verify', { id, version, password: PASSWORD });
  hook.disable();
  expect(hashed).toBe(1);
  expect(failure).toMatchObject({
    issues: [{ code: 'record-altered', given: expect.stringMatching('^user_version ') }],
  });
  called('tess the technician');
  expect((await one.do('order.verify', { id, version, password: PASSWORD })).state).toBe('verified');
});

/** What comes out otherwise when it is computed again, whatever the digests of the rows say. */
const again = async (): Promise<(readonly [string, string])[]> =>
  office.context.store.read(async (db) => {
    const found = await alterations(office.context, db, await loadOrder(db, (await orderById(db, made.id))!));
    return found.map((a) => [a.record, a.differs[0] ?? ''] as const);
  });

/** A kept report that another version of the program says it made. */
async function ofBefore(change: (report: string) => string): Promise<Awaited<ReturnType<typeof again>>> {
  const rows = raw.prepare('SELECT id, report FROM finding').all() as { id: string; report: Uint8Array }[];
  return changed('finding', `UPDATE finding SET grounds = json_set(grounds, '$.program', '0.0.1')`, () => {
    for (const { id, report } of rows)
      raw
        .prepare('UPDATE finding SET report = ? WHERE id = ?')
        .run(packed(change(unpacked(report, 'finding', id))), id);
    return again();
  });
}

describe('each thing that is computed again tells by itself', () => {
  test('nothing comes out otherwise of what nobody altered', async () => {
    expect(await again()).toEqual([]);
    expect(inForce).not.toBe(made.report.ruleSet);
    expect(await ofBefore((report) => report)).toEqual([]);
  });

  test.each<[string, string, () => string, string, string]>([
    [
      'the rule set in force, which is not that of the report',
      'library',
      () => `UPDATE library SET hash = 'x' WHERE version = '${inForce}'`,
      'rule set',
      '',
    ],
    ['a program that is gone', 'program', () => 'DELETE FROM program', 'pump program', ''],
    ['a code that is gone', 'release_code', () => 'DELETE FROM release_code', 'release code', ''],
    [
      'a code of another preparation',
      'release_code',
      () => `UPDATE release_code SET preparation_id = 'x'`,
      'release code',
      '',
    ],
    [
      'a code that was withdrawn of an order that goes on',
      'release_code',
      () => `UPDATE release_code SET superseded_at = at`,
      'release code',
      '',
    ],
    [
      'a code that still counts of an order that was made void',
      'orders',
      () => `UPDATE orders SET state = 'void'`,
      'release code',
      'superseded_at',
    ],
    [
      'a record that is gone',
      'preparation_record',
      () => 'DELETE FROM preparation_record',
      'release code',
      '',
    ],
    [
      'a check that nobody signed',
      'orders',
      () => `UPDATE orders SET state = 'checked'`,
      'orders',
      'state without its final-check',
    ],
    [
      'a verification whose signature is gone',
      'signature',
      () => `DELETE FROM signature WHERE meaning = 'verify'`,
      'orders',
      'state without its verify',
    ],
  ])('%s', async (_, table, change, record, differs) => {
    const found = await changed(table, change(), again);
    expect(found.map(([r]) => r)).toEqual([record]);
    expect(found[0]?.[1]).toContain(differs);
  });

  test('of a report of another version of the program each line is read again', async () => {
    const found = await ofBefore((report) => report.replaceAll('1 mg', '9 mg'));
    expect(found.find(([record]) => record === 'kept report')?.[1]).toMatch(/^derivations\./);
  });

  test('and its doses are computed again', async () => {
    const found = await ofBefore((report) => {
      const kept = JSON.parse(report) as { preparation: { finalVolume: unknown; drugAmount: unknown } };
      kept.preparation.finalVolume = kept.preparation.drugAmount;
      return JSON.stringify(kept);
    });
    expect(found.map(([record]) => record)).toContain('kept report');
  });
});
