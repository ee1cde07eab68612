import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../../db/open.ts';
import { activeOrders } from '../../db/orders.ts';
import { patientNow } from '../../db/records.ts';
import { parseInstant, type Minute } from '../../engine/calendar.ts';
import { findingsOf } from '../../engine/check-order.ts';
import { factsOf, type OrderCheck } from '../../engine/facts.ts';
import { findingChanges } from '../../engine/finding-changes.ts';
import type { Library } from '../../engine/formulary.ts';
import { orderFile, type OrderContent, type OrderFile } from '../../engine/order.ts';
import type { Finding } from '../../engine/report.ts';
import { issue, issueText, Refused, unwrap } from '../../engine/result.ts';
import { issuesOf } from '../../engine/schema.ts';
import { patientOf } from '../handlers/patient.ts';
import { questionOf } from '../services/order-check.ts';
import type { OrderChange, Progress, Work } from './recheck.ts';

const PIECE = 200;

type Answer = readonly Finding[] | { readonly refused: readonly string[] };

function answer(question: OrderCheck, library: Library): Answer {
  try {
    return findingsOf(factsOf(question, library));
  } catch (error) {
    if (error instanceof Refused) return { refused: error.issues.map(issueText) };
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

function* inData(dataFile: string, work: Work, at: Minute): Generator<OrderChange | null> {
  const store = openStore(dataFile, { readonly: true });
  try {
    for (let after = 0; ;) {
      const page = store.read((db) => activeOrders(db, after, PIECE, work.worker, work.of));
      for (const row of page) {
        const question = store.read((db) => {
          const patient = patientNow(db, row.patient_id);
          if (!patient) throw new Error('an order without its patient');
          return questionOf(db, {
            patientId: row.patient_id,
            patient: patientOf(patient).record,
            content: JSON.parse(row.content) as OrderContent,
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
    store.close();
  }
}

function readOrder(path: string): { readonly file: OrderFile } | { readonly refused: readonly string[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refused: [issueText(issue('json-not-read', null, 'an order file in JSON'))] };
  }
  const file = orderFile.safeParse(raw);
  return file.success ? { file: file.data } : { refused: issuesOf(file.error, raw).map(issueText) };
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

function run(work: Work, tell: (p: Progress) => void): void {
  const at = unwrap(parseInstant(work.at));
  const orders =
    'dataFile' in work.orders
      ? inData(work.orders.dataFile, work, at)
      : inFolder(work.orders.folder, work, at);
  let checked = 0;
  let changed: OrderChange[] = [];
  for (const change of orders) {
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
run(workerData as Work, (p) => parentPort?.postMessage(p));
