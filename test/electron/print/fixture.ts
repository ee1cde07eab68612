import { MADE } from '../../../engine/formulary/made-tolerance.ts';
import { PLAUSIBILITY } from '../../../engine/formulary/plausibility.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { PARTS } from '../../../bridge/parts.ts';
import { shown } from '../../../bridge/shown.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import type { PrintLibrary } from '../../../electron/print/print-library.ts';
import { at, base, fields, program, source, window } from './report-parts.ts';

/** A prepared order of that content and report. */
export const view = (
  v: Pick<OrderView, 'content' | 'report'> & { family: string; given: string },
): OrderView => ({
  id: 'o1',
  number: 'ORD-000123',
  rx: '700412',
  state: 'prepared',
  version: 2,
  shown: shown.parse(Object.fromEntries(PARTS.map((part) => [part, '0'.repeat(64)]))),
  patient: {
    id: 'p1',
    version: 1,
    record: {
      family: v.family,
      given: v.given,
      mrn: '00481516',
      birthDate: '1960-02-14',
      sex: 'female',
      opioidStatus: 'naive',
      allergies: [],
      noKnownAllergies: { by: 'R. Keller RN', on: '2026-11-20' },
      conditions: [],
      noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
      medicines: [],
      noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
    },
  },
  recordNow: 'pat_1',
  prescriber: {
    id: 'd1',
    version: 1,
    record: { name: 'Maria Ortega', credentials: 'MD', phone: '+1 555 0142' },
  },
  content: v.content,
  report: v.report,
  carried: [],
  resolutions: [],
  open: [],
  signatures: [
    {
      meaning: 'verify',
      user: 'Priya Raman',
      credentials: 'PharmD',
      at: '2026-12-01T12:40Z',
      hash: 'a',
      finding: null,
    },
  ],
  preparation: {
    id: 'x',
    lot: 'L261201-07',
    startedBy: 'Tomas Beck',
    startedAt: '2026-12-01T13:00Z',
    compoundedBy: 'Tomas Beck, CPhT',
    compoundedAt: at,
    ingredients: [
      {
        role: 'drug',
        name: 'Opioid injection 10 mg/mL, vial of 5 mL',
        ndc: '00409-0000-01',
        manufacturer: 'Example Labs',
        lot: 'DRG77',
        expiry: '2027-10-31',
      },
      {
        role: 'diluent',
        name: 'Sodium chloride 0.9%',
        ndc: null,
        manufacturer: null,
        lot: 'NS12',
        expiry: '2027-05-31',
      },
    ],
    deviations: null,
    bud: '2026-12-11T13:20Z',
    findings: [],
    resolutions: [],
    open: [],
    budBinds: 'USP <797> category 2',
  },
  releaseCode: '7K3M-9QXT-WF4H',
  printOuts: [],
  label: 'none',
  history: [],
  heldFrom: null,
  doubleCheck: { asked: false, checks: [] },
});

export const library: PrintLibrary = {
  ...seedLibrary(),
  site: {
    pharmacy: {
      name: 'Riverside Home Infusion',
      address: '12 Mill Lane, Albany, NY 12207',
      phone: '+1 555 0100',
    },
    timeZone: 'America/New_York',
    bud: { category: '2', method: 'aseptic', sterilityTest: 'not done', startingComponents: 'all sterile' },
    records: [],
    doubleCheck: { drugs: [], kinds: [] },
    printing: { folders: [], hosts: [] },
    plausibility: PLAUSIBILITY,
    made: MADE,
    maxAge: { weight: '30', creatinine: '30', height: '365' },
    rules: {},
    pumps: {},
    pumpManuals: {},
    formulations: [],
    genericPumps: [],
    ownLabel: null,
  },
};

export const sessions = { start: '2026-12-01T23:00Z', duration: '12 h', every: '24 h', count: '5' };

/**
 * HYDROmorphone 50 mg in 50 mL, 0.2 mg every 10 min, 4 mg in 4 h. By hand (half-open windows): 1 h holds 6 doses,
 * 1.2 mg; 4 h would hold 24 doses, 4.8 mg, and the limit stops them at 4 mg; 24 h holds one session of 12 h, 3 × 4 mg.
 */
export const hydromorphone = (): OrderView =>
  view({
    family: 'Doe',
    given: 'Jane',
    content: {
      drug: 'hydromorphone',
      route: 'IV',
      firstOrder: true,
      naloxone: 'ordered',
      regimen: {
        kind: 'pca',
        demand: '0.2 mg',
        lockout: '10 min',
        basal: '0 mg/h',
        limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
      },
      sessions,
      preparation: {
        method: 'exact-fill',
        finalVolume: '50 mL',
        vial: { strength: '10 mg/mL', volume: '5 mL' },
        diluent: 'ns09',
        drugAmount: '50 mg',
        container: 'cassette',
        containers: '1',
        storage: 'refrigerated',
      },
      pump: 'cadd-solis',
    },
    report: {
      runOut: null,
      ...base({ id: 'hydromorphone', name: 'HYDROmorphone', unit: 'mg', schedule: 'II', highAlert: true }),
      regimen: {
        kind: 'pca',
        lines: [],
        demand: '0.2 mg',
        lockout: '10 min',
        basal: '0 mg/h',
        loading: null,
        clinician: null,
        limit: '4 mg in 4 h',
      },
      preparation: {
        concentration: '1 mg/mL',
        drugAmount: '50 mg',
        finalVolume: '50 mL',
        draw: '5 mL',
        diluent: '45 mL',
        withdraw: null,
        diluentName: '0.9% sodium chloride injection',
        vials: '1',
        waste: '0 mL',
        usable: null,
        also: [],
      },
      program: program(
        fields('mg', {
          concentration: '1 mg/mL',
          reservoir: '50 mL',
          basal: ['0 mg/h', '0 mL/h'],
          demand: ['0.2 mg', '0.2 mL'],
          lockout: '10 min',
          limit: '4 mg',
          clinician: null,
          kvo: '0 mg/h',
        }),
      ),
      exposure: {
        windows: [
          window('1 h', '1.2 mg', '1.4 mg', '24 MME', 'lockout'),
          // 24 doses of 0.2 mg by the lockout, fewer than two limits: decision 114
          {
            ...window('4 h', '4 mg', '4.2 mg', '80 MME', 'limit'),
            ifFixed: { worst: '4.8 mg', shown: '4.8 mg' },
          },
          window('24 h', '12 mg', '12.2 mg', null, 'limit'),
        ],
        timeToLimit: '190 min',
        dosesUnderLimit: '20',
        doseSpacing: '12 min',
        kvoAtLimit: null,
      },
    },
  });

