import { administrationsOf, insertAdministration } from '../../db/administrations.ts';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { patientNow } from '../../db/records.ts';
import { givenIssues, givenRecord } from '../../engine/order/dose-given.ts';
import { Refused } from '../../engine/number/result.ts';
import type { AdministrationView } from '../../bridge/exposure.ts';
import { notMerged } from '../services/merged.ts';
import { newId } from '../services/ids.ts';
import { found, refuse, type Handlers } from '../services/call.ts';

const entriesOf = async (db: Read, patientId: string): Promise<AdministrationView[]> =>
  (await administrationsOf(db, patientId)).map(({ content, ...entry }) => ({
    ...entry,
    record: content === null ? null : kept(givenRecord, content, 'administration', entry.id),
  }));

export const administrationHandlers = {
  'administration.list': async ({ db }, { patientId }) => {
    found(await patientNow(db, patientId), 'patient');
    return entriesOf(db, patientId);
  },

  'administration.add': async (call, { patientId, record, corrects, reason }) => {
    const { db, context, user, now, minute } = call;
    found(await patientNow(db, patientId), 'patient');
    await notMerged(db, patientId, 'patientId');
    if (record === null && corrects === null)
      refuse('record-missing', null, 'what was given, or the entry that was not', 'record');
    if ((corrects === null) !== (reason === null))
      refuse('reason-missing', reason, 'a reason for a correction, and for nothing else', 'reason');
    const issues = record === null ? [] : givenIssues([record], minute);
    if (issues.length > 0)
      throw new Refused(...issues.map((i) => ({ ...i, path: i.path.replace('given.0', 'record') })));
    const old = corrects === null ? null : (await entriesOf(db, patientId)).find((e) => e.id === corrects);
    if (corrects !== null) found(old ?? undefined, 'administration');
    if (old && old.correctedBy !== null)
      refuse('already-corrected', old.correctedBy, 'the entry that took its place', 'corrects');
    const id = newId(context, 'adm');
    await insertAdministration(db, {
      id,
      patient_id: patientId,
      corrects,
      content: record === null ? null : JSON.stringify(record),
      reason,
      by_user: user.id,
      at: now,
    });
    await call.event({
      subject: 'administration',
      subjectId: id,
      reason,
      about: { patient: patientId, ...(record === null ? {} : { drug: record.drug }) },
      change: { corrects, record },
    });
    return entriesOf(db, patientId);
  },
} satisfies Partial<Handlers>;
