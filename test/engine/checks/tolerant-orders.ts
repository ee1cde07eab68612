import type { Changes } from '../base-order.ts';

/** Orders of a patient who is recorded as tolerant, by what the evidence says. */
export function tolerantOrders(tolerant: Changes) {
  const by = (evidence: string, more: Changes = {}): { readonly changes: Changes } => ({
    changes: { ...tolerant, 'patient.opioidEvidence': evidence, ...more },
  });
  return {
    'tolerance-not-current': { breaks: by('codeine 30 mg once last month'), keeps: { changes: tolerant } },
    'baseline-above-record': {
      breaks: by('oral morphine 60 mg a day', { 'patient.baselineMme': '600' }),
      keeps: by('oral morphine 60 mg a day', { 'patient.baselineMme': '60' }),
    },
  };
}