/**
 * fentaNYL in mcg with a basal rate, a clinician bolus, an off-grid dose, an override, three bags and long names.
 * By hand: 1 h is 8.8 + 4 × 11.6 + 2 boluses of 24.8; 4 h is the limit 160, 1.25 h of KVO at 0.8 and 2 boluses; a
 * session of 12 h is three of those.
 */
export const fentanyl = (): OrderView => {
  const made = view({
    family: 'Fitzgerald-Montgomery',
    given: 'Alexandrina Josephine',
    content: {
      drug: 'fentanyl',
      route: 'epidural',
      firstOrder: false,
      naloxone: 'ordered',
      regimen: {
        kind: 'pca',
        demand: '12 mcg',
        lockout: '15 min',
        basal: '10 mcg/h',
        clinicianBolus: { dose: '25 mcg', interval: '30 min', most: '2', per: '4 h' },
        limit: { kind: 'amount', amount: '160 mcg', window: '4 h' },
      },
      sessions: { ...sessions, start: '2026-07-01T23:00Z' },
      preparation: {
        method: 'add',
        bag: { nominal: '100 mL', overfill: '5 mL' },
        vial: { strength: '50 mcg/mL', volume: '20 mL' },
        diluent: 'ns09',
        drugAmount: '1000 mcg',
        container: 'bag',
        containers: '3',
        storage: 'room',
      },
      pump: 'cadd-solis',
    },
    report: {
      runOut: null,
      ...base({ id: 'fentanyl', name: 'fentaNYL', unit: 'mcg', schedule: 'II', highAlert: true }),
      regimen: {
        kind: 'pca',
        lines: [],
        demand: '12 mcg',
        lockout: '15 min',
        basal: '10 mcg/h',
        loading: null,
        clinician: '25 mcg',
        limit: '160 mcg in 4 h',
      },
      preparation: {
        concentration: '8 mcg/mL',
        drugAmount: '1000 mcg',
        finalVolume: '125 mL',
        draw: '20 mL',
        diluent: null,
        withdraw: null,
        diluentName: '0.9% sodium chloride injection, preservative-free',
        vials: '3',
        waste: '0 mL',
        usable: null,
        also: [],
      },
      program: program(
        fields('mcg', {
          concentration: '8 mcg/mL',
          reservoir: '125 mL',
          basal: ['8.8 mcg/h', '1.1 mL/h'],
          demand: ['11.6 mcg', '1.45 mL'],
          lockout: '15 min',
          limit: '160 mcg',
          clinician: ['24.8 mcg', '3.1 mL'],
          kvo: '0.8 mcg/h',
        }),
      ),
      exposure: {
        windows: [
          window('1 h', '104.8 mcg', '116.4 mcg', null, 'lockout', '55.2 mcg'),
          window('4 h', '210.6 mcg', '222.2 mcg', null, 'limit', '160 mcg'),
          window('24 h', '631.8 mcg', '643.4 mcg', null, 'limit', '480 mcg'),
        ],
        timeToLimit: '165 min',
        dosesUnderLimit: '10',
        doseSpacing: '24 min',
        kvoAtLimit: '0.8 mcg/h',
      },
    },
  });
  const demand = made.report.program.fields.find((f) => f.id === 'demand-dose')!;
  Object.assign(demand, { ordered: '12 mcg', deviation: '-1/30', onGrid: 'off-grid' });
  made.report.findings.push({
    key: 'grid:demand',
    id: 'PUMP-GRID',
    check: 'program',
    outcome: 'fail',
    severity: 'soft',
    message: 'PCA Dose 12 mcg is not on the pump’s step; 11.6 mcg (1.45 mL) or 12 mcg is.',
    subject: 'demand dose',
    observed: '12 mcg',
    limit: null,
    missing: null,
    source,
    provenance: 'house rule',
    derivations: [],
    reasons: [{ code: 'rounding-agreed', text: 'Prescriber agreed to the value that the pump can deliver' }],
  });
  made.resolutions.push({
    key: 'grid:demand',
    kind: 'override',
    reason: 'rounding-agreed',
    text: 'called the clinic',
    prescriberContact: 'Dr Ortega by telephone, 12:31',
    by: 'Priya Raman',
    at: '2026-12-01T12:35Z',
    complete: true,
  });
  made.signatures.push({
    meaning: 'final-check',
    user: 'Samuel Okonkwo-Villanueva',
    credentials: 'PharmD, BCSCP',
    at: '2026-12-01T14:05Z',
    hash: 'b',
    finding: null,
  });
  made.state = 'checked';
  return made;
};
