import type { Source } from '../derivation/derivation.ts';

export const MME: Source = {
  id: 'CDC-MME',
  title:
    'CDC Clinical Practice Guideline for Prescribing Opioids 2022, MME table; parenteral factors derived, see each',
};

/** A factor to oral morphine milligram equivalents; null: the drug has none and is shown apart. */
export interface MmeFactor {
  readonly opioid: string;
  readonly route: string;
  readonly factor: string | null;
  /** unit of the factor; `patch`: MME per day for each mcg/h */
  readonly per: 'MME/mg' | 'MME/mcg' | 'patch';
  readonly source: Source;
}

const oral = (opioid: string, factor: string): MmeFactor => ({
  opioid,
  route: 'oral',
  factor,
  per: 'MME/mg',
  source: MME,
});
const DERIVED: Source = {
  id: 'MME-PARENTERAL',
  title:
    'derived: CDC 2022 oral factor × oral-to-parenteral ratio of the formulary record (house rule, pharmacist approves each); never for conversion between opioids',
};
const parenteral = (opioid: string, factor: string, per: MmeFactor['per'] = 'MME/mg'): MmeFactor => ({
  opioid,
  route: 'parenteral',
  factor,
  per,
  source: DERIVED,
});
const none = (opioid: string): MmeFactor => ({
  opioid,
  route: 'any',
  factor: null,
  per: 'MME/mg',
  source: MME,
});

/** Source of the oral ones: CDC 2022 table. Excluded: buprenorphine and nalbuphine. */
export const MME_FACTORS: readonly MmeFactor[] = [
  oral('codeine', '0.15'),
  oral('hydrocodone', '1'),
  oral('hydromorphone', '5'),
  oral('methadone', '4.7'),
  oral('morphine', '1'),
  oral('oxycodone', '1.5'),
  oral('oxymorphone', '3'),
  oral('tapentadol', '0.4'),
  oral('tramadol', '0.2'),
  { opioid: 'fentanyl', route: 'transdermal', factor: '2.4', per: 'patch', source: MME },
  parenteral('morphine', '3'),
  parenteral('hydromorphone', '20'),
  parenteral('fentanyl', '0.3', 'MME/mcg'),
  parenteral('meperidine', '0.4'),
  parenteral('methadone', '9.4'),
  none('buprenorphine'),
  none('nalbuphine'),
];

/** What a factor is of: the opioid, with its route where it has a factor at all. */
export const nameOf = (f: MmeFactor): string => (f.factor === null ? f.opioid : `${f.opioid} ${f.route}`);
