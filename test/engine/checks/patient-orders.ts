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

type Case = { readonly changes: Changes };
const companions = (
  ...list: readonly (readonly [drug: string, dose: string, mostPerDay: string])[]
): Case => ({
  changes: {
    'order.companions': list.map(([drug, dose, mostPerDay]) => ({
      drug,
      dose,
      route: 'oral',
      kind: 'scheduled',
      every: '12 h',
      mostPerDay,
    })),
  },
});
const patch = (more: Changes, stopped: object = {}): Case => ({
  changes: {
    'patient.medicines': [
      {
        name: 'fentanyl patch 25 mcg/h',
        kind: 'transdermal-opioid',
        intended: true,
        dailyMme: '60',
        ...stopped,
      },
    ],
    ...more,
  },
});
const fentanyl: Changes = {
  'order.drug': 'fentanyl',
  'order.regimen': { kind: 'continuous', rate: '10 mcg/h' },
  'order.preparation.vial': { strength: '50 mcg/mL', volume: '20 mL' },
  'order.preparation.drugAmount': '1000 mcg',
};
const takes = (name: string, more: Changes = {}): Case => ({
  changes: { ...more, 'patient.medicines': [{ name, kind: 'other', intended: true }] },
});
const running = (amount: string): Case => ({
  changes: {
    others: [
      {
        ...baseFile().order,
        drug: 'morphine',
        regimen: {
          kind: 'pca',
          demand: '1 mg',
          lockout: '10 min',
          basal: '0 mg/h',
          limit: { kind: 'amount', amount, window: '4 h' },
        },
        preparation: {
          ...baseFile().order.preparation,
          vial: { strength: '10 mg/mL', volume: '10 mL' },
          drugAmount: '100 mg',
        },
      },
    ],
  },
});
const atRisk = (...conditions: readonly string[]): Case => ({
  changes: { 'patient.birthDate': '1950-05-04', 'patient.conditions': conditions },
});

/** Orders by what stands beside them: what the evidence of tolerance says, companions, and what waits. */
export function patientOrders(tolerant: Changes) {
  const by = (evidence: string, more: Changes = {}): { readonly changes: Changes } => ({
    changes: { ...tolerant, 'patient.opioidEvidence': evidence, ...more },
  });
  return {
    'allergies-not-asked': { breaks: { changes: { 'patient.noKnownAllergies': undefined } } },
    'conditions-not-asked': { breaks: { changes: { 'patient.noKnownConditions': null } } },
    'medicines-not-asked': { breaks: { changes: { 'patient.noHomeMedicines': null } } },
    'lists-not-asked': {
      breaks: { changes: { 'patient.noKnownConditions': undefined, 'patient.noHomeMedicines': undefined } },
      keeps: { changes: { 'patient.noHomeMedicines': undefined } },
    },
    'tolerance-not-current': {
      breaks: by('codeine 30 mg once last month'),
      keeps: { changes: tolerant },
    },
    'baseline-above-record': {
      breaks: by('oral morphine 60 mg a day', { 'patient.baselineMme': '600' }),
      keeps: by('oral morphine 60 mg a day', { 'patient.baselineMme': '60' }),
    },
    'evidence-without-regimen': {
      breaks: by('takes the strong ones', { 'patient.baselineMme': '600' }),
      keeps: by('oral morphine ER', { 'patient.baselineMme': '600' }),
    },
    // 60 mg of oral morphine a day (OT-FDA): 40 mg of oxycodone by 1.5 (CDC-MME)
    'opioids-beside-without-tolerance': {
      breaks: companions(['oxycodone', '20 mg', '2']),
      keeps: companions(['oxycodone', '19 mg', '2']),
    },
    'patch-still-gives': {
      breaks: patch({}, { stopped: '2026-11-22' }),
      keeps: patch({}, { stopped: '2026-11-21' }),
    },
    'patch-of-the-same-drug': {
      breaks: patch({ ...tolerant, ...fentanyl }),
      keeps: patch(tolerant),
    },
    'qt-among-medicines': {
      breaks: companions(['methadone', '5 mg', '2'], ['ondansetron', '4 mg', '2']),
      keeps: companions(['ondansetron', '4 mg', '2']),
    },
    // hm-07 and mor-11: 6 mg of HYDROmorphone in 4 h is 120 MME, 4 mg of it and 20 mg of morphine 140
    'opioids-together-without-tolerance': {
      breaks: running('20 mg'),
      keeps: running('10 mg'),
    },
    // the label of Actiq: not for who does not tolerate opioids
    'opioid-for-tolerant-only': {
      breaks: takes('Actiq'),
      keeps: takes('Actiq', tolerant),
    },
    'risks-together': {
      breaks: atRisk('sleep-apnoea', 'copd'),
      keeps: atRisk('sleep-apnoea'),
    },
    'injection-not-known': { breaks: beside('vincristine', 'intrathecal') },
    'epinephrine-into-a-vein': { breaks: lidocaine(true) },
    'opioid-waits': {
      breaks: waiting('fentanyl'),
      keeps: waiting('hydromorphone'),
    },
  };
}
