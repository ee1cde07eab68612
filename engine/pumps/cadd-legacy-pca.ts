import type { Source } from '../derivation/derivation.ts';
import { field, type Figure, type PumpModel, type PumpField } from './pump.ts';

const GK: Source = {
  id: 'GK',
  title: 'general knowledge; verify in the CADD-Legacy PCA 6300 operator manual',
  section: 'range not readable in any stored copy',
};
const LOCK: Source = {
  id: 'HPC-6300',
  title: 'CADD-Legacy PCA 6300 lock levels (copy)',
  section: 'lock levels LL0 to LL2',
};
const known = (value: string): Figure => ({
  value,
  provenance: 'from general knowledge, verify',
  source: GK,
});

const PCA: readonly PumpField[] = [
  field('reservoir-volume', 'Reservoir Volume', 'volume'),
  field('units', 'Units', 'none'),
  field('concentration', 'Concentration', 'mass/volume'),
  field('continuous-rate', 'Continuous Rate', 'volume/time', {
    min: known('0 mL/h'),
    max: known('50 mL/h'),
  }),
  field('demand-dose', 'Demand Dose', 'volume', {
    min: known('0 mL'),
    max: known('9.9 mL'),
    note: 'assumed equal to the Prizm scroll family',
  }),
  field('lockout', 'Dose Lockout', 'time', { min: known('5 min'), max: known('24 h') }),
  field('max-doses-per-hour', 'Doses per Hour', 'count', { min: known('1'), max: known('12') }),
  field('clinician-bolus', 'Clinician Bolus', 'volume'),
];
const MODES: PumpModel['modes'] = {
  pca: PCA,
  // its one mode gives a constant rate, a bolus dose, or both: without a bolus the demand dose stands at zero
  continuous: PCA,
};

/** CADD-Legacy PCA 6300. Source: domain/pumps.json `cadd-legacy-pca`, labels_and_pumps.md 3.2; no range was readable. */
export const caddLegacyPca: PumpModel = {
  id: 'cadd-legacy-pca',
  model: 'CADD-Legacy PCA 6300',
  maker: 'Smiths Medical (ICU Medical)',
  software: null,
  modes: MODES,
  lockoutFrom: 'not-stated',
  limit: {
    kind: 'none',
    source: {
      ...GK,
      section: 'no hour limit in mg is known for this model; doses per hour cap demand doses',
    },
  },
  accuracy: null,
  flow: null,
  warnings: [{ text: 'Hand over at lock level LL2.', source: LOCK }],
  withdrawn: null,
  notices: [],
};
