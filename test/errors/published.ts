/**
 * Published regimens from which clean orders are drawn: every value stands in the range of its source. Where a range
 * reaches beyond a label limit (2 mg of morphine every 5 min passes the label's 10 mg/h), the draw stays below it.
 */
export interface Published {
  readonly source: string;
  readonly drug: string;
  readonly route: string;
  readonly status: 'naive' | 'tolerant';
  readonly demands: readonly string[];
  readonly lockouts: readonly string[];
  readonly basals: readonly string[];
  /** in any 4 h */
  readonly limits: readonly string[];
  readonly concentration: string;
  readonly vial: { readonly strength: string; readonly volume: string };
}

const MORPHINE = {
  drug: 'morphine',
  route: 'IV',
  vial: { strength: '25 mg/mL', volume: '10 mL' },
} as const;
const HYDROMORPHONE = {
  drug: 'hydromorphone',
  route: 'IV',
  concentration: '0.2 mg/mL',
  vial: { strength: '2 mg/mL', volume: '20 mL' },
} as const;

export const published: readonly Published[] = [
  {
    ...MORPHINE,
    source: 'UpToDate graphic 101248 (UTD-PCA), opioid-naive adult; label 10 mg/h',
    status: 'naive',
    demands: ['0.5 mg', '0.8 mg', '1 mg'],
    lockouts: ['6 min', '8 min', '10 min'],
    basals: ['0 mg/h'],
    limits: ['10 mg', '15 mg', '20 mg', '30 mg'],
    concentration: '1 mg/mL',
  },
  {
    ...HYDROMORPHONE,
    source: 'UpToDate graphic 101248 (UTD-PCA) as rules hm-04 to hm-07; UMass order set (UMASS-15)',
    status: 'naive',
    demands: ['0.1 mg', '0.2 mg'],
    lockouts: ['10 min', '12 min', '15 min'],
    basals: ['0 mg/h'],
    limits: ['2 mg', '3 mg', '4 mg', '6 mg'],
  },
  {
    source: 'UpToDate graphic 101248 (UTD-PCA), opioid-naive adult',
    drug: 'fentanyl',
    route: 'IV',
    status: 'naive',
    demands: ['5 mcg', '8 mcg', '10 mcg'],
    lockouts: ['5 min', '6 min', '8 min', '10 min'],
    basals: ['0 mcg/h'],
    limits: ['150 mcg', '200 mcg', '300 mcg'],
    concentration: '10 mcg/mL',
    vial: { strength: '50 mcg/mL', volume: '50 mL' },
  },
  {
    ...MORPHINE,
    source: 'ZDB adult IV PCA orders (ZDB-PCA), morphine sheet',
    status: 'tolerant',
    demands: ['1 mg', '1.5 mg', '2 mg', '3 mg'],
    lockouts: ['8 min', '10 min', '15 min'],
    basals: ['1 mg/h', '1.5 mg/h', '2 mg/h'],
    limits: ['30 mg', '40 mg', '50 mg', '70 mg'],
    concentration: '5 mg/mL',
  },
  {
    ...HYDROMORPHONE,
    source: 'ZDB adult IV PCA orders (ZDB-PCA), hydromorphone sheet',
    status: 'tolerant',
    demands: ['0.2 mg', '0.3 mg', '0.4 mg', '0.6 mg'],
    lockouts: ['8 min', '10 min', '15 min'],
    basals: ['0.1 mg/h', '0.2 mg/h', '0.3 mg/h'],
    limits: ['2.4 mg', '3.6 mg', '4.8 mg'],
  },
];
