import { baseFile, type Changes } from '../base-order.ts';

const beside = (drug: string, route: string): { readonly changes: Changes } => ({
  changes: {
    'order.companions': [
      {
        drug,
        dose: '10 mg',
        route,
        kind: 'prn',
        every: '4 h',
        mostPerDay: '1',
      },
    ],
  },
});
const waiting = (drug: string): { readonly changes: Changes } => ({
  changes: { waiting: [{ ...baseFile().order, drug }] },
});
const lidocaine = (epinephrine: boolean): { readonly changes: Changes } => ({
  changes: {
    'order.drug': 'lidocaine_iv',
    'order.regimen': { kind: 'continuous', rate: '20 mg/h' },
    'order.preparation.vial': { strength: '20 mg/mL', volume: '50 mL' },
    'order.preparation.drugAmount': '800 mg',
    'order.course': { epinephrine },
  },
});

/** Orders by what stands beside them: what the evidence of tolerance says, companions, and what waits. */
export function patientOrders(tolerant: Changes) {
  const by = (evidence: string, more: Changes = {}): { readonly changes: Changes } => ({
    changes: { ...tolerant, 'patient.opioidEvidence': evidence, ...more },
  });
  return {
    'tolerance-not-current': {
      breaks: by('codeine 30 mg once last month'),
      keeps: { changes: tolerant },
    },
    'baseline-above-record': {
      breaks: by('oral morphine 60 mg a day', { 'patient.baselineMme': '600' }),
      keeps: by('oral morphine 60 mg a day', { 'patient.baselineMme': '60' }),
    },
    'injection-not-known': { breaks: beside('vincristine', 'intrathecal') },
    'epinephrine-into-a-vein': { breaks: lidocaine(true) },
    'opioid-waits': {
      breaks: waiting('fentanyl'),
      keeps: waiting('hydromorphone'),
    },
  };
}
