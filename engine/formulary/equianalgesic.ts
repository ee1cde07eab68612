import type { Source } from '../derivation/derivation.ts';

const EQ_TABD: Source = {
  id: 'EQ-TABD',
  title: 'FDA label equianalgesic table: 10 mg parenteral morphine beside other opioids',
};
const EQ_IVPO: Source = {
  id: 'EQ-IVPO',
  title: 'Morphine: 10 mg parenteral and 30 mg by mouth',
};
const FEN_SDZ: Source = {
  id: 'FEN-SDZ',
  title: 'Fentanyl Citrate Injection, product monograph: 100 mcg as 10 mg morphine or 75 mg meperidine',
};

/** A dose that a source puts beside 10 mg of parenteral morphine. */
export interface Equianalgesic {
  readonly drug: string;
  readonly route: 'parenteral' | 'oral';
  readonly dose: string;
  readonly source: Source;
}

/**
 * Doses that are written beside each other in an equianalgesic table. Not the MME factors: those add up what somebody takes, and
 * CDC says that they are never to convert with. An opioid that is not here is not converted.
 */
export const EQUIANALGESIC: readonly Equianalgesic[] = [
  { drug: 'morphine', route: 'parenteral', dose: '10 mg', source: EQ_TABD },
  { drug: 'morphine', route: 'oral', dose: '30 mg', source: EQ_IVPO },
  { drug: 'hydromorphone', route: 'parenteral', dose: '1.5 mg', source: EQ_TABD },
  { drug: 'hydromorphone', route: 'oral', dose: '7.5 mg', source: EQ_TABD },
  { drug: 'fentanyl', route: 'parenteral', dose: '100 mcg', source: FEN_SDZ },
  { drug: 'meperidine', route: 'parenteral', dose: '75 mg', source: EQ_TABD },
];

/** Opioids that no table converts, each with why: what is not here and not there is not known. */
export const NOT_CONVERTED = {
  'methadone oral': 'methadone',
  'methadone parenteral': 'methadone',
  'fentanyl transdermal': 'patch',
  buprenorphine: 'partial-agonist',
  nalbuphine: 'partial-agonist',
  'oxycodone oral': 'no-equianalgesic-dose',
  'hydrocodone oral': 'no-equianalgesic-dose',
  'oxymorphone oral': 'no-equianalgesic-dose',
  'codeine oral': 'no-equianalgesic-dose',
  'tapentadol oral': 'no-equianalgesic-dose',
  'tramadol oral': 'no-equianalgesic-dose',
} as const;
export type NotConverted = (typeof NOT_CONVERTED)[keyof typeof NOT_CONVERTED];

/** What a row is of, as it is chosen. */
export const equianalgesicName = ({ drug, route }: Pick<Equianalgesic, 'drug' | 'route'>): string =>
  `${drug} ${route}`;

/** What an opioid of a route is beside 10 mg of parenteral morphine; undefined where no source says it. */
export const equianalgesicOf = (name: string): Equianalgesic | undefined =>
  EQUIANALGESIC.find((e) => equianalgesicName(e) === name);
