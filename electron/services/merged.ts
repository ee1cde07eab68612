import type { PatientRecord } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { personOf, wentTo } from '../../db/merges.ts';
import { patientAt, patientNow } from '../../db/records.ts';
import { found, refuse } from './call.ts';
import type { Order } from './loaded-order.ts';
import { patientOf } from './patient-records.ts';

/** The record that counts for a person today, whichever of their records somebody has at hand. */
export const personNow = async (db: Read, patientId: string) =>
  patientOf(found(await patientNow(db, await personOf(db, patientId)), 'patient'));

/** Nothing is written to a record that went into another one. */
export async function notMerged(db: Read, id: string, path: string): Promise<void> {
  const went = await wentTo(db, id);
  if (went)
    refuse('patient-merged', id, `the record that it was merged into: ${await personOf(db, id)}`, path);
}

const AGAIN = 'the order saved again: it is then of the record that stays';

/** An order goes on under the record that counts: its papers would name one that went. */
export async function ofPersonNow(db: Read, { version }: Order): Promise<void> {
  if (await wentTo(db, version.patient_id))
    refuse('order-of-merged-record', version.patient_id, AGAIN, 'version');
}

const PRINTED = ['family', 'given', 'birthDate', 'mrn'] as const satisfies readonly (keyof PatientRecord)[];

/** Since when what the papers of an order say of the patient is not so any more, because the record went; null while it is. */
export async function otherThanPrinted(
  db: Read,
  patientId: string,
  patientVersion: number,
): Promise<string | null> {
  const went = await wentTo(db, patientId);
  if (went === undefined) return null;
  const then = patientOf(found(await patientAt(db, patientId, patientVersion), 'patient')).record;
  const { record: now } = await personNow(db, patientId);
  return PRINTED.some((fact) => then[fact] !== now[fact]) ? went.at : null;
}

/** No more papers with what is not so any more. */
export async function namesPersonNow(db: Read, { version, finding }: Order): Promise<void> {
  if ((await otherThanPrinted(db, version.patient_id, finding.patient_version)) !== null)
    refuse('order-of-merged-record', version.patient_id, AGAIN, 'version');
}
