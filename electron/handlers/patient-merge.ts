import {
  insertMerge,
  isApart,
  mergeById,
  openMerges,
  openMergesOf,
  putApart,
  rxFoundTwice,
  unsettledPairs,
} from '../../db/merges.ts';
import { patientNow, savePatientVersion } from '../../db/records.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';
import { changeOf } from '../services/change.ts';
import { confirmSignature } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { notMerged } from '../services/merged.ts';
import {
  decided,
  identityOf,
  line,
  merging,
  openMerge,
  proposalIn,
  sideOf,
  viewOf,
  waiting,
  type Said,
} from '../services/merging.ts';
import { IDENTIFYING } from '../services/patient-records.ts';

export const patientMergeHandlers = {
  'patient.doubles': async ({ db }) => {
    const twice = await rxFoundTwice(db);
    return {
      pairs: await Array.fromAsync(await unsettledPairs(db, 50), async ({ one, other, why }) => ({
        one: await line(db, one),
        other: await line(db, other),
        why,
      })),
      rx: [...new Set(twice.map((o) => o.rx))]
        .map((rx) => ({
          rx,
          orders: twice
            .filter((o) => o.rx === rx)
            .map(({ id, number, family, given }) => ({ id, number, patient: `${family}, ${given}` })),
        }))
        .filter(({ orders }) => orders.length > 1),
      proposals: await Array.fromAsync(await openMerges(db), (row) => viewOf(db, row)),
    };
  },

  'patient.compare': async ({ db }, { one, other }) => {
    const [a, b] = [await sideOf(db, one), await sideOf(db, other)];
    const proposal = await waiting(db, one, other);
    return {
      one: a,
      other: b,
      identity: identityOf(a.record, b.record),
      apart: await isApart(db, one, other),
      proposal: proposal ? await viewOf(db, proposal) : null,
    };
  },

  'patient.merge-propose': async (call, input) => {
    const { db, context, user, now } = call;
    await merging(call, input);
    const [waits] = await openMergesOf(db, [input.stays, input.goes]);
    if (waits) refuse('merge-waits', waits.id, 'the proposal that waits approved or declined first', 'goes');
    const { stays, staysVersion, goes, goesVersion, chosen, identity, reason } = input;
    const id = newId(context, 'mrg');
    await insertMerge(db, {
      id,
      stays,
      stays_version: staysVersion,
      goes,
      goes_version: goesVersion,
      content: JSON.stringify({ chosen, identity } satisfies Said),
      reason,
      by_user: user.id,
      at: now,
    });
    await call.event({
      subject: 'patient',
      subjectId: stays,
      version: staysVersion,
      reason,
      about: { patient: [stays, goes] },
      change: { merge: id, stays, goes, goesVersion, chosen, identity },
    });
    return viewOf(db, found(await mergeById(db, id), 'merge'));
  },

  'patient.merge-approve': {
    before: async (call, { id, password }) => {
      const guard = async (inside: ReadCall | WriteCall) => {
        const row = await openMerge(inside.db, id);
        if (row.by_user === inside.user.id)
          refuse('approver-is-proposer', null, 'another person than the one who proposed it', 'password');
        return { row, ...(await merging(inside, proposalIn(row))) };
      };
      await guard(call);
      await confirmSignature(call, password, 'patient.merge-approve');
      return async (write) => {
        const { db, user, now } = write;
        const { row, stays, record } = await guard(write);
        const content = JSON.stringify(record);
        const version = stays.version + 1;
        await savePatientVersion(db, {
          id: stays.id,
          version,
          content,
          by: user.id,
          at: now,
          reason: row.reason,
        });
        const signature = await decided(write, row, 'approve', null, record);
        await write.event({
          subject: 'patient',
          subjectId: stays.id,
          version,
          reason: row.reason,
          about: { patient: [stays.id, row.goes] },
          change: {
            ...changeOf(stays.record, record, IDENTIFYING),
            merge: id,
            stays: stays.id,
            goes: row.goes,
            signature,
          },
        });
        return viewOf(db, found(await mergeById(db, id), 'merge'));
      };
    },
  },

  'patient.merge-decline': {
    before: async (call, { id, reason, password }) => {
      await openMerge(call.db, id);
      await confirmSignature(call, password, 'patient.merge-decline');
      return async (write) => {
        const row = await openMerge(write.db, id);
        const signature = await decided(write, row, 'decline', reason, null);
        await write.event({
          subject: 'patient',
          subjectId: row.stays,
          version: row.stays_version,
          reason,
          about: { patient: [row.stays, row.goes] },
          change: { merge: id, stays: row.stays, goes: row.goes, signature },
        });
        return viewOf(write.db, found(await mergeById(write.db, id), 'merge'));
      };
    },
  },

  'patient.apart': async (call, { one, other, reason }) => {
    const { db, user, now } = call;
    if (one === other) refuse('merge-into-itself', other, 'another record', 'other');
    for (const [path, id] of [
      ['one', one],
      ['other', other],
    ] as const) {
      found(await patientNow(db, id), 'patient');
      await notMerged(db, id, path);
    }
    const waits = await waiting(db, one, other);
    if (waits) refuse('merge-waits', waits.id, 'the proposal that waits approved or declined first', 'other');
    if (await isApart(db, one, other)) return {};
    await putApart(db, one, other, { reason, by_user: user.id, at: now });
    await call.event({
      subject: 'patient',
      subjectId: one,
      reason,
      about: { patient: [one, other] },
      change: { apart: [one, other] },
    });
    return {};
  },
} satisfies Partial<Handlers>;
