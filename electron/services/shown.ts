import type { Part } from '../../bridge/parts.ts';
import type { Shown, ShownParts } from '../../bridge/shown.ts';
import { SIGNS, type Signs } from '../../bridge/signs.ts';
import { hashOf, sha256 } from '../../db/canonical.ts';
import { doubleCheckAsked, doubleChecksOf } from '../../db/double-checks.ts';
import type { Read } from '../../db/handle.ts';
import { resolutionsOf, type ResolutionRow } from '../../db/orders.ts';
import { currentCode, madeResolutionsOf, preparationOf, printOutsOf } from '../../db/preparations.ts';
import { personOf } from '../../db/merges.ts';
import { patientAt, patientNow, prescriberAt } from '../../db/records.ts';
import type { Order } from './loaded-order.ts';

/**
 * The parts of an order that a person is shown, each with the digest of the rows that it is shown from. People are in it
 * by who they are, not by what they are called, so that a name of today changes nothing that was signed.
 */
export async function shownIn(db: Read, { row, version, finding, asKept }: Order): Promise<Shown> {
  const { id } = row;
  const { version: n, rx, patient_id: patientId, prescriber_id: prescriberId } = version;
  const code = await currentCode(db, id);
  const made = await preparationOf(db, id, n);
  return {
    order: hashOf({
      number: row.number,
      version: n,
      rx,
      content: version.content,
      prescriber: (await prescriberAt(db, prescriberId, finding.prescriber_version))?.content ?? null,
    }),
    // A record that was changed since the check moves as well, though the check speaks of the one of then.
    patient: hashOf({
      patient: (await patientAt(db, patientId, finding.patient_version))?.content ?? null,
      now: await personVersion(db, patientId),
    }),
    findings: sha256(finding.report),
    // As it is kept, not as this version of the program would read it.
    program: hashOf(asKept.program),
    answers: hashOf({
      answers: (await resolutionsOf(db, finding.id)).map(answer),
      entries: (await doubleChecksOf(db, id, n)).map((c) => [c.seq, c.compared, c.by_user, c.at]),
      asked: await doubleCheckAsked(db, id, n),
    }),
    preparation: hashOf({
      lot: made?.lot ?? null,
      by: made?.startedById ?? null,
      record: made?.content ?? null,
      answers: (await madeResolutionsOf(db, id, n)).map(answer),
      recordBy: made?.compoundedById ?? null,
      code: code?.version === n ? code.code : null,
    }),
    papers: hashOf(
      (await printOutsOf(db, id)).filter((p) => p.version === n).map((p) => [p.id, p.sha256, p.copies]),
    ),
  };
}

/** Once the record went, the one that counts moves with its own versions. */
async function personVersion(
  db: Read,
  patientId: string,
): Promise<number | null | readonly [string, number | null]> {
  const person = await personOf(db, patientId);
  const version = (await patientNow(db, person))?.version ?? null;
  return person === patientId ? version : [person, version];
}

const answer = (r: Omit<ResolutionRow, 'finding_id'>) => [
  [r.key, r.position, r.needed, r.kind, r.reason, r.words, r.prescriber_contact],
  [r.by_user, r.at, r.signature_id],
];

/** What of it a signature of this kind is put under. */
export const shownFor = (name: Signs, all: Shown): ShownParts =>
  Object.fromEntries(SIGNS[name].map((part: Part) => [part, all[part]]));
