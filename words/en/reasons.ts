import type { Reason } from '../../engine/checks/reasons.ts';

/** Why a finding may be passed, as it is chosen, signed and printed. */
export const reasons: Readonly<Record<Reason, string>> = {
  'both-intended': 'Both orders are meant, side by side',
  'tolerance-documented': 'Tolerance is documented: drug, dose and dates are in the note',
  'dose-tolerated-before': 'This dose was given before and tolerated',
  'palliative-goal': 'Palliative goal of care, agreed with the prescriber',
  'prescriber-confirmed': 'Prescriber confirmed this value after being told of the limit',
  'monitoring-in-place': 'Monitoring that makes it acceptable is in place and named',
  'no-standard-product': 'No standard concentration or product can deliver the order',
  shortage: 'Shortage of the standard product',
  'volume-limit': 'Volume must be kept low for this patient or pump',
  'rounding-agreed': 'Prescriber agreed to the value that the pump can deliver',
  'site-range-confirmed': 'Checked against the manual of this pump and software',
  'checked-by-hand': 'Checked by hand; the calculation is in the note',
  'literature-record': 'A literature record covers it; the citation is in the note',
  'fact-not-obtainable': 'The fact can not be obtained in time; why is in the note',
};
