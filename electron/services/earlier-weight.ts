import type { PatientRecord } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { patientContents } from '../../db/records.ts';
import type { PatientFacts } from '../../engine/patient.ts';

/**
 * The facts of a patient with the weight that was measured last before the one in use, out of the earlier versions of the
 * record: the yardstick of the weight. An entry of the same day was corrected and is none. What the record itself states
 * stands.
 */
export function withEarlierWeight(db: Read, patientId: string, facts: PatientFacts): PatientFacts {
  const { weight, earlierWeight } = facts;
  if (!weight || earlierWeight) return facts;
  for (const content of patientContents(db, patientId)) {
    const { weight: before } = JSON.parse(content) as PatientRecord;
    // dates of one form: the order of the text is the order of the days
    if (before && before.on < weight.on)
      return { ...facts, earlierWeight: { value: before.value, on: before.on } };
  }
  return facts;
}
