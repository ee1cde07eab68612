import type { PatientRecord } from '../../../bridge/records.ts';

/** What of the patient was said again for an order as last time, as it stood then. */
export interface SaidAgain {
  readonly status: string;
  readonly weight: string;
}
export const NOTHING_SAID: SaidAgain = { status: '', weight: '' };

/** The weight and its day, as it is asked about. */
export const weightOf = ({ weight }: PatientRecord) =>
  weight ? `${weight.value} of ${weight.on}` : 'not known';
/** What is left to be said again. What was said of another status or weight counts no more. */
export const askedAgain = (said: SaidAgain, record: PatientRecord): string[] => [
  ...(said.status === record.opioidStatus ? [] : ['opioid status asked again']),
  ...(said.weight === weightOf(record) ? [] : ['weight asked again']),
];
