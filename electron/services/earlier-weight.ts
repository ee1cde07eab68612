import * as z from 'zod';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { patientContents } from '../../db/records.ts';
import { patientFacts, type PatientFacts } from '../../engine/order/patient.ts';

/** Of a record of before nothing else is asked, and there may be many. */
const weighed = z.looseObject({ weight: patientFacts.shape.weight });

/**
 * The facts of a patient with the weight that was measured last before the one in use, out of the earlier versions of the
 * record: the yardstick of the weight. An entry of the same day was corrected and is none. What the record itself states
 * stands. `upTo`: the version of the record that is looked at.
 */
export async function withEarlierWeight(
  db: Read,
  patientId: string,
  facts: PatientFacts,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<PatientFacts> {
  const { weight, earlierWeight } = facts;
  if (!weight || earlierWeight) return facts;
  for (const { version, content } of await patientContents(db, patientId, upTo)) {
    const { weight: before } = kept(weighed, content, 'patient_version', patientId, version);
    // dates of one form: the order of the text is the order of the days
    if (before && before.on < weight.on)
      return { ...facts, earlierWeight: { value: before.value, on: before.on } };
  }
  return facts;
}
