import type { OrderView } from '../../../bridge/records.ts';
import { sessions, view } from './fixture.ts';
import { base, fields, program, window } from './report-parts.ts';

/**
 * bupivacaine 62.5 mg with morphine 5 mg in 100 mL, 6 mL/h and 3 mL each 6 min as in R29 (FERR-95). By hand: 6 mL/h are
 * 3.75 mg/h and 0.3 mg/h, 3 mL are 1.875 mg and 0.15 mg. 1 h holds 6 + 10 × 3 = 36 mL: 22.5 mg and 1.8 mg; 4 h are four
 * of those, 90 mg and 7.2 mg, and a session of 12 h twelve, 270 mg and 21.6 mg.
 */
export const bupivacaineWithMorphine = (): OrderView => {
  const made = view({
    family: 'Doe',
    given: 'Jane',
    content: {
      drug: 'bupivacaine',
      route: 'epidural',
      firstOrder: true,
      naloxone: 'ordered',
      regimen: {
        kind: 'pca',
        demand: '3 mL',
        lockout: '6 min',
        basal: '6 mL/h',
        limit: { kind: 'none' },
      },
      sessions,
      preparation: {
        method: 'exact-fill',
        finalVolume: '100 mL',
        vial: { strength: '2.5 mg/mL', volume: '30 mL' },
        diluent: 'ns09',
        drugAmount: '62.5 mg',
        also: [{ drug: 'morphine', vial: { strength: '0.5 mg/mL', volume: '10 mL' }, amount: '5 mg' }],
        container: 'cassette',
        containers: '1',
        storage: 'refrigerated',
      },
      pump: 'cadd-solis',
    },
    report: {
      runOut: null,
      ...base({ id: 'bupivacaine', name: 'bupivacaine', unit: 'mg', schedule: null, highAlert: true }),
      regimen: {
        kind: 'pca',
        lines: [],
        demand: '1.875 mg',
        lockout: '6 min',
        basal: '3.75 mg/h',
        loading: null,
        clinician: null,
        limit: null,
      },
      preparation: {
        concentration: '0.625 mg/mL',
        drugAmount: '62.5 mg',
        finalVolume: '100 mL',
        draw: '25 mL',
        diluent: '65 mL',
        withdraw: null,
        diluentName: '0.9% sodium chloride injection',
        vials: '1',
        waste: '5 mL',
        usable: null,
        also: [
          {
            id: 'morphine',
            name: 'morphine',
            drugAmount: '5 mg',
            concentration: '0.05 mg/mL',
            draw: '10 mL',
            vials: '1',
            waste: '0 mL',
            windows: [
              window('1 h', '1.8 mg', '1.95 mg', null, 'lockout'),
              window('4 h', '7.2 mg', '7.35 mg', null, 'lockout'),
              window('24 h', '21.6 mg', '21.75 mg', null, 'lockout'),
            ],
          },
        ],
      },
      program: program(
        fields('mg', {
          concentration: '0.625 mg/mL',
          reservoir: '100 mL',
          basal: ['3.75 mg/h', '6 mL/h'],
          demand: ['1.875 mg', '3 mL'],
          lockout: '6 min',
          limit: null,
          clinician: null,
          kvo: '0 mg/h',
        }),
      ),
      exposure: {
        windows: [
          window('1 h', '22.5 mg', '24.375 mg', null, 'lockout'),
          window('4 h', '90 mg', '91.875 mg', null, 'lockout'),
          window('24 h', '270 mg', '271.875 mg', null, 'lockout'),
        ],
        timeToLimit: null,
        dosesUnderLimit: null,
        doseSpacing: null,
        kvoAtLimit: null,
      },
    },
  });
  const [vial, diluent] = made.preparation!.ingredients;
  made.preparation!.ingredients = [
    { ...vial!, drug: 'bupivacaine', name: 'bupivacaine 2.5 mg/mL, vial of 30 mL', lot: 'BUP77' },
    { ...vial!, drug: 'morphine', name: 'morphine 0.5 mg/mL, vial of 10 mL', lot: 'MOR12' },
    diluent!,
  ];
  return made;
};
