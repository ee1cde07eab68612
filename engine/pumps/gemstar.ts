import type { Source } from '../derivation/derivation.ts';
import { field, only, type PumpModel, type PumpField } from './pump.ts';

const page: Source = {
  id: 'GEMSTAR-61',
  title: 'Hospira GemStar pain management manual (copy), page 61',
  year: 'undated',
  section: 'dose limits',
};

const PCA: readonly PumpField[] = [
  field('units', 'Unit of measure', 'none'),
  field('concentration', 'Concentration', 'mass/volume'),
  field('continuous-rate', 'Continuous rate', 'volume/time'),
  field('loading-dose', 'Loading dose', 'volume', {
    note: 'counted in the 1-hour or 4-hour limit, which can block it',
  }),
  field('demand-dose', 'Bolus dose', 'volume'),
  field('lockout', 'Bolus lockout', 'time'),
  field('limit', '1-hour or 4-hour dose limit', 'mass'),
  field('limit-window', 'Limit, hours', 'time', {
    min: { value: '1 h', provenance: 'sourced', source: page },
    max: { value: '4 h', provenance: 'sourced', source: page },
    note: '1 hour or 4 hours',
  }),
  field('reservoir-volume', 'Container size', 'volume'),
];
const MODES: PumpModel['modes'] = {
  pca: PCA,
  continuous: only(PCA, 'units', 'concentration', 'continuous-rate', 'loading-dose', 'reservoir-volume'),
};

/** Hospira GemStar. Source: domain/pumps.json `gemstar`; its limit rolls, counts loading doses, and stops everything. */
export const gemstar: PumpModel = {
  id: 'gemstar',
  model: 'GemStar (pain management)',
  maker: 'Hospira',
  software: null,
  modes: MODES,
  lockoutFrom: 'not-stated',
  limit: {
    kind: 'amount',
    window: 'rolling',
    counts: { basal: true, demand: true, loading: true, clinician: false },
    atLimit: { kind: 'stops' },
    truncatesDose: true,
    source: page,
  },
  accuracy: null,
  flow: null,
  warnings: [],
  withdrawn: {
    kind: 'retired',
    since: '2015-07-31',
    source: {
      id: 'FIERCE-GEM',
      title: 'Report on the end of support of GemStar pumps by their maker',
      year: '2015',
    },
  },
  notices: [],
};
