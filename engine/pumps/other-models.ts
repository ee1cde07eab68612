import type { Source } from '../derivation/derivation.ts';
import { SOLIS_NOTICES } from './cadd-solis.ts';
import { field, type Figure, type PumpField, type PumpModel } from './pump.ts';

/**
 * Pumps of which no more than the ways of delivery and a few figures could be read: what is missing is entered by the
 * site. Source: domain/pumps3.json.
 */

const gk = (section: string): Source => ({
  id: 'GK',
  title: 'general knowledge; verify in the manual of the pump',
  section,
});
const sourced = (value: string, source: Source): Figure => ({ value, provenance: 'sourced', source });

const units = field('units', 'Units', 'none');
const concentration = field('concentration', 'Concentration', 'mass/volume');
const reservoir = field('reservoir-volume', 'Reservoir Volume', 'volume');
const rate = field('continuous-rate', 'Continuous Rate', 'volume/time');
const demand = field('demand-dose', 'PCA Dose', 'volume');
const lockout = field('lockout', 'Lockout', 'time');
const limit = [
  field('limit', 'Delivery Limit', 'mass'),
  field('limit-window', 'Delivery Limit, hours', 'time'),
] as const;
const doses = [
  field('dose-volume', 'Dose Volume', 'volume'),
  field('dose-duration', 'Dose Duration', 'time'),
  field('dose-interval', 'Dose Cycle', 'time', { note: 'from one dose start to the next' }),
  field('kvo-rate', 'KVO Rate', 'volume/time'),
] as const;
const steps = [field('step-rate', 'rate', 'volume/time'), field('step-time', 'time', 'time')] as const;

type Own = Pick<PumpModel, 'id' | 'model' | 'maker' | 'modes'> & Partial<PumpModel>;
const pump = (source: Source, own: Own): PumpModel => ({
  software: null,
  lockoutFrom: 'not-stated',
  limit: { kind: 'none', source },
  accuracy: null,
  flow: null,
  warnings: [],
  withdrawn: null,
  notices: [],
  ...own,
});
const notRead = (source: Source): PumpModel['limit'] => ({
  kind: 'amount',
  window: 'not-stated',
  counts: { basal: true, demand: true, loading: false, clinician: false },
  atLimit: { kind: 'not-known' },
  truncatesDose: null,
  source,
});

const VIP = gk("CADD-Solis VIP operator's manual, chapters per delivery mode");
export const caddSolisVip = pump(VIP, {
  id: 'cadd-solis-vip',
  model: 'CADD-Solis VIP 2120',
  maker: 'Smiths Medical (ICU Medical)',
  modes: {
    pca: [
      units,
      concentration,
      reservoir,
      rate,
      demand,
      lockout,
      field('max-doses-per-hour', 'Doses per Hour', 'count'),
      ...limit,
      field('clinician-bolus', 'Clinician Bolus', 'volume'),
    ],
    continuous: [units, concentration, reservoir, rate],
    intermittent: [units, concentration, reservoir, ...doses],
    taper: [reservoir, ...steps],
  },
  limit: notRead(VIP),
  notices: SOLIS_NOTICES,
});

const PRIZM_VIP: Source = {
  id: 'PRIZMVIP-OM',
  title: "CADD-Prizm VIP 6100 / 6101 operator's manual (copy)",
  year: '2000-03',
  section: 'opening text: applications 6210, 6220, 6240',
};
export const caddPrizmVip = pump(PRIZM_VIP, {
  id: 'cadd-prizm-vip',
  model: 'CADD-Prizm VIP 6100 / 6101',
  maker: 'Smiths Medical (ICU Medical)',
  modes: {
    pca: [units, concentration, reservoir, rate, demand, lockout, ...limit],
    continuous: [units, concentration, reservoir, rate],
    intermittent: [reservoir, ...doses],
  },
  limit: notRead(gk('CADD-Prizm VIP manual, PCA application')),
});

const LEG1: Source = {
  id: 'LEG1-OM',
  title: "CADD-Legacy 1 6400 operator's manual (copy)",
  year: 'undated',
  section: 'opening: the rate is in millilitres per 24 hours',
};
export const caddLegacy1 = pump(LEG1, {
  id: 'cadd-legacy-1',
  model: 'CADD-Legacy 1 6400',
  maker: 'Smiths Medical (ICU Medical)',
  modes: {
    continuous: [
      reservoir,
      field('daily-rate', 'Continuous Rate, mL per 24 h', 'volume/time', {
        note: 'per 24 HOURS: the number of mL/h here gives one twenty-fourth, and the reverse 24 times',
      }),
    ],
  },
  warnings: [
    {
      text: 'This pump is set in mL per 24 HOURS, not per hour: a value in the other unit is wrong by 24 times.',
      source: LEG1,
    },
  ],
});

