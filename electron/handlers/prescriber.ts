import { listPrescribers, prescriberNow, savePrescriberVersion } from '../../db/records.ts';
import { changeOf } from '../services/change.ts';
import { newId } from '../services/ids.ts';
import { prescriberOf } from '../services/patient-records.ts';
import { found, sameVersion, type Handlers } from '../services/call.ts';

export const prescriberHandlers = {
  'prescriber.list': async ({ db }) =>
    (await listPrescribers(db))
      .map(prescriberOf)
      .toSorted((a, b) => a.record.name.localeCompare(b.record.name)),

  'prescriber.save': async (call, { id, expectedVersion, record }) => {
    const { db, user, now } = call;
    const before = id === null ? null : found(await prescriberNow(db, id), 'prescriber');
    sameVersion(
      before?.version ?? 0,
      before === null ? (expectedVersion ?? 0) : expectedVersion,
      'prescriber',
    );
    const stored = {
      id: id ?? newId(call.context, 'prs'),
      version: (before?.version ?? 0) + 1,
      content: JSON.stringify(record),
    };
    if (before?.content === stored.content) return prescriberOf(before);
    await savePrescriberVersion(db, { ...stored, by: user.id, at: now, reason: null });
    await call.event({
      subject: 'prescriber',
      subjectId: stored.id,
      version: stored.version,
      change: changeOf(before === null ? null : prescriberOf(before).record, record),
      about: { prescriber: stored.id },
    });
    return prescriberOf(stored);
  },
} satisfies Partial<Handlers>;
