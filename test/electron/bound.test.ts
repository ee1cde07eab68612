import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readsReports } from '../damage.ts';
import { appendEvent } from '../../db/event-log.ts';
import { orderById } from '../../db/orders.ts';
import { packed, unpacked } from '../../db/packed.ts';
import { k } from '../../db/schema.ts';
import { alterations } from '../../electron/services/bound.ts';
import { DATA_FILE } from '../../electron/services/data-file.ts';
import { loadOrder } from '../../electron/services/loaded-order.ts';
import {
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';
import { openRaw } from '../raw.ts';

type View = Awaited<ReturnType<typeof prepareOrder>>;
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
/** one order each that waits for verification, for the final check, for release and, prepared, on hold */
let submitted: View;
let prepared: View;
let checked: View;
let held: View;
let raw: Database;

beforeAll(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
  const draft = (mrn: string) => draftOrder(tech, {}, { ...patient, mrn });
  const first = await draft('A-1');
  submitted = await resolveAll(
    await tech.do('order.submit', { id: first.id, version: first.version }),
    one,
    two,
  );
  prepared = await prepareOrder(await draft('A-2'), tech, one, two);
  await tech.do('print.issue', label(prepared));
  prepared = await tech.do('order.get', { id: prepared.id });
  const third = await prepareOrder(await draft('A-3'), tech, one, two);
  await tech.do('print.issue', label(third));
  checked = await two.do('order.final-check', sign(third));
  const fourth = await prepareOrder(await draft('A-4'), tech, one, two);
  held = await one.do('order.hold', { ...sign(fourth), reason: 'asked for' });
  raw = readsReports(openRaw(join(office.dir, DATA_FILE)));
  // Whoever writes into the file is not held by its triggers.
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
});
afterAll(async () => {
  raw.close();
  await office.close();
});

const form = (order: View) => ({ id: order.id, version: order.version, paper: '4x2' as const });
const label = (order: View) => ({
  ...form(order),
  kind: 'label' as const,
  copies: 1,
  reprintReason: null as string | null,
});
const sign = (order: View) => ({ id: order.id, version: order.version, password: PASSWORD });

/** What nobody may get or sign from an altered order, in the state that each is asked in. */
const acts = {
  verification: () => one.ask('order.verify', sign(submitted)),
  label: () => tech.ask('print.preview', { ...form(prepared), kind: 'label' }),
  sheet: () => tech.ask('print.preview', { ...form(prepared), kind: 'pump-sheet', paper: 'letter' }),
  reprint: () => tech.ask('print.issue', { ...label(prepared), reprintReason: 'it was wet' }),
  batch: () =>
    tech.ask('batch.start', {
      orders: [{ id: prepared.id, version: prepared.version }],
      kind: 'label',
      paper: '4x2',
      language: 'pdf',
      reprintReason: 'it was wet',
    }),
  scan: () => tech.ask('code.scan', { code: prepared.releaseCode ?? '' }),
  'final check': () => two.ask('order.final-check', sign(prepared)),
  release: () => one.ask('order.release', sign(checked)),
  'going on': () => one.ask('order.resume', { ...sign(held), reason: 'goes on' }),
};
type Act = keyof typeof acts;
const ALL = Object.keys(acts) as Act[];
const MADE = ALL.filter((a) => a !== 'verification');

interface Row {
  readonly table: string;
  readonly column: string;
  /** which row of an order; the rule set is one for all */
  readonly where: string;
  readonly from: string;
  readonly to: string;
  /** what is computed again and differs; null where only the digest of the row tells */
  readonly record: string | null;
  readonly acts: readonly Act[];
}
const OF_ORDER = 'order_id = @id';
const OF_PREPARATION = 'preparation_id = (SELECT id FROM preparation WHERE order_id = @id)';
const PATIENT = 'patient_id = (SELECT patient_id FROM order_version WHERE order_id = @id)';

const rows: readonly Row[] = [
  // The case of a kept report whose 1 mg became 9 mg: the label said 9 mg, and a scan "current".
  {
    table: 'finding',
    column: 'report',
    where: OF_ORDER,
    from: '1 mg',
    to: '9 mg',
    record: 'kept report',
    acts: ALL,
  },
  {
    table: 'finding',
    column: 'grounds',
    where: OF_ORDER,
    from: '"previous":null',
    to: '"previous":"x"',
    record: 'kept report',
    acts: ALL,
  },
  {
    table: 'order_version',
    column: 'content',
    where: OF_ORDER,
    from: '"demand":"1 mg"',
    to: '"demand":"9 mg"',
    record: 'kept report',
    acts: ALL,
  },
  {
    table: 'patient_version',
    column: 'content',
    where: PATIENT,
    from: '"70 kg"',
    to: '"7 kg"',
    record: 'kept report',
    acts: ALL,
  },
  {
    table: 'library',
    column: 'content',
    where: '@id = @id',
    from: 'America/New_York',
    to: 'Asia/Tokyo',
    record: 'rule set',
    acts: ALL,
  },
  {
    table: 'library',
    column: 'hash',
    where: '@id = @id',
    from: 'a',
    to: 'b',
    record: 'rule set',
    acts: ALL,
  },
  {
    table: 'program',
    column: 'content',
    where: OF_ORDER,
    from: '1 mg',
    to: '9 mg',
    record: 'pump program',
    acts: MADE,
  },
  {
    table: 'preparation_record',
    column: 'content',
    where: OF_PREPARATION,
    from: 'L-100',
    to: 'L-900',
    record: 'release code',
    acts: MADE,
  },
  {
    table: 'preparation',
    column: 'lot',
    where: OF_ORDER,
    from: '261123-',
    to: '261124-',
    record: 'compounding record',
    acts: MADE,
  },
  {
    table: 'release_code',
    column: 'superseded_at',
    where: OF_ORDER,
    from: '',
    to: '2026-11-23T16:00:00.000Z',
    record: 'release code',
    acts: MADE,
  },
  {
    table: 'patient_version',
    column: 'content',
    where: PATIENT,
    from: 'Marsh',
    to: 'Marsch',
    record: null,
    acts: ALL,
  },
  {
    table: 'resolution',
    column: 'words',
    where: 'finding_id IN (SELECT id FROM finding WHERE order_id = @id)',
    from: 'for the test',
    to: 'at length',
    record: 'signature',
    acts: ALL,
  },
  {
    table: 'signature',
    column: 'hash',
    where: 'subject_id = @id',
    from: 'a',
    to: 'b',
    record: 'signature',
    acts: ALL,
  },
  {
    table: 'user_version',
    column: 'name',
    where: '@id = @id',
    from: 'pam',
    to: 'sam',
    record: null,
    acts: ALL,
  },
  {
    table: 'orders',
    column: 'updated_at',
    where: 'id = @id',
    from: '2026',
    to: '2025',
    record: null,
    acts: ALL,
  },
];

