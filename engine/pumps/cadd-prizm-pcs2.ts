import type { Source } from '../derivation/derivation.ts';
import { exact } from '../number/notation.ts';
import { compare, inBase, quantity } from '../number/quantity.ts';
import {
  field,
  only,
  type Figure,
  type PumpField,
  type PumpModel,
  type Setting,
  type ValueList,
} from './pump.ts';

const PRIZM: Source = {
  id: 'PRIZM-5',
  title: 'CADD-Prizm PCS II 6101 operator manual (copy), page 5: scroll ranges',
  year: 'undated',
  section: 'Table 2',
};
const GK: Source = {
  id: 'GK',
  title: 'general knowledge; verify in the CADD-Prizm PCS II operator manual',
  section: 'range not readable in any stored copy',
};
const STARTUP: Source = {
  id: 'ISMP-040729',
  title: 'ISMP Medication Safety Alert: misprogramming of a CADD-Prizm pump',
  year: '2004-07-29',
  section: 'CADD-Prizm 6101 case',
};

const sourced = (value: string): Figure => ({ value, provenance: 'sourced', source: PRIZM });
const known = (value: string): Figure => ({
  value,
  provenance: 'from general knowledge, verify',
  source: GK,
});
const HALF = quantity('0.5 mg/mL', 'mass/volume');

const whole = (from: number, to: number, by: number): string[] => {
  const all: string[] = [];
  for (let n = from; n <= to; n += by) all.push(String(n));
  return all;
};
/** mg: 0.1 to 0.5 by 0.1, 1 to 15 by 1, 20 to 100 by 5; of the mcg list only 1 to 12 could be read. */
const IN_MG = ['0.1', '0.2', '0.3', '0.4', '0.5', ...whole(1, 15, 1), ...whole(20, 100, 5)];
const concentrations = ({ concentration: { unit } }: Setting): ValueList | null => {
  const source = { ...PRIZM, section: 'Tables 2 and 3' };
  if (unit.code === 'mg/mL') return { values: IN_MG.map((v) => `${v} mg/mL`), until: null, source };
  if (unit.code === 'mcg/mL')
    return { values: whole(1, 12, 1).map((v) => `${v} mcg/mL`), until: '12 mcg/mL', source };
  return null;
};

/** 0.1 × C from 0.1 to 0.5 mg/mL, otherwise 0.05 × C: a tenth or a twentieth of a mL. mcg follows the second rule. */
const doseStep = ({ concentration }: Setting): Figure => {
  const inMg = concentration.unit.code.startsWith('mg');
  return sourced(inMg && compare(concentration, HALF) <= 0 ? '0.1 mL' : '0.05 mL');
};

/** mg: 0.01 to 0.5, 0.1 to 100, 1 to 1,000, 10 above; mcg: 0.1 to 100, then the same. */
const rateStep = ({ value }: Setting): Figure => {
  const unit = value.unit.code;
  const mg = unit.startsWith('mg');
  const rows: readonly (readonly [upTo: string, step: string])[] = mg
    ? [
        ['0.5', '0.01'],
        ['100', '0.1'],
        ['1000', '1'],
      ]
    : [
        ['100', '0.1'],
        ['1000', '1'],
      ];
  const row = rows.find(([upTo]) => value.amount.compare(exact(upTo)) <= 0);
  return sourced(`${row?.[1] ?? '10'} ${unit}`);
};

/** Zero is off; the lowest rate is 10 % of the concentration: 0.1 mL/h. */
const lowestRate = ({ value }: Setting): Figure => sourced(inBase(value).n === 0n ? '0 mL/h' : '0.1 mL/h');

const PCA: readonly PumpField[] = [
  field('units', 'Units', 'none'),
  field('concentration', 'Concentration', 'mass/volume', {
    min: ({ concentration }) =>
      concentration.unit.code.startsWith('mg') ? sourced('0.1 mg/mL') : sourced('1 mcg/mL'),
    max: ({ concentration }) => (concentration.unit.code.startsWith('mg') ? sourced('100 mg/mL') : null),
    list: concentrations,
  }),
  field('reservoir-volume', 'Reservoir Volume', 'volume'),
  field('continuous-rate', 'Continuous Rate', 'volume/time', {
    min: lowestRate,
    max: sourced('30 mL/h'),
    step: rateStep,
  }),
  field('demand-dose', 'Demand Dose', 'volume', {
    min: sourced('0.05 mL'),
    max: sourced('9.9 mL'),
    step: doseStep,
    note: '20 mL with software revision E or higher',
  }),
  field('lockout', 'Demand Dose Lockout', 'time', { min: known('5 min'), max: known('24 h') }),
  field('max-doses-per-hour', 'Demand Doses per Hour', 'count', { min: known('1'), max: known('12') }),
  field('limit', 'Delivery Limit', 'mass'),
  field('limit-window', 'Delivery Limit, hours', 'time'),
  field('clinician-bolus', 'Clinician Bolus', 'volume', {
    min: sourced('0.05 mL'),
    max: sourced('20 mL'),
    step: doseStep,
  }),
];
const MODES: PumpModel['modes'] = {
  pca: PCA,
  // its one mode gives continuous, demand or both
  continuous: only(PCA, 'units', 'concentration', 'reservoir-volume', 'continuous-rate'),
};

/** CADD-Prizm PCS II 6101. Source: domain/pumps.json `cadd-prizm-pcs2`, labels_and_pumps.md 3.2. */
export const caddPrizm: PumpModel = {
  id: 'cadd-prizm-pcs2',
  model: 'CADD-Prizm PCS II 6101',
  maker: 'Smiths Medical (ICU Medical)',
  software: null,
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
  warnings: [
    {
      text: 'The pump keeps earlier programming as its starting values: enter the concentration afresh.',
      source: STARTUP,
    },
  ],
  withdrawn: null,
  notices: [],
};
