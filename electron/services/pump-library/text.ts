import type { PumpLibrarySheet } from './sheet.ts';

export interface Made {
  readonly sheet: PumpLibrarySheet;
  readonly digest: string;
  readonly at: string;
  readonly by: string;
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** A cell that a spreadsheet would read as a formula is text. */
const safe = (text: string): string => cell(/^[=+@\-\t]/.test(text) ? `'${text}` : text);

const COLUMNS = [
  'protocol',
  'profile',
  'therapy',
  'route',
  'patients',
  'drug',
  'concentration',
  'field',
  'unit',
  'start',
  'soft least',
  'soft most',
  'hard least',
  'hard most',
  'proposed by',
  'approved by',
  'in force since',
  'in force until',
  'source',
  'pump',
  'rule set',
  'digest',
];

/** A row for each field of each protocol, each with the rule set and the digest that it is of. */
export const pumpLibraryCsv = ({ sheet, digest }: Made): string =>
  [
    COLUMNS,
    ...sheet.entries.flatMap((e) =>
      e.fields.map((f) =>
        [
          [e.protocol, e.profile, e.therapy, e.route, e.qualifier, e.drug, e.concentration],
          [f.field, f.unit, f.start, f.softLeast, f.softMost, f.hardLeast, f.hardMost],
          [e.proposedBy, e.approvedBy.join(' and '), e.effective, e.until, e.source],
          [sheet.pump.model, sheet.ruleSet, digest],
        ].flat(),
      ),
    ),
  ]
    .map((row) => row.map(safe).join(','))
    .join('\r\n')
    .concat('\r\n');

export const pumpLibraryJson = ({ sheet, digest, at, by }: Made): string =>
  `${JSON.stringify({ digest, made: at, madeBy: by, ...sheet }, null, 2)}\n`;
