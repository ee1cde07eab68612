import type { Source } from '../derivation/derivation.ts';
import { field, only, type Figure, type PumpModel, type PumpField } from './pump.ts';

const ECRI: Source = {
  id: 'ECRI-SAP',
  title: 'ECRI evaluation of the Sapphire pump (copy)',
  section: 'epidural / PCEA variant',
};
const GK: Source = {
  id: 'GK',
  title: 'general knowledge; verify in the Sapphire User Manual Rev 16.20',
  section: 'range not readable in any stored copy',
};
const sourced = (value: string): Figure => ({ value, provenance: 'sourced', source: ECRI });

const PCA: readonly PumpField[] = [
  field('units', 'Units', 'none'),
  field('concentration', 'Concentration', 'mass/volume'),
  field('reservoir-volume', 'VTBI', 'volume', { min: sourced('0.1 mL'), max: sourced('9999 mL') }),
  field('continuous-rate', 'Basal rate', 'volume/time', {
    min: ({ value }) => sourced(value.amount.n === 0n ? '0 mL/h' : '0.1 mL/h'),
    max: sourced('99 mL/h'),
    note: 'range of the epidural variant',
  }),
  field('demand-dose', 'Bolus', 'volume'),
  field('lockout', 'Lockout', 'time'),
  field('limit', 'Dose limit', 'mass'),
  field('limit-window', 'Dose limit, hours', 'time'),
  field('loading-dose', 'Loading dose', 'volume'),
];
/** the mode stands in the manual's list of therapies, its screen in no page that was read */
const UNREAD = 'the manual page of this screen was not at hand: its words, range and step are not known';
const MODES: PumpModel['modes'] = {
  pca: PCA,
  continuous: only(PCA, 'units', 'concentration', 'reservoir-volume', 'continuous-rate'),
  intermittent: [
    ...only(PCA, 'units', 'concentration', 'reservoir-volume'),
    field('dose-volume', 'dose', 'volume', { note: UNREAD }),
    field('dose-duration', 'duration of a dose', 'time', { note: UNREAD }),
    field('dose-interval', 'interval', 'time', { note: UNREAD }),
    field('kvo-rate', 'KVO', 'volume/time', { note: UNREAD }),
  ],
  taper: [
    ...only(PCA, 'units', 'concentration', 'reservoir-volume'),
    field('step-rate', 'rate', 'volume/time', { note: UNREAD }),
    field('step-time', 'time', 'time', { note: UNREAD }),
  ],
};

/** Eitan Sapphire. Source: domain/pumps.json `sapphire`, labels_and_pumps.md 3.4. */
export const sapphire: PumpModel = {
  id: 'sapphire',
  model: 'Sapphire multi-therapy / epidural / PCA',
  maker: 'Eitan Medical (Q Core)',
  software: 'R13 to R16.20',
  modes: MODES,
  lockoutFrom: 'not-stated',
  limit: {
    kind: 'amount',
    window: 'not-stated',
    counts: { basal: true, demand: true, loading: false, clinician: false },
    atLimit: { kind: 'not-known' },
    truncatesDose: null,
    source: GK,
  },
  accuracy: null,
  flow: null,
  warnings: [{ text: 'General mode carries no drug library limits.', source: ECRI }],
  withdrawn: null,
  notices: [
    {
      date: '2023-12-01',
      on: 'air detection',
      text: 'Software Rev 16.10 may miss air in the line on battery: mains power and an air-eliminating filter until it is updated; record the revision.',
      about: 'all',
      onSheet: null,
      source: {
        id: 'FIERCE-EITAN',
        title: 'FDA class I correction: Sapphire pumps, software Rev 16.10',
        year: '2023-12-01',
      },
    },
  ],
};
