import type { Severity } from '../formulary.ts';
import type { Finding } from '../report.ts';

export interface Reason {
  readonly code: string;
  readonly text: string;
}

const OVERRIDE: readonly Reason[] = [
  { code: 'tolerance-documented', text: 'Tolerance is documented: drug, dose and dates are in the note' },
  { code: 'dose-tolerated-before', text: 'This dose was given before and tolerated' },
  { code: 'palliative-goal', text: 'Palliative goal of care, agreed with the prescriber' },
  { code: 'prescriber-confirmed', text: 'Prescriber confirmed this value after being told of the limit' },
  { code: 'monitoring-in-place', text: 'Monitoring that makes it acceptable is in place and named' },
];
const PREPARATION: readonly Reason[] = [
  { code: 'no-standard-product', text: 'No standard concentration or product can deliver the order' },
  { code: 'shortage', text: 'Shortage of the standard product' },
  { code: 'volume-limit', text: 'Volume must be kept low for this patient or pump' },
  { code: 'prescriber-confirmed', text: 'Prescriber confirmed this value after being told of the limit' },
];
const PROGRAM: readonly Reason[] = [
  { code: 'rounding-agreed', text: 'Prescriber agreed to the value that the pump can deliver' },
  { code: 'site-range-confirmed', text: 'Checked against the manual of this pump and software' },
  { code: 'prescriber-confirmed', text: 'Prescriber confirmed this value after being told of the limit' },
];
const NOT_DONE: readonly Reason[] = [
  { code: 'checked-by-hand', text: 'Checked by hand; the calculation is in the note' },
  { code: 'literature-record', text: 'A literature record covers it; the citation is in the note' },
  { code: 'site-range-confirmed', text: 'Checked against the manual of this pump and software' },
  { code: 'fact-not-obtainable', text: 'The fact can not be obtained in time; why is in the note' },
];
const BY_FAMILY: Readonly<Record<string, readonly Reason[]>> = { preparation: PREPARATION, program: PROGRAM };

/** Reasons that may be chosen for a finding of a check: its own list, none for what nobody may pass. */
export function reasonsFor(check: string, outcome: Finding['outcome'], severity: Severity): Reason[] {
  if (severity === 'absolute' || (severity === 'info' && outcome === 'fail')) return [];
  if (outcome === 'could-not-be-done') return [...NOT_DONE];
  return [...(BY_FAMILY[check.split('-')[0] ?? ''] ?? OVERRIDE)];
}
