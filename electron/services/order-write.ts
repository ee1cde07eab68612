import { askDoubleCheck } from '../../db/double-checks.ts';
import { insertFinding, insertOrderVersion, type OrderVersionRow } from '../../db/orders.ts';
import { supersedeCode } from '../../db/preparations.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import type { WriteCall } from './call.ts';
import { asksForDoubleCheck } from './double-check.ts';
import { newId } from './ids.ts';
import { keptReportFor } from './order-check.ts';

interface Computed {
  readonly id: string;
  readonly version: number;
  /** the number of this report among those of the version */
  readonly seq: number;
  readonly purpose: 'save' | 'submit';
  readonly content: OrderContent;
  readonly patient: { readonly id: string; readonly version: number; readonly record: PatientRecord };
  readonly prescriberVersion: number;
}

/** Computes an order with what is known now, and keeps the answer as the report that counts for its version. */
export async function checkAndKeep(call: WriteCall, asked: Computed): Promise<OrderReport> {
  const { db, context, user, now } = call;
  const { id, version, patient } = asked;
  const { report, grounds } = await keptReportFor(context, db, {
    patientId: patient.id,
    patient: patient.record,
    content: asked.content,
    at: call.minute,
    self: { id, version },
  });
  await insertFinding(db, {
    id: newId(context, 'fnd'),
    order_id: id,
    version,
    seq: asked.seq,
    purpose: asked.purpose,
    at: now,
    by_user: user.id,
    patient_version: patient.version,
    prescriber_version: asked.prescriberVersion,
    report: JSON.stringify(report),
    blocking: report.blocking,
    grounds: JSON.stringify({ ...grounds, program: context.version }),
  });
  return report;
}

type Entered = Omit<OrderVersionRow, 'drug' | 'by_user' | 'at' | 'content'> & {
  readonly content: OrderContent;
};

/** Writes a version of an order, and ends what was printed under the code of the one before. Answers how many codes that were. */
export async function writeVersion({ db, user, now }: WriteCall, v: Entered): Promise<number> {
  await insertOrderVersion(db, { ...v, content: JSON.stringify(v.content), by_user: user.id, at: now });
  return supersedeCode(db, v.order_id, now);
}

/** An order that is submitted is entered blind by a second person, where the site asks for it. */
export async function askSecondEntry(
  { db, context, now }: WriteCall,
  id: string,
  version: number,
  content: OrderContent,
): Promise<void> {
  if (asksForDoubleCheck(await context.library(), content))
    await askDoubleCheck(db, { order_id: id, version, at: now });
}
