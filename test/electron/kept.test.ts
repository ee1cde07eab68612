import { limitChange } from './limit-change.ts';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../bridge/contract.ts';
import { readsReports } from '../damage.ts';
import { orderById } from '../../db/orders.ts';
import { alterations } from '../../electron/services/bound.ts';
import { DATA_FILE } from '../../electron/services/data-file.ts';
import { libraryReader } from '../../electron/services/library-reader.ts';
import { policyIn } from '../../electron/services/policy.ts';
import { loadOrder } from '../../electron/services/loaded-order.ts';
import { draftOrder, openOffice, PASSWORD, prepareOrder, type Office, type Window } from './office.ts';
import { openRaw } from '../raw.ts';

let office: Office & { readonly supervisor: Window };
let tess: Window;
let pam: Window;
let raw: Database;
let id: string;
let patientId: string;

/** One row at least in every table that keeps a text or a word which the program reads again. */
beforeAll(async () => {
  office = await openOffice();
  const { supervisor } = office;
  tess = await office.person('tess', 'technician');
  pam = await office.person('pam', 'pharmacist');
  const tom = await office.person('tom', 'technician');
  const paul = await office.person('paul', 'pharmacist');
  const { ruleSet, site } = await supervisor.do('site.get', {});
  await supervisor.do('site.save', {
    expectedRuleSet: ruleSet,
    site: { ...site, doubleCheck: { drugs: ['morphine'], kinds: [] } },
    password: PASSWORD,
  });
  const draft = await draftOrder(tess);
  ({ id } = draft);
  patientId = draft.patient.id;
  const subject = { id, version: 1 };
  await tess.do('order.submit', subject);
  await tom.do('double-check.enter', {
    ...subject,
    entry: {
      drug: 'morphine',
      route: 'IV',
      regimen: draft.content.regimen,
      concentration: '1 mg/mL',
    },
    password: PASSWORD,
  });
  await prepareOrder(draft, tess, pam, paul);
  await tess.do('print.issue', { ...subject, kind: 'label', paper: '4x2', copies: 1, reprintReason: null });
  await tess.do('waste.record', {
    ...subject,
    lot: 'L-100',
    amount: '0.5 mL',
    reason: 'vial-rest',
    text: null,
    password: PASSWORD,
    witness: { username: 'tom', password: PASSWORD },
  });
  await pam.do('administration.add', {
    patientId,
    record: { drug: 'morphine', amount: '2 mg', route: 'IV', at: '2026-11-23T12:00Z' },
    corrects: null,
    reason: null,
  });
  await pam.do(
    'library.propose',
    limitChange({
      rule: 'hm-04',
      amount: '0.3',
      severity: null,
      reason: 'two near misses',
    }),
  );
  await supervisor.do('printer.save', {
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
  const { version, settings } = await supervisor.do('policy.get', {});
  await supervisor.do('policy.save', {
    expectedVersion: version,
    settings: { ...settings, idleMinutes: 20 },
    password: PASSWORD,
  });
  raw = readsReports(openRaw(join(office.dir, DATA_FILE)));
  // Whoever writes into the file is held neither by its triggers nor by its checks.
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
  raw.pragma('ignore_check_constraints = ON');
});
afterAll(async () => {
  raw.close();
  await office.close();
});

let back: (() => void)[] = [];
afterEach(() => {
  for (const undo of back.toReversed()) undo();
  back = [];
});

/** Writes another text into every row of a column, and puts the old ones back after the test. */
function write(table: string, column: string, change: (text: string) => string): void {
  const text = column === 'report' ? 'unpacked(report)' : column;
  const rows = raw
    .prepare(`SELECT rowid AS n, ${text} AS text FROM ${table} WHERE ${column} IS NOT NULL`)
    .all();
  const update = raw.prepare(
    `UPDATE ${table} SET ${column} = ${column === 'report' ? 'packed(?)' : '?'} WHERE rowid = ?`,
  );
  expect(rows).not.toEqual([]);
  for (const { n, text: was } of rows as { n: number; text: string }[]) {
    update.run(change(was), n);
    back.push(() => update.run(was, n));
  }
}
/** The same JSON with another value at a path. */
const at =
  (path: string, value: unknown) =>
  (text: string): string => {
    const json = JSON.parse(text) as Record<string, unknown>;
    const keys = path.split('.');
    let into = json;
    for (const key of keys.slice(0, -1)) into = into[key] as Record<string, unknown>;
    into[keys.at(-1) ?? ''] = value;
    return JSON.stringify(json);
  };

const byPerson = (who: () => Window, name: Command, input: () => object) => () =>
  who().no(name, input() as never);
const order = byPerson(
  () => tess,
  'order.get',
  () => ({ id }),
);
/** What only a command asks that holds everything against the log first: here without that. */
const again = () =>
  office.context.store.read(async (db) => {
    try {
      await alterations(office.context, db, await loadOrder(db, (await orderById(db, id))!));
      throw new Error('it was read');
    } catch (error) {
      return error;
    }
  });
const rules = async () => {
  try {
    await libraryReader(office.context.store)();
    throw new Error('it was read');
  } catch (error) {
    return error;
  }
};

const NO = 'nothing of the kind';
describe('a kept text that is not of the shape that was written is refused by its name', () => {
  test.each([
    ['order_version', 'content', at('regimen.lockout', NO), 'regimen.lockout', order],
    ['order_version', 'content', at('sessions', null), 'sessions', order],
    ['finding', 'report', at('exposure.windows', {}), 'exposure.windows', order],
    ['finding', 'report', at('program', undefined), 'program', order],
    ['finding', 'grounds', at('others', NO), 'others', again],
    ['patient_version', 'content', at('weight.value', '70'), 'weight.value', order],
    ['prescriber_version', 'content', at('phone', 5), 'phone', order],
    [
      'administration',
      'content',
      at('amount', NO),
      'amount',
      byPerson(
        () => pam,
        'administration.list',
        () => ({ patientId }),
      ),
    ],
    ['double_check', 'compared', at('0.same', NO), '0.same', order],
    ['preparation_record', 'content', at('ingredients.0.lot', ''), 'ingredients.0.lot', order],
    ['program', 'content', () => '{"', '', again],
    ['signature', 'shown', at('order', 1), 'order', again],
    [
      'policy',
      'content',
      at('idleMinutes', 0),
      'idleMinutes',
      byPerson(
        () => pam,
        'policy.get',
        () => ({}),
      ),
    ],
    ['library', 'content', at('formulary.drugs', {}), 'formulary.drugs', rules],
    [
      'library_change',
      'content',
      at('rule', 1),
      '',
      byPerson(
        () => pam,
        'library.changes',
        () => ({}),
      ),
    ],
    ['orders', 'state', () => NO, '', order],
    ['print_out', 'kind', () => NO, '', order],
    ['print_out', 'paper', () => NO, '', order],
    ['signature', 'meaning', () => NO, '', order],
    ['resolution', 'kind', () => NO, '', order],
    [
      'waste',
      'reason',
      () => NO,
      '',
      byPerson(
        () => tess,
        'waste.list',
        () => ({ id }),
      ),
    ],
    ['user', 'role', () => NO, '', order],
  ] as const)('%s %s', async (table, column, change, path, ask) => {
    write(table, column, change);
    const failure = await ask();
    const where = path === '' ? '' : ` at ${path}`;
    expect(failure).toMatchObject({
      issues: [
        {
          code: 'record-altered',
          // Which record and where, and nothing of what stands there.
          given: expect.stringMatching(
            new RegExp(`^${table === 'resolution' ? 'signature' : table} .*does not read${where}$`),
          ),
        },
      ],
    });
    expect(JSON.stringify(failure)).not.toContain(NO);
  });
});

test('what does not read is written into the log once, and is read again when it is put back', async () => {
  write('patient_version', 'content', at('weight.value', '70'));
  await order();
  await order();
  for (const undo of back) undo();
  expect((await tess.do('order.get', { id })).patient.record.weight?.value).toBe('70 kg');
  const { events } = await tess.do('log.list', {
    filter: { command: 'record.altered' },
    before: null,
    limit: 50,
  });
  const told = events.filter((e) => e.change.includes(`patient_version ${patientId} 1`));
  expect(told).toHaveLength(1);
});

test('a worklist says of one order that it does not read, and shows the others', async () => {
  const other = await draftOrder(
    tess,
    {},
    { ...(await tess.do('patient.get', { id: patientId })).record, mrn: 'M-2' },
  );
  write('order_version', 'content', (text) => text);
  raw
    .prepare(`UPDATE order_version SET content = json_set(content, '$.regimen', 'x') WHERE order_id = ?`)
    .run(id);
  const { orders } = await tess.do('order.list', {});
  expect(orders.map((o) => [o.id, o.summary.includes('does not read')])).toEqual([
    [other.id, false],
    [id, true],
  ]);
});

/** Shapes of before, as versions of the program wrote them that are out: what came later is not there. */
const without =
  (...paths: readonly string[]) =>
  (text: string): string => {
    const json = JSON.parse(text) as Record<string, unknown>;
    for (const path of paths) {
      const keys = path.split('.');
      let from = json;
      for (const key of keys.slice(0, -1)) from = from[key] as Record<string, unknown>;
      delete from[keys.at(-1) ?? ''];
    }
    return JSON.stringify(json);
  };
describe('a kept text of a version before is read', () => {
  test('a report of a PCA, from before there were other kinds, mixtures and run-out', async () => {
    write(
      'finding',
      'report',
      without('regimen.kind', 'regimen.lines', 'regimen.dose', 'preparation.also', 'program.mode', 'runOut'),
    );
    write('program', 'content', without('mode'));
    const { report } = await tess.do('order.get', { id });
    expect([report.regimen.kind, report.preparation.also, report.program.mode, report.runOut]).toEqual([
      'pca',
      [],
      'PCA',
      null,
    ]);
    // What was bound was the program as it was kept, and not as it is read now.
    const found = await office.context.store.read(async (db) =>
      alterations(office.context, db, await loadOrder(db, (await orderById(db, id))!)),
    );
    expect(found.map((a) => a.record)).not.toContain('pump program');
  });

  test('sentences of before there were codes', async () => {
    write('finding', 'report', (text) => {
      const json = JSON.parse(text) as { findings: { message: unknown; observed: unknown }[] };
      for (const f of json.findings) Object.assign(f, { message: 'A sentence.', observed: null });
      return JSON.stringify(json);
    });
    expect((await tess.do('order.get', { id })).report.findings[0]?.message).toBe('A sentence.');
  });

  test('a policy from before a setting was one', async () => {
    write('policy', 'content', without('pinTries'));
    // Not by a command: one that asks for it first holds the row against the log, which knows the row that was written.
    const { settings } = await office.context.store.read(policyIn);
    expect(settings).toMatchObject({ idleMinutes: 20, pinTries: 3 });
  });

  test('a proposal from before it could name an instant', async () => {
    write('library_change', 'content', without('from'));
    expect((await pam.do('library.changes', {}))[0]?.change.from).toBe(null);
  });

  test('a compounding record from before its findings were kept', async () => {
    write('preparation_record', 'content', without('findings'));
    expect((await tess.do('order.get', { id })).preparation?.findings).toEqual([]);
  });
});