const MS3: Source = {
  id: 'K051568',
  title: 'FDA 510(k) K051568: CADD-MS 3',
  year: '2005-11',
  section: 'device description',
};
const MS3_32: Source = { id: 'MS3-32', title: 'CADD-MS 3 manual (copy), page 32', year: 'undated' };
const MS3_RESERVOIR: PumpField = field('reservoir-volume', 'Cartridge', 'volume', {
  max: sourced('3 mL', MS3),
});
const MS3_PROFILES: readonly PumpField[] = [
  field('continuous-rate', 'Basal rate', 'volume/time'),
  field('night-rate', 'Basal rate, second profile', 'volume/time'),
  field('night-from', 'Second profile from', 'none'),
  field('night-to', 'Second profile until', 'none'),
];
export const caddMs3 = pump(MS3, {
  id: 'cadd-ms3',
  model: 'CADD-MS 3',
  maker: 'Smiths Medical (ICU Medical)',
  lockoutFrom: 'start',
  modes: {
    pca: [
      concentration,
      MS3_RESERVOIR,
      ...MS3_PROFILES,
      field('demand-dose', 'Demand dose', 'volume'),
      field('lockout', 'Dose Lockout', 'time', {
        min: sourced('15 min', MS3_32),
        max: sourced('24 h', MS3_32),
        step: sourced('15 min', MS3_32),
      }),
      field('dose-volume', 'Automatic dose', 'volume'),
      field('dose-interval', 'Automatic dose interval', 'time'),
    ],
    continuous: [concentration, MS3_RESERVOIR, ...MS3_PROFILES],
    intermittent: [
      concentration,
      MS3_RESERVOIR,
      field('dose-volume', 'Automatic dose', 'volume'),
      field('dose-duration', 'Dose Duration', 'time', {
        min: sourced('1 min', MS3_32),
        max: sourced('15 min', MS3_32),
        step: sourced('1 min', MS3_32),
      }),
      field('dose-interval', 'Automatic dose interval', 'time'),
    ],
  },
});

const CURLIN: Source = gk("Curlin 6000 / 8000 user's manual");
export const curlin6000 = pump(CURLIN, {
  id: 'curlin-6000-8000',
  model: 'Curlin 6000 CMS / 8000 / PainSmart',
  maker: 'Moog',
  modes: {
    pca: [
      units,
      concentration,
      field('route', 'ADMIN Rt', 'none'),
      field('loading-dose', 'Load Dose', 'volume'),
      reservoir,
      field('continuous-rate', 'BASL RATE', 'volume/time'),
      field('demand-dose', 'BOLUS', 'volume'),
      field('lockout', 'BOLS INT', 'time'),
      field('max-doses-per-hour', 'BOLS/hr', 'count'),
    ],
    continuous: [units, concentration, reservoir, rate],
    intermittent: [units, concentration, reservoir, ...doses],
    taper: [units, concentration, reservoir, field('steps', '# Doses', 'count'), ...steps],
  },
});

const AVOSET: Source = {
  id: 'K213744',
  title: 'FDA 510(k) K213744: Avoset infusion pump',
  year: '2022',
  section: 'continuous, intermittent bolus, patient bolus, taper',
};
const avosetRate = field('continuous-rate', 'Rate', 'volume/time', {
  min: ({ value }) => sourced(value.amount.n === 0n ? '0 mL/h' : '0.1 mL/h', AVOSET),
  max: sourced('300 mL/h', AVOSET),
});
const avosetBolus = [
  field('dose-volume', 'Intermittent bolus', 'volume'),
  field('dose-interval', 'Bolus interval', 'time'),
] as const;
export const avoset = pump(AVOSET, {
  id: 'avoset',
  model: 'Avoset infusion pump',
  maker: 'Avoset',
  modes: {
    // continuous and/or intermittent bolus and/or patient bolus
    pca: [concentration, reservoir, avosetRate, demand, lockout, ...avosetBolus],
    continuous: [concentration, reservoir, avosetRate],
    intermittent: [concentration, reservoir, ...avosetBolus],
    taper: [concentration, reservoir, ...steps],
  },
});

const BODYGUARD: Source = {
  id: 'FDA-BG',
  title: 'FDA class I recall of CME America BodyGuard pumps: all removed from the US market',
  year: '2020-04-27',
  section: 'inaccuracy up to about 13 % against a claim of 5 %',
};
/** Kept so that its name is recognised and refused with the reason; it is not among the pumps that are offered. */
export const bodyguard = pump(BODYGUARD, {
  id: 'bodyguard-us',
  model: 'CME America BodyGuard 323, 121 Twins, 545 ColorVision, 575, CMExpress',
  maker: 'CME America (BD)',
  modes: {
    pca: [concentration, reservoir, rate, demand, lockout],
    continuous: [concentration, reservoir, rate],
    intermittent: [concentration, reservoir, ...doses],
    taper: [reservoir, ...steps],
  },
  withdrawn: { kind: 'removed', since: '2020-04-27', source: BODYGUARD },
});
