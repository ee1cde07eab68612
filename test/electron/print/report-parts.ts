import type { OrderReport } from '../../../engine/checks/report.ts';

export const at = '2026-12-01T13:20Z';
export const source = { id: 'TEST', title: 'fixture' };
const derivation = { id: 'd', name: 'd', formula: 'd', line: 'd', result: 'd', about: null, source };
type Field = OrderReport['program']['fields'][number];

const sourced = (value: string) => ({ value, provenance: 'sourced', source });
const known = (value: string) => ({ value, provenance: 'from general knowledge, verify', source });
const house = (value: string) => ({ value, provenance: 'house rule', source });
const field = (id: string, label: string, programmed: string | null, rest: Partial<Field> = {}): Field => ({
  id,
  label,
  ordered: programmed,
  programmed,
  volume: null,
  deviation: null,
  onGrid: 'not-stepped',
  below: null,
  above: null,
  range: 'not-known',
  min: null,
  max: null,
  step: null,
  note: null,
  ...rest,
});

/** Fields in the order of engine/pumps/cadd-solis.ts. */
export const fields = (
  unit: string,
  v: {
    concentration: string;
    reservoir: string;
    basal: [string, string];
    demand: [string, string];
    lockout: string;
    limit: string | null;
    clinician: [string, string] | null;
    kvo: string;
  },
): Field[] => [
  field('units', 'Units', unit, { range: 'none' }),
  field('concentration', 'Concentration', v.concentration),
  field('reservoir-volume', 'Reservoir Volume', v.reservoir, {
    range: 'within',
    min: known('0 mL'),
    max: known('9999 mL'),
  }),
  field('continuous-rate', 'Continuous Rate', v.basal[0], {
    volume: v.basal[1],
    deviation: '0',
    onGrid: 'on-grid',
    range: 'within',
    min: known('0 mL/h'),
    max: known('100 mL/h'),
    step: house('0.1 mL/h'),
  }),
  field('demand-dose', 'PCA Dose', v.demand[0], {
    volume: v.demand[1],
    deviation: '0',
    onGrid: 'on-grid',
    range: 'within',
    min: known('0 mL'),
    max: known('50 mL'),
    step: house('0.05 mL'),
  }),
  field('lockout', 'PCA Lockout', v.lockout, {
    onGrid: 'on-grid',
    range: 'within',
    min: known('1 min'),
    max: known('24 h'),
    step: house('1 min'),
  }),
  field('max-doses-per-hour', 'Max doses per hour', null, {
    min: known('1'),
    max: known('60'),
    range: 'none',
  }),
  field('limit', '4 Hour Limit', v.limit, { range: 'none' }),
  field('limit-window', 'X', v.limit && '4 h', {
    range: 'within',
    min: sourced('1 h'),
    max: sourced('12 h'),
  }),
  field('clinician-bolus', 'Clinician Bolus', v.clinician?.[0] ?? null, {
    volume: v.clinician?.[1] ?? null,
    max: sourced('20 mL'),
    step: house('0.05 mL'),
    range: v.clinician ? 'within' : 'none',
  }),
  field('kvo-at-limit', 'KVO at limit', v.limit && v.kvo),
];

export const window = (
  hours: string,
  worst: string,
  plusOneDose: string,
  mme: string | null,
  binding: 'lockout' | 'limit',
  underLimit = worst,
) => ({
  window: hours,
  worst,
  shown: worst,
  underLimit,
  plusOneDose,
  mme,
  kind: 'exact' as const,
  binding,
  derivation,
});

export const base = (
  drug: OrderReport['drug'],
): Pick<OrderReport, 'at' | 'ruleSet' | 'drug' | 'bud' | 'findings' | 'derivations' | 'blocking'> => ({
  at,
  ruleSet: '2026.11-test',
  drug,
  bud: { limit: '10 day', binds: 'USP <797> category 2', derivation: null },
  findings: [],
  derivations: [
    {
      id: 'draw',
      name: 'drug volume to draw',
      formula: 'drug amount ÷ strength',
      line: '50 mg ÷ 10 mg/mL = 5 mL',
      result: '5 mL',
      about: null,
      source,
    },
  ],
  blocking: 0,
});
export const program = (rows: Field[]): OrderReport['program'] => ({
  pump: 'cadd-solis',
  model: 'CADD-Solis 2100 / 2110',
  mode: 'PCA',
  fields: rows,
  warnings: [
    'Manual mode (black bar) has no limits.',
    'A clinician bolus is outside the hourly limit and has no frequency limit.',
    'Not for blood; not for intra-articular use.',
  ],
});
