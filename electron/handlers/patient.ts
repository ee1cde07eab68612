import {
  listPatients,
  patientLineOf,
  patientNow,
  patientWithMrn,
  savePatientVersion,
} from '../../db/records.ts';
import { putApart, recordsOf, wentTo } from '../../db/merges.ts';
import { alikePatients, mrnKey, personKey, type Who } from '../../db/likeness.ts';
import { dayOf } from '../../engine/time/calendar.ts';
import { patientIssues } from '../../engine/order/patient.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { changeOf } from '../services/change.ts';
import { newId } from '../services/ids.ts';
import { statementIssues, takenOffIssues } from '../services/patient-statements.ts';
import { factsIn, IDENTIFYING, lineOf, patientOf } from '../services/patient-records.ts';
import { found, refuse, sameVersion, type Handlers, type WriteCall } from '../services/call.ts';
import type { Parsed } from '../../bridge/contract.ts';
import { notMerged } from '../services/merged.ts';
import { labelPapers } from '../services/printable.ts';

export const patientHandlers = {
  'patient.list': async ({ db }, { search, ...page }) => {
    const { rows, ...total } = await listPatients(db, search, page);
    return { patients: rows.map(lineOf), ...total };
  },

  'patient.get': async ({ db }, { id }) => {
    const line = async (other: string) => lineOf(found(await patientLineOf(db, other), 'patient'));
    const went = await wentTo(db, id);
    return {
      ...patientOf(found(await patientNow(db, id), 'patient')),
      wentTo:
        went === undefined || went.stays === null
          ? null
          : { patient: await line(went.stays), by: went.by, at: went.at, reason: went.reason },
      came: went === undefined ? await Array.fromAsync((await recordsOf(db, id)).slice(1), line) : [],
    };
  },

  'patient.alike': async ({ db }, { id, record }) =>
    (await alikePatients(db, record, id)).map(({ family, given, ...rest }) => ({
      ...rest,
      name: `${family}, ${given}`,
    })),

  'patient.papers': {
    before: async ({ context, user, now, minute }, { record }) => ({
      done: await labelPapers(context, record, { now, minute }, user.name),
    }),
  },

  'patient.save': save,
} satisfies Partial<Handlers>;

async function save(call: WriteCall, { id, expectedVersion, record, besides = [] }: Parsed<'patient.save'>) {
  const { db, user, now } = call;
  const before = id === null ? null : found(await patientNow(db, id), 'patient');
  if (id !== null) await notMerged(db, id, 'id');
  const earlier = before === null ? null : patientOf(before).record;
  const issues = [
    ...patientIssues(factsIn(record), dayOf(call.minute)),
    ...statementIssues(earlier, record, user.name),
    ...takenOffIssues(earlier, record, await call.context.library()),
  ];
  if (issues.length > 0) throw new Refused(...issues.map((i) => ({ ...i, path: `record.${i.path}` })));
  sameVersion(before?.version ?? 0, before === null ? (expectedVersion ?? 0) : expectedVersion, 'patient');
  if (record.mrn !== earlier?.mrn && (await patientWithMrn(db, record.mrn, id)))
    refuse('mrn-taken', record.mrn, 'a medical record number that no other patient has', 'record.mrn');
  const alike = await alikePatients(db, record, id);
  if (earlier === null || isAnother(earlier, record)) asked(alike.filter((p) => !besides.includes(p.id)));
  const stored = {
    id: id ?? newId(call.context, 'pat'),
    version: (before?.version ?? 0) + 1,
    content: JSON.stringify(record),
  };
  if (before?.content === stored.content) return patientOf(before);
  await savePatientVersion(db, { ...stored, by: user.id, at: now, reason: null });
  for (const p of alike)
    if (besides.includes(p.id))
      await putApart(db, stored.id, p.id, { reason: null, by_user: user.id, at: now });
  await call.event({
    subject: 'patient',
    subjectId: stored.id,
    version: stored.version,
    change: {
      ...changeOf(earlier, record, IDENTIFYING),
      ...(besides.length > 0 && { besides }),
    },
    about: { patient: stored.id },
  });
  return patientOf(stored);
}

/** Is it somebody else by what is compared? A phone number or an accent asks nothing again. */
const isAnother = (before: Who, now: Who): boolean =>
  personKey(before) !== personKey(now) || mrnKey(before.mrn) !== mrnKey(now.mrn);

/** Two records of one person hide each other's orders: each one that could be the same is named, until somebody says it is not. */
function asked(alike: Awaited<ReturnType<typeof alikePatients>>): void {
  if (alike.length > 0)
    throw new Refused(
      ...alike.map((p) => {
        const who = `${p.family}, ${p.given}, born ${p.birthDate}, record number ${p.mrn}`;
        const accepted = `that record (${p.id}), or its id among those that this person is not`;
        return p.why === 'name-and-birth-date'
          ? issue('same-name-and-birth-date', who, accepted, 'besides')
          : issue('mrn-looks-alike', who, accepted, 'besides');
      }),
    );
}
