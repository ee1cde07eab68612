import * as z from 'zod';
import type { BackupCheck } from '../../../bridge/backup.ts';
import { canonical, hashOf } from '../../../db/canonical.ts';
import { eventsAfter, headOf } from '../../../db/event-log.ts';
import type { Read } from '../../../db/handle.ts';
import { kept } from '../../../db/kept.ts';
import { currentLibrary } from '../../../db/libraries.ts';
import { openStore } from '../../../db/open.ts';
import type { Key } from '../../../db/sqlite.ts';
import { openOrders, type OrderRow } from '../../../db/orders.ts';
import { patientAt } from '../../../db/records.ts';
import { parseInstant } from '../../../engine/time/calendar.ts';
import { library, type Library } from '../../../engine/formulary/formulary.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { Refused, unwrap } from '../../../engine/number/result.ts';
import { breathe, verifyLive } from '../log-state.ts';
import { patientOf } from '../patient-records.ts';
import { reportFor } from '../order-check.ts';
import { loadOrder } from '../loaded-order.ts';
import { pageProblemsAside } from '../whole/aside.ts';

/** Does a data file hold together: pages, foreign keys, the chain of its log, and each open order computed again? */
export async function checkCopy(
  path: string,
  key: Key,
  file: string,
  progress?: (done: number, total: number) => void,
): Promise<BackupCheck> {
  const problems = await pageProblemsAside(path, key);
  if (problems.length > 0) return { file, events: 0, head: '', openOrders: 0, problems };
  const store = await openStore(path, { key, readonly: true, isCopy: true });
  try {
    const verdict = await verifyLive(store);
    if (verdict.broken !== null) problems.push(`event ${verdict.broken}: ${verdict.why ?? ''}`);
    const orders = await store.read(openOrders);
    const rules = await store.read(async (db) => {
      const row = await currentLibrary(db);
      return row ? kept(library, row.content, 'library', row.version) : null;
    });
    if (rules === null) problems.push('no rule set is stored');
    for (const [i, row] of orders.entries()) {
      const wrong = rules === null ? null : await store.read((db) => orderProblem(db, row, rules));
      if (wrong !== null) problems.push(`order ${row.number}: ${wrong}`);
      progress?.(i + 1, orders.length);
      await breathe();
    }
    const { seq, hash } = await store.read(headOf);
    return { file, events: seq, head: hash, openOrders: orders.length, problems };
  } finally {
    await store.close();
  }
}

const savedContent = z.looseObject({ content: z.string() });

/** Is an order what the log says was saved, and does its kept report still come out when computed again? */
async function orderProblem(db: Read, row: OrderRow, rules: Library): Promise<string | null> {
  const order = await loadOrder(db, row);
  const { rx, patient_id: patientId, prescriber_id: prescriberId } = order.version;
  const saved = (
    await Array.fromAsync(['order.save', 'order.check-again'] as const, async (command) =>
      eventsAfter(db, { order: row.id, command }, 0, (await headOf(db)).seq, 10_000),
    )
  )
    .flat()
    .find((e) => e.version === row.version);
  const hash = hashOf({ rx, patientId, prescriberId, content: order.asKept.content });
  if (saved === undefined) return 'the log does not know its version';
  if (kept(savedContent, saved.change, 'event', saved.seq).content !== hash)
    return 'it is not what the log says was saved';
  const patient = await patientAt(db, patientId, order.finding.patient_version);
  if (patient === undefined) return 'its patient is not there';
  try {
    const differs = recheckAll(order.report.derivations);
    if (differs.length > 0) return `a derivation gives another result: ${differs[0]?.code ?? ''}`;
    // Under other rules another answer is right; what is computed from the order alone must come out as it was kept.
    if (order.report.ruleSet !== rules.version) return null;
    const fresh = await reportFor({ library: async () => rules }, db, {
      patientId,
      patient: patientOf(patient).record,
      content: order.content,
      at: unwrap(parseInstant(order.report.at)),
      self: { id: row.id, version: row.version },
    });
    return canonical(fresh.exposure) === canonical(order.report.exposure)
      ? null
      : 'its worst case comes out otherwise than it was kept';
  } catch (error) {
    if (error instanceof Refused) return error.issues[0]?.code ?? 'it can not be computed';
    throw error;
  }
}