const computedAgain = (id: string): Promise<string[]> =>
  office.context.store.read(async (db) =>
    (await alterations(office.context, db, await loadOrder(db, (await orderById(db, id))!))).map(
      (a) => a.record,
    ),
  );

/** Alters the row of each order, asks, and puts it back. */
async function altered(row: Row, ask: () => Promise<void>): Promise<void> {
  const { table, column, where, from, to } = row;
  const text = column === 'report' ? 'unpacked(report)' : column;
  const kept = raw.prepare(`SELECT rowid AS n, ${text} AS text FROM ${table}`).all() as {
    n: number;
    text: string | null;
  }[];
  const set = column === 'report' ? 'packed(?)' : '?';
  const write = raw.prepare(`UPDATE ${table} SET ${column} = ${set} WHERE rowid = ?`);
  for (const { id } of [submitted, prepared, checked, held]) {
    const mine = raw.prepare(`SELECT rowid AS n, ${text} AS text FROM ${table} WHERE ${where}`).all({ id });
    for (const { n, text: was } of mine as typeof kept) {
      const changed = was === null ? to : was.replaceAll(from, to);
      write.run(changed, n);
    }
  }
  try {
    expect(raw.prepare(`SELECT rowid AS n, ${text} AS text FROM ${table}`).all()).not.toEqual(kept);
    await ask();
  } finally {
    for (const { n, text: was } of kept) write.run(was, n);
  }
}

const BY = {
  user: '-',
  station: '-',
  command: 'data.migrate',
  subject: 'data-file',
  subjectId: '-',
  change: {},
};

const told = async () =>
  (await tech.do('log.list', { filter: { command: 'record.altered' }, before: null, limit: 200 })).events.map(
    (e) => ({ id: e.subjectId, user: e.user, ...(JSON.parse(e.change) as { altered: unknown }) }),
  );

describe('a row that was written round the program', () => {
  test.each(rows)(
    '$table $column: nothing is printed, scanned or signed',
    async (row) => {
      await altered(row, async () => {
        for (const name of row.acts) {
          const reply = await acts[name]();
          expect([name, reply]).toMatchObject([name, { ok: false, failure: { code: 'refused' } }]);
          const issues = !reply.ok && reply.failure.code === 'refused' ? reply.failure.issues : [];
          expect([name, issues.map((i) => i.code)]).toEqual([name, issues.map(() => 'record-altered')]);
        }
        // Without the digests of rows: what is computed again says so by itself.
        const made = [prepared, checked, held];
        const all = row.acts.includes('verification') ? [submitted, ...made] : made;
        if (row.record !== null)
          for (const { id } of all) expect(await computedAgain(id)).toContain(row.record);
      });
      // Told once for each record that was found, however often it was asked for.
      const found = (await told()).map((e) => JSON.stringify(e.altered));
      expect(found.filter((text) => text.includes(`"${row.table} `))).not.toEqual([]);
      expect(new Set(found).size).toBe(found.length);
    },
    120_000,
  );

  test('nor where its event vouches for it, and it does not come out again', async () => {
    const ids = [submitted, prepared, checked, held].map((o) => o.id);
    const kept = await office.context.store.read((db) =>
      db.all(k.selectFrom('finding').selectAll().where('order_id', 'in', ids)),
    );
    const write = (change: (text: string) => string) =>
      office.context.store.write(async (db) => {
        for (const { id, report } of kept) {
          const set = { report: packed(change(unpacked(report, 'finding', id))) };
          await db.run(k.updateTable('finding').set(set).where('id', '=', id));
        }
        await appendEvent(db, { ...BY, at: office.context.clock() });
      });
    await write((text) => text.replaceAll('1 mg', '9 mg'));
    for (const name of ALL)
      expect([name, await acts[name]()]).toMatchObject([
        name,
        {
          ok: false,
          failure: { issues: expect.arrayContaining([expect.objectContaining({ code: 'record-altered' })]) },
        },
      ]);
    await write((text) => text);
  });

  test('put back as it was, each is had again', async () => {
    expect(await acts.scan()).toMatchObject({ ok: true, value: { status: 'not-released' } });
    expect(await acts.label()).toMatchObject({ ok: true });
    expect(await acts.sheet()).toMatchObject({ ok: true });
    expect(await acts.verification()).toMatchObject({ ok: true, value: { state: 'verified' } });
    expect(await acts['final check']()).toMatchObject({ ok: true, value: { state: 'checked' } });
    expect(await acts.release()).toMatchObject({ ok: true, value: { state: 'released' } });
    expect(await acts['going on']()).toMatchObject({ ok: true, value: { state: 'prepared' } });
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });
});
