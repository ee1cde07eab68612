import type { ReactElement } from 'react';
import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { Content } from './content/content.ts';
import { labelContent } from './content/label.ts';
import { pumpSheetContent } from './content/pump-sheet.ts';
import { ofPrepared, type OrderRecord } from './record.ts';
import { Label4x2 } from './templates/label-4x2.tsx';
import type { Drawing } from './templates/layout.tsx';
import { pumpSheet } from './templates/pump-sheet.tsx';

/** A part of a page, in points from its lower left corner. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** One printed form: what it says, how it is laid out, on which paper. A changed form is a new version beside the old. */
export interface Template {
  readonly kind: PrintKind;
  readonly paper: Paper;
  /** name and version, printed where there is room and kept with each print-out */
  readonly version: string;
  /** in points */
  readonly pageSize: { readonly width: number; readonly height: number };
  /** `fixed`: one page for each content, and it must fit; `flowing`: one content over as many pages as it takes */
  readonly pages: 'fixed' | 'flowing';
  /** no text may come nearer to the edge than this, in points */
  readonly margin: number;
  /** where the barcode stands with its quiet zone: on each page of a fixed form, on the first of a flowing one */
  readonly barcode: Box | null;
  /** names of the elements that each of its pages, or a flowing form as a whole, may never lack; each has its source */
  readonly required: readonly string[];
  /** what it says; parse-back expects exactly this on the finished file */
  readonly content: (record: OrderRecord) => readonly Content[];
  readonly component: (drawing: Drawing) => ReactElement | readonly ReactElement[];
}

/** State rules, ISMP and USP <797> as collected in labels_and_pumps.md 1.1 to 1.3 and compounding.md 5. */
const LABEL_REQUIRED = [
  'patient',
  'birth date',
  'record number',
  'drug',
  'total in volume',
  'concentration',
  'diluent',
  'route',
  'pump and mode',
  'directions',
  'use by',
  'storage',
  'numbers',
  'prepared',
  'checked',
  'prescriber',
  'pharmacy',
  'address',
  'phone',
  'release code',
];
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

/** Every form that can be printed. A new artefact is its kind in bridge/forms.ts, a content, a layout, and a row here. */
export const templates: readonly Template[] = [
  {
    kind: 'label',
    paper: '4x2',
    version: 'label-4x2/1',
    pageSize: { width: 288, height: 144 },
    pages: 'fixed',
    margin: 4,
    barcode: { left: 243, right: 281, bottom: 6, top: 44 },
    required: LABEL_REQUIRED,
    content: ofPrepared(labelContent),
    component: Label4x2,
  },
  {
    kind: 'pump-sheet',
    paper: 'letter',
    version: 'pump-sheet-letter/1',
    pageSize: { width: 612, height: 792 },
    pages: 'flowing',
    margin: 14,
    barcode: { left: 517, right: 575, bottom: 694, top: 756 },
    required: PUMP_SHEET_REQUIRED,
    content: ofPrepared(pumpSheetContent),
    component: pumpSheet('LETTER'),
  },
  {
    kind: 'pump-sheet',
    paper: 'a4',
    version: 'pump-sheet-a4/1',
    pageSize: { width: 595.28, height: 841.89 },
    pages: 'flowing',
    margin: 14,
    barcode: { left: 500, right: 558, bottom: 744, top: 806 },
    required: PUMP_SHEET_REQUIRED,
    content: ofPrepared(pumpSheetContent),
    component: pumpSheet('A4'),
  },
];

export const findTemplate = (kind: PrintKind, paper: Paper): Template | undefined =>
  templates.find((t) => t.kind === kind && t.paper === paper);
