import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '../../db/canonical.ts';
import { isBrokenPage } from '../../db/damaged.ts';
import { eachEvent } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { alteredOf, alteredRecord } from '../../db/intact.ts';
import { currentLibrary } from '../../db/libraries.ts';
import type { Store } from '../../db/open.ts';
import { listUsers } from '../../db/people.ts';
import { policyNow } from '../../db/policies.ts';
import { listPatients, listPrescribers } from '../../db/records.ts';
import { administrationsOf } from '../../db/administrations.ts';
import { wasteOf } from '../../db/waste.ts';
import { k } from '../../db/schema.ts';
import { verifyEverything } from '../../db/verify.ts';
import { viewOf } from '../../electron/services/order-view.ts';
import { pageProblems } from '../../electron/services/whole/page-problems.ts';
import { Refused } from '../../engine/number/result.ts';
import { draw } from './draw.ts';
import { openRaw, storeAt } from '../raw.ts';

/** Where a flip that changed what is read or printed was noticed, without anyone asking for a check. */
export interface FlipFigures {
  readonly flips: number;
  /** what is read or printed is another */
  readonly changed: number;
  /** the file was not opened, or the reading itself was refused by SQLite */
  readonly atOpening: number;
  /** when the record was to be printed, signed or released, or its person signed in */
  readonly atUse: number;
  /** by the look at everything after a start: what no print, signature or release touches */
  readonly atStart: number;
  readonly unnoticed: readonly string[];
}

/** Everything that windows show and papers are made of, piece by piece: what each says, or that it does not read. */
async function readings(store: Store, orders: readonly string[]): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const say = async (name: string, read: () => Promise<unknown>) => {
    try {
      said.set(name, hashOf(JSON.parse(JSON.stringify((await read()) ?? null)) as unknown));
    } catch (error) {
      said.set(name, error instanceof Error ? `throws ${error.name}` : 'throws');
    }
  };
  for (const id of orders)
    await say(`order ${id}`, () =>
      store.read(async (db) => {
        const view = await viewOf(db, id);
        return [
          view,
          await wasteOf(db, id),
          await administrationsOf(db, view.patient.id),
          await orderVersions(db, id),
        ];
      }),
    );
  await say('users', () => store.read(listUsers));
  await say('policy', () => store.read(policyNow));
  await say('library', () => store.read(currentLibrary));
  await say('patients', () => store.read((db) => listPatients(db, undefined, { from: 0, limit: 1_000 })));
  await say('prescribers', () => store.read(listPrescribers));
  await say('orders', () =>
    store.read((db) => db.all(k.selectFrom('orders').selectAll().orderBy('updated_at', 'desc'))),
  );
  await say('log', () => store.read((db) => Array.fromAsync(eachEvent(db, {}))));
  return said;
}

/** A look that SQLite itself refuses is a refusal: the command fails and nothing leaves. */
async function refuses(look: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await look()) !== null;
  } catch (error) {
    if (isBrokenPage(error) || error instanceof Refused || error instanceof SyntaxError) return true;
    throw error;
  }
}

async function findsSomething(store: Store): Promise<boolean> {
  const steps = verifyEverything(store);
  for (;;) {
    const step = await steps.next();
    if (step.done !== true) continue;
    const { verdict, altered } = step.value;
    return verdict.broken !== null || altered.length > 0 || pageProblems(store.path, store.key).length > 0;
  }
}

/** Each version of an order, also those of before. */
const orderVersions = (db: Read, id: string) =>
  db.all(k.selectFrom('order_version').selectAll().where('order_id', '=', id).orderBy('version'));

type Where = 'unchanged' | 'opening' | 'use' | 'start' | 'unnoticed';

async function noticed(
  path: string,
  before: ReadonlyMap<string, string>,
  orders: readonly string[],
  users: readonly string[],
): Promise<Where> {
  let store: Store;
  try {
    store = await storeAt(path, { readonly: true });
  } catch {
    return 'opening';
  }
  try {
    const now = await readings(store, orders);
    const changed = [...before].filter(([name, said]) => now.get(name) !== said).map(([name]) => name);
    if (changed.length === 0) return 'unchanged';
    const any = async (ids: readonly string[], look: (id: string) => Promise<unknown>) =>
      (await Array.fromAsync(ids, (id) => refuses(() => look(id)))).includes(true);
    const ofOrder = (id: string) => store.read((db) => alteredOf(db, id));
    const atUse = await Array.fromAsync(changed, async (name) => {
      const [what, id = ''] = name.split(' ');
      if (what === 'order') return await refuses(() => ofOrder(id));
      if (what === 'users')
        return await any(users, (user) => store.read((db) => alteredRecord(db, 'user', [user])));
      // Lists and the log are no record of their own; the rule set and the policy stand under every order.
      return (what === 'policy' || what === 'library' || changed.length > 1) && (await any(orders, ofOrder));
    });
    if (!atUse.includes(false)) return 'use';
    return (await refuses(async () => ((await findsSomething(store)) ? true : null))) ? 'start' : 'unnoticed';
  } finally {
    await store.close();
  }
}

/** Flips single bits of a data file, each alone: half anywhere in it, half on the pages of one table after the other. */
export async function flips(
  file: string,
  count: number,
  seed: number,
  log?: (line: string) => void,
): Promise<FlipFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-flips-'));
  try {
    const bytes = readFileSync(file);
    const path = join(dir, 'flipped.db');
    writeFileSync(path, bytes);
    const next = draw(seed);
    const pages = pagesByTable(file);
    const tables = [...pages.keys()];
    const store = await storeAt(path, { readonly: true });
    const orders = (await store.read((db) => db.all(k.selectFrom('orders').select('id')))).map((o) => o.id);
    const users = (await store.read(listUsers)).map((u) => u.id);
    const before = await readings(store, orders);
    await store.close();
    const where: Record<Where, number> = { unchanged: 0, opening: 0, use: 0, start: 0, unnoticed: 0 };
    const unnoticed: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const table = tables[(i >> 1) % tables.length] ?? '';
      const of = pages.get(table) ?? [];
      const aimed = i % 2 === 1;
      const at = aimed ? (of[next(of.length)] ?? 0) * PAGE + next(PAGE) : next(bytes.length);
      const bit = next(8);
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      writeFileSync(path, flipped);
      const found = await noticed(path, before, orders, users);
      where[found] += 1;
      if (found === 'unnoticed')
        unnoticed.push(`seed ${seed}: byte ${at}, bit ${bit}, ${aimed ? table : 'anywhere'}`);
      log?.(`flip ${i + 1}: ${found}`);
    }
    return {
      flips: count,
      changed: count - where.unchanged,
      atOpening: where.opening,
      atUse: where.use,
      atStart: where.start,
      unnoticed,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const PAGE = 4_096;

/** The pages of each table and of its indexes, counted from 0. */
function pagesByTable(file: string): Map<string, number[]> {
  const raw = openRaw(file, { readonly: true });
  const rows = raw
    .prepare(
      'SELECT s.tbl_name AS name, d.pageno AS page FROM dbstat d JOIN sqlite_schema s ON s.name = d.name',
    )
    .all() as { name: string; page: number }[];
  raw.close();
  const pages = new Map<string, number[]>();
  for (const { name, page } of rows) pages.set(name, [...(pages.get(name) ?? []), page - 1]);
  return pages;
}
