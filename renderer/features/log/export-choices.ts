import type { ExportFormat, ExportKind, Identifiers } from '../../../bridge/export.ts';

export type { ExportFormat, ExportKind, Identifiers };

/** In words, what can be asked for; exhaustive, so that a new kind has its words. */
const KINDS: Readonly<Record<ExportKind, readonly [label: string, about: string]>> = {
  compounding: [
    'Compounding log',
    'each bag: what went in, lots, who prepared, verified, checked and released it',
  ],
  controlled: ['Controlled-substance log', 'each scheduled drug in each bag, with schedule, lot and signers'],
  override: ['Override report', 'each finding that somebody passed, with reason and signatures'],
  signal: ['Signals per rule', 'how often each rule stood in the way, was passed, and for what reasons'],
  look: [
    'Who looked',
    'each opening of a patient, an order, a page of the log or a preview: who, where, when',
  ],
  audit: ['Audit log', 'every event with its hash; "meniscus log verify" checks the file alone'],
};
export const exportKinds = Object.entries(KINDS).map(([value, [label, about]]) => ({ value, label, about }));
export const kindWords = (kind: ExportKind): string => KINDS[kind][0];

const FORMATS: Readonly<Record<ExportFormat, string>> = {
  pdf: 'PDF',
  xlsx: 'Excel',
  csv: 'CSV',
  jsonl: 'JSON Lines',
};
export const EXPORT_FORMATS = Object.entries(FORMATS).map(([value, label]) => ({ value, label }));

const IDENTIFIERS: Readonly<Record<Identifiers, string>> = {
  full: 'named',
  pseudonym: 'under a pseudonym',
  none: 'left out',
};
export const EXPORT_IDENTIFIERS = Object.entries(IDENTIFIERS).map(([value, label]) => ({ value, label }));
