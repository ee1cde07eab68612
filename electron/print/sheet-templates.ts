import { pumpSheetContent } from './content/pump-sheet.ts';
import { ofPrepared } from './record.ts';
import type { Box, Template } from './template.ts';
import { pumpSheet } from './templates/pump-sheet.tsx';

const SHEETS = {
  letter: {
    name: 'LETTER',
    pageSize: { width: 612, height: 792 },
    barcode: { left: 517, right: 575, bottom: 694, top: 756 },
  },
  a4: {
    name: 'A4',
    pageSize: { width: 595.28, height: 841.89 },
    barcode: { left: 500, right: 558, bottom: 744, top: 806 },
  },
} as const satisfies Record<string, { name: string; pageSize: Template['pageSize']; barcode: Box }>;
type Sheet = keyof typeof SHEETS;

/** labels_and_pumps.md 2. */
const PUMP_SHEET_REQUIRED = [
  'running',
  'pump',
  'route',
  'release code',
  'drug',
  'total in volume',
  'concentration',
  'fact.rx',
  'fact.lot',
  'fact.use',
  'fact.start',
  'field.concentration',
  'field.continuous-rate',
  'field.demand-dose',
  'field.lockout',
  'field.limit',
  'sensor.air',
  'sensor.pressure',
  'loading',
  'clinician',
  'kvo',
  'signed.verified',
  'nurse.1',
  'nurse.2',
];

const pump = (paper: Sheet): Template => ({
  kind: 'pump-sheet',
  paper,
  version: `pump-sheet-${paper}/1`,
  pageSize: SHEETS[paper].pageSize,
  pages: 'flowing',
  margin: 14,
  barcode: SHEETS[paper].barcode,
  required: PUMP_SHEET_REQUIRED,
  content: ofPrepared(pumpSheetContent),
  component: pumpSheet(SHEETS[paper].name),
});

export const sheetTemplates: readonly Template[] = [pump('letter'), pump('a4')];
