import { refusalText } from '../../../words/refusal.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { kept } from '../../../db/kept.ts';
import { openAgain } from '../../../db/open.ts';
import { activeOrders } from '../../../db/orders.ts';
import { parseInstant, type Minute } from '../../../engine/time/calendar.ts';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf, type OrderCheck } from '../../../engine/facts/compute.ts';
import { findingChanges } from '../../../engine/checks/finding-changes.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { orderContent, orderFile, type OrderFile } from '../../../engine/order/order.ts';
import type { Finding } from '../../../engine/checks/report.ts';
import { issue, Refused, unwrap } from '../../../engine/number/result.ts';
import { parseJson } from '../../../engine/number/json.ts';
import { issuesOf } from '../../../engine/number/fields.ts';
import { personNow } from '../merged.ts';
import { questionOf } from '../question.ts';
import type { OrderChange, Orders, Progress, Work } from './recheck.ts';

const PIECE = 200;

type Answer = readonly Finding[] | { readonly refused: readonly string[] };

function answer(question: OrderCheck, library: Library): Answer {
  try {
    return findingsOf(factsOf(question, library));
  } catch (error) {
    if (error instanceof Refused) return { refused: error.issues.map(refusalText) };
    throw error;
  }
}

/** Both rule sets asked about one order; null if nothing changes. */
function changeOf(
  name: { order: string; version: number | null },
  question: OrderCheck,
  { current, proposed }: Work,
): OrderChange | null {
  const [before, after] = [answer(question, current), answer(question, proposed)];
  const refused = 'refused' in after ? after.refused : [];
  const wasRefused = 'refused' in before;
  if (wasRefused && refused.length > 0) return null;
  const changes = findingChanges(wasRefused ? [] : before, 'refused' in after ? [] : after);
  return changes.length === 0 && refused.length === 0 ? null : { ...name, changes, refused };
}

async function* inData(
  place: Exclude<Orders, { readonly folder: string }>,
  work: Work,
  at: Minute,
): AsyncGenerator<OrderChange | null> {
  const store = await openAgain(place);
  try {
    for (let after = 0; ;) {
      const page = await store.read((db) => activeOrders(db, after, PIECE, work.worker, work.of));
      for (const row of page) {
        const question = await store.read(async (db) => {
          const patient = await personNow(db, row.patient_id);
          return questionOf(db, {
            patientId: patient.id,
            patient: patient.record,
            content: kept(orderContent, row.content, 'order_version', row.id, row.version),
            at,
            self: { id: row.id, version: row.version },
          });
        });
        yield changeOf({ order: row.number, version: row.version }, question, work);
      }
      const last = page.at(-1);
      if (!last) return;
      after = last.seq;
    }
  } finally {
    await store.close();
  }
}

function readOrder(path: string): { readonly file: OrderFile } | { readonly refused: readonly string[] } {
  let raw: unknown;
  try {
    raw = parseJson(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refused: [refusalText(issue('json-not-read', null, 'an order file in JSON'))] };
  }
  const file = orderFile.safeParse(raw);
  return file.success ? { file: file.data } : { refused: issuesOf(file.error, raw).map(refusalText) };
}

function* inFolder(folder: string, work: Work, at: Minute): Generator<OrderChange | null> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const [i, name] of files.toSorted().entries()) {
    if (i % work.of !== work.worker) continue;
    const named = { order: name, version: null };
    const read = readOrder(join(folder, name));
    yield 'refused' in read
      ? { ...named, changes: [], refused: read.refused }
      : changeOf(named, { ...read.file, at }, work);
  }
}

async function run(work: Work, tell: (p: Progress) => void): Promise<void> {
  const at = unwrap(parseInstant(work.at));
  const orders =
    'folder' in work.orders ? inFolder(work.orders.folder, work, at) : inData(work.orders, work, at);
  let checked = 0;
  let changed: OrderChange[] = [];
  for await (const change of orders) {
    checked += 1;
    if (change) changed.push(change);
    if (checked === PIECE) {
      tell({ checked, changed });
      [checked, changed] = [0, []];
    }
  }
  tell({ checked, changed });
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread has no origin
await run(workerData as Work, (p) => parentPort?.postMessage(p));
