import * as z from 'zod';
import type { Parsed } from '../../bridge/contract.ts';
import { mergeView, type MergeSide, type MergeView } from '../../bridge/merge.ts';
import { mergedRecord, mergeQuestions } from '../../bridge/merge-records.ts';
import { patientRecord, type PatientRecord } from '../../bridge/records.ts';
import { administrationsOf } from '../../db/administrations.ts';
import { hashOf } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import { kept, keptValue } from '../../db/kept.ts';
import { nameKey } from '../../db/likeness.ts';
import {
  insertMergeDecision,
  mergeById,
  openMergesOf,
  openOrdersOf,
  wentTo,
  type MergeRow,
} from '../../db/merges.ts';
import { insertSignature } from '../../db/orders.ts';
import { patientLineOf, patientNow } from '../../db/records.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { patientIssues } from '../../engine/order/patient.ts';
import { dayOf } from '../../engine/time/calendar.ts';
import { found, refuse, sameVersion, type ReadCall, type WriteCall } from './call.ts';
import { Failed } from './failed.ts';
import { newId } from './ids.ts';
import { notMerged } from './merged.ts';
import { factsIn, lineOf, patientOf } from './patient-records.ts';

/** What a person says of two records that are to be one, as it is kept. */
const decisions = z.enum(['approve', 'decline']);
const said = mergeView.pick({ chosen: true, identity: true });
export type Said = z.infer<typeof said>;
const saidIn = (row: MergeRow): Said => kept(said, row.content, 'patient_merge', row.id);

const recordNow = async (db: Read, id: string) => patientOf(found(await patientNow(db, id), 'patient'));
export const line = async (db: Read, id: string) => lineOf(found(await patientLineOf(db, id), 'patient'));

/** A proposal as it is shown: both records as they are now, and what was decided. */
export async function viewOf(db: Read, row: MergeRow): Promise<MergeView> {
  const [stays, goes] = [await line(db, row.stays), await line(db, row.goes)];
  return {
    id: row.id,
    stays,
    goes,
    ...saidIn(row),
    reason: row.reason,
    by: row.by,
    byId: row.by_user,
    at: row.at,
    outdated:
      row.decision === null && (stays.version !== row.stays_version || goes.version !== row.goes_version),
    decision:
      row.decision === null || row.decidedBy === null || row.decidedAt === null
        ? null
        : {
            decision: keptValue(decisions, row.decision, 'patient_merge_decision', row.id),
            by: row.decidedBy,
            at: row.decidedAt,
            reason: row.why,
          },
  };
}

const MAKING: readonly string[] = ['preparing', 'prepared', 'checked'];
/** A label of a container that is being made names the record that would go: it is finished first, or the order ended. */
const inPreparation = async (db: Read, id: string): Promise<string[]> =>
  (await openOrdersOf(db, id)).flatMap((o) => (MAKING.includes(o.reached) ? [o.number] : []));

/** One of two records that are held beside each other, with what counts under it. */
export async function sideOf(db: Read, id: string): Promise<MergeSide> {
  const { version, record } = await recordNow(db, id);
  return {
    id,
    version,
    record,
    orders: (await openOrdersOf(db, id)).map(({ reached: _r, ...order }) => order),
    inPreparation: await inPreparation(db, id),
    doses: (await administrationsOf(db, id)).length,
    merged: (await wentTo(db, id)) !== undefined,
  };
}

const TELLS_WHO = {
  name: (p: PatientRecord) => nameKey(p),
  birthDate: (p: PatientRecord) => p.birthDate,
  sex: (p: PatientRecord) => p.sex,
} as const;
/** By what two records tell of different people. */
export const identityOf = (a: PatientRecord, b: PatientRecord) =>
  (['name', 'birthDate', 'sex'] as const).filter((fact) => TELLS_WHO[fact](a) !== TELLS_WHO[fact](b));

type Proposal = Pick<
  Parsed<'patient.merge-propose'>,
  'stays' | 'staysVersion' | 'goes' | 'goesVersion' | 'chosen' | 'identity'
>;

/** Both records as they were looked at, and the one that comes of them; or a refusal by name. */
export async function merging({ db, minute }: ReadCall | WriteCall, p: Proposal) {
  if (p.stays === p.goes)
    refuse('merge-into-itself', p.goes, 'another record than the one that stays', 'goes');
  const [stays, goes] = [await recordNow(db, p.stays), await recordNow(db, p.goes)];
  for (const path of ['stays', 'goes'] as const) await notMerged(db, p[path], path);
  sameVersion(stays.version, p.staysVersion, 'patient');
  sameVersion(goes.version, p.goesVersion, 'patient');
  const making = await inPreparation(db, p.goes);
  if (making.length > 0)
    refuse(
      'merge-order-in-preparation',
      making.join(', '),
      'these orders released, or ended: their containers and labels name the record that goes',
      'goes',
    );
  const missing = mergeQuestions(stays.record, goes.record).filter((c) => p.chosen[c] === undefined);
  const differs = identityOf(stays.record, goes.record);
  const issues = [
    ...missing.map((c) =>
      issue('merge-choice-missing', c, 'which of the two records is right', `chosen.${c}`),
    ),
    ...(differs.length > 0 && p.identity === null
      ? [issue('merge-identity-differs', differs.join(', '), 'how it is known to be one person', 'identity')]
      : []),
  ];
  if (issues.length > 0) throw new Refused(...issues);
  const parsed = patientRecord.safeParse(mergedRecord(stays.record, goes.record, p.chosen));
  if (!parsed.success) throw new Refused(...issuesOf(parsed.error, {}));
  const unfit = patientIssues(factsIn(parsed.data), dayOf(minute));
  if (unfit.length > 0) throw new Refused(...unfit);
  return { stays, goes, record: parsed.data };
}

/** A proposal that nobody has decided. */
export async function openMerge(db: Read, id: string): Promise<MergeRow> {
  const row = found(await mergeById(db, id), 'merge');
  if (row.decision !== null)
    throw new Failed({ code: 'conflict', what: 'merge', detail: `it was decided: ${row.decision}` });
  return row;
}

/** The proposal that these two be one, while it waits. */
export const waiting = async (db: Read, one: string, other: string): Promise<MergeRow | undefined> =>
  (await openMergesOf(db, [one])).find((m) => [m.stays, m.goes].includes(other));

export const proposalIn = (row: MergeRow): Proposal => ({
  stays: row.stays,
  staysVersion: row.stays_version,
  goes: row.goes,
  goesVersion: row.goes_version,
  ...saidIn(row),
});

/** Signs and keeps what was decided; answers the hash of the signature. */
export async function decided(
  write: WriteCall,
  row: MergeRow,
  decision: 'approve' | 'decline',
  reason: string | null,
  made: unknown,
): Promise<string> {
  const id = newId(write.context, 'sig');
  const { content, stays, goes, stays_version, goes_version } = row;
  const signed = { content, stays, goes, stays_version, goes_version, reason: row.reason, made, why: reason };
  const hash = hashOf({ meaning: decision, merge: row.id, signed });
  const who = { by_user: write.user.id, at: write.now };
  await insertSignature(write.db, {
    ...who,
    id,
    subject: 'patient-merge',
    subject_id: row.id,
    version: 1,
    meaning: decision,
    station: write.session.station,
    hash,
  });
  await insertMergeDecision(write.db, {
    ...who,
    merge_id: row.id,
    decision,
    goes: decision === 'approve' ? goes : null,
    stays: decision === 'approve' ? stays : null,
    reason,
    signature_id: id,
  });
  return hash;
}
