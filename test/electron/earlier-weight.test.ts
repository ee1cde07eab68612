import { factWords, messageWords } from '../../words/finding.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PatientRecord } from '../../bridge/records.ts';
import { content, openOffice, patient, type Office, type Window } from './office.ts';

let office: Office;
let tech: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
});
afterEach(() => office.close());

/** Saves one version of the record after the other, and asks the checks of the weight in the last one. */
async function changeAfter(...weights: NonNullable<PatientRecord['weight']>[]) {
  const save = (id: string | null, expectedVersion: number | null, weight: PatientRecord['weight']) =>
    tech.do('patient.save', {
      id,
      expectedVersion,
      record: {
        ...patient,
        family: weights.length === 1 ? 'Marsh' : 'Pond',
        mrn: `MRN-${weights.length}`,
        weight,
      },
    });
  const [first, ...rest] = weights;
  let saved = await save(null, null, first);
  for (const weight of rest) saved = await save(saved.id, saved.version, weight);
  const { findings } = await tech.do('order.check', { patientId: saved.id, content });
  return findings
    .filter((f) => f.id === 'weight-changed')
    .map((f) => [
      f.outcome,
      factWords(f.observed),
      factWords(f.limit),
      messageWords(f.message).includes('lb entered as kg'),
    ]);
}

// errors.md 35 (WT): a change of more than 10 % is asked about; 70 kg are 154.3 lb
test('the weight is held against the one that was measured before it, from the history of the record', async () => {
  expect(await changeAfter({ value: '70 kg', on: '2026-11-20' })).toEqual([]);
  expect(
    await changeAfter(
      { value: '70 kg', on: '2026-10-01' },
      { value: '154.3 kg', on: '2026-11-20', confirmed: true },
    ),
  ).toEqual([['fail', '154.3 kg', '70 kg on 2026-10-01', true]]);
});

test('a corrected entry of the same day is no yardstick, and the last weight before is', async () => {
  expect(
    await changeAfter(
      { value: '71 kg', on: '2026-09-01' },
      { value: '69 kg', on: '2026-10-01' },
      { value: '154 lb', on: '2026-11-20' },
      { value: '70 kg', on: '2026-11-20' },
    ),
  ).toEqual([['pass', '70 kg', '69 kg on 2026-10-01', false]]);
});
