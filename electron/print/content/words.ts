import type { OrderRecord } from '../record.ts';

/** Phrases that more than one artefact prints, so that label and sheet can not say the same thing in two ways. */
const basalText = (r: OrderRecord): string => `Basal ${r.basal ?? ''}`;
const demandText = (r: OrderRecord): string => `${r.demand ?? ''} dose, lockout ${r.lockout ?? ''}`;
export const limitText = (r: OrderRecord): string =>
  r.limit ? `max ${r.limit.amount} in ${r.limit.window}` : 'no pump limit';

export const clinicianText = (r: OrderRecord): string =>
  r.clinician
    ? `${r.clinician.dose}, max ${r.clinician.most} in ${r.clinician.per}, ${r.clinician.interval} or more apart`
    : 'none ordered';

/** What the patient gets, in one sentence. A basal rate of zero is written out: it is not the same as none stated. */
export function directions(r: OrderRecord): string {
  if (r.demand === null) return r.regimen.join('; ');
  return [
    basalText(r),
    demandText(r),
    limitText(r),
    ...(r.maxDosesPerHour === null ? [] : [`max ${r.maxDosesPerHour} doses in 1 h`]),
    ...(r.loading === null ? [] : [`loading dose ${r.loading} once`]),
    ...(r.clinician === null ? [] : [`clinician bolus ${clinicianText(r)}`]),
  ].join('; ');
}

export function worstText(r: OrderRecord): string {
  const worstIn = (window: string) => r.exposure.find((e) => e.window === window)?.worst ?? '';
  return `Worst case ${worstIn('1 h')} in any 1 h, ${worstIn('4 h')} in any 4 h`;
}

/** 21 CFR 290.5 (from general knowledge, verify): required on schedules II, III and IV. */
export const CAUTION =
  'Caution: federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.';
export const needsCaution = (r: OrderRecord): boolean => ['II', 'III', 'IV'].includes(r.schedule ?? '');

export const HIGH_ALERT = 'HIGH ALERT';
export const NOT_FOR_VEIN = 'NOT FOR IV';
/** PCA by proxy: HCPRO-33, NCLEX-PROXY (labels_and_pumps.md 1.6). */
const BUTTON = 'Only the patient presses the button.';
/** House rule: what stands in its place where there is no button. */
const SETTINGS = 'Do not change the flow or any setting.';
export const safetyText = (r: OrderRecord): string => (r.demand === null ? SETTINGS : BUTTON);
