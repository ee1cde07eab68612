import type { Source } from '../derivation/derivation.ts';
import { field, only, type Figure, type PumpModel, type PumpField } from './pump.ts';

const page = (n: string, section: string): Source => ({
  id: `SOLIS-${n}`,
  title: `CADD-Solis operator's manual, model 2110, software version 4 (page mirror), page ${n}`,
  year: 'undated',
  section,
});
const E25: Source = {
  id: 'SOLIS-E25',
  title: 'CADD-Solis manual, page 25 (easymanua.ls copy)',
  year: 'undated',
  section: 'clinician bolus',
};
const SCROLL: Source = {
  id: 'GK',
  title: 'general knowledge; verify in the CADD-Solis Technical Manual, Scroll Ranges',
  section: 'table not readable',
};
const known = (value: string): Figure => ({
  value,
  provenance: 'from general knowledge, verify',
  source: SCROLL,
});
const sourced = (value: string, source: Source): Figure => ({ value, provenance: 'sourced', source });
const UPSTREAM: Source = {
  id: 'FDA-GOV-2025',
  title: 'FDA class I correction: CADD-Solis and CADD-Solis VIP with CADD administration sets',
  year: '2025-06-03',
  section: 'false upstream occlusion alarm',
};
const PCA: readonly PumpField[] = [
  field('units', 'Units', 'none', { note: 'mg or mcg, from the protocol' }),
  field('concentration', 'Concentration', 'mass/volume', {
    note: 'must equal an entry of the protocol library',
  }),
  field('reservoir-volume', 'Reservoir Volume', 'volume', { min: known('0 mL'), max: known('9999 mL') }),
  field('continuous-rate', 'Continuous Rate', 'volume/time', {
    min: known('0 mL/h'),
    max: known('100 mL/h'),
  }),
  field('demand-dose', 'PCA Dose', 'volume', {
    min: known('0 mL'),
    max: known('50 mL'),
    tested: sourced('0.05 mL', page('75', 'bolus accuracy: 0.05 mL and 50 mL were tested')),
  }),
  field('lockout', 'PCA Lockout', 'time', {
    min: known('1 min'),
    max: known('24 h'),
  }),
  field('max-doses-per-hour', 'Max doses per hour', 'count', { min: known('1'), max: known('60') }),
  field('limit', 'X Hour Limit', 'mass', {
    note: 'counts the continuous rate and PCA doses, not clinician boluses',
  }),
  field('limit-window', 'X (hours of the limit)', 'time', {
    min: sourced('1 h', page('49', 'Hourly Limit')),
    max: sourced('12 h', page('49', 'Hourly Limit')),
    note: 'set by the administrator',
  }),
  field('clinician-bolus', 'Clinician Bolus', 'volume', {
    max: sourced('20 mL', E25),
    note: 'no frequency limit on the pump; outside the hourly limit',
  }),
  field('kvo-at-limit', 'KVO at limit', 'volume/time', {
    note: 'what flows after the limit is reached: nothing where no continuous rate is set',
  }),
];
const BY_CLOCK: readonly PumpField[] = [
  field('dose-volume', 'Intermittent Bolus', 'volume', {
    note: 'given at the programmed highest rate; stopping the pump cancels the rest (SOLIS-46)',
  }),
  field('dose-interval', 'Bolus Interval', 'time', {
    note: 'from the start of one bolus to the start of the next (SOLIS-46)',
  }),
];
const MODES: PumpModel['modes'] = {
  // intermittent bolus, its interval and PCA dose stand on one home screen and run together (SOLIS-49)
  pca: [...PCA, ...BY_CLOCK],
  continuous: only(PCA, 'units', 'concentration', 'reservoir-volume', 'continuous-rate'),
  intermittent: [...only(PCA, 'units', 'concentration', 'reservoir-volume'), ...BY_CLOCK],
};

/** Corrections of 2024 and 2025 that speak of the Solis and the Solis VIP alike. */
export const SOLIS_NOTICES: PumpModel['notices'] = [
  {
    date: '2024-08-06',
    on: 'software',
    text: 'Software below 4.3 may give no alarm and keys may not answer: record the software version of this pump.',
    about: 'all',
    onSheet: null,
    source: {
      id: 'FDACOP-2024',
      title: 'FDA class I correction: CADD-Solis and CADD-Solis VIP with software before version 4.3',
      year: '2024-08-06',
    },
  },
  {
    date: '2025-06-03',
    on: 'upstream occlusion alarm',
    text: 'A false upstream occlusion alarm may stop the infusion when an hour passes between priming and the first flow: detach and reattach the set after looking for a real occlusion, or use a cassette.',
    about: 'no-basal-from-a-bag',
    onSheet: 'New set primed at ______, first flow at ______: no more than 1 h apart.',
    source: UPSTREAM,
  },
  {
    date: '2025-06-03',
    on: 'battery',
    text: 'Battery pack, wireless board or separators may overheat: inspect the battery pack and note it on the record of the pump.',
    about: 'all',
    onSheet: null,
    source: { ...UPSTREAM, section: 'thermal damage' },
  },
];

/** CADD-Solis 2100 / 2110. Source: domain/pumps.json `cadd-solis`, labels_and_pumps.md 3.1; every figure with its own. */
export const caddSolis: PumpModel = {
  id: 'cadd-solis',
  model: 'CADD-Solis 2100 / 2110',
  maker: 'Smiths Medical (ICU Medical)',
  software: '3.0 to 4.2',
  modes: MODES,
  lockoutFrom: 'not-stated',
  limit: {
    kind: 'amount',
    window: 'not-stated',
    counts: { basal: true, demand: true, loading: false, clinician: false },
    atLimit: {
      kind: 'kvo',
      withBasal: sourced('0.1 mL/h', page('49', 'Hourly Limit')),
      withoutBasal: sourced('0 mL/h', page('49', 'Hourly Limit')),
    },
    truncatesDose: true,
    source: page('49', 'Hourly Limit'),
  },
  accuracy: {
    low: '-0.06',
    high: '0.06',
    conditions: '10 mL/h, 22 °C; not tested below 10 mL/h',
    source: page('74', 'System Delivery Accuracy'),
  },
  flow: null,
  warnings: [
    { text: 'Manual mode (black bar) has no limits.', source: page('51', 'protocol') },
    { text: 'A clinician bolus is outside the hourly limit and has no frequency limit.', source: E25 },
    { text: 'Not for blood; not for intra-articular use.', source: page('9', 'contraindications') },
  ],
  withdrawn: null,
  notices: SOLIS_NOTICES,
};
