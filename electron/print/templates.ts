import type { ReactElement } from 'react';
import type { Paper, PrintKind } from '../../bridge/records.ts';
import type { Content } from './content/content.ts';
import { labelContent } from './content/label.ts';
import { pumpSheetContent } from './content/pump-sheet.ts';
import type { ArtefactRecord } from './record.ts';
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
  readonly barcode: Box;
  readonly content: (record: ArtefactRecord) => readonly Content[];
  readonly component: (drawing: Drawing) => ReactElement | readonly ReactElement[];
}

/** Every form that can be printed. A new artefact is a content, a layout, and a row here. */
export const templates: readonly Template[] = [
  {
    kind: 'label',
    paper: '4x2',
    version: 'label-4x2/1',
    pageSize: { width: 288, height: 144 },
    pages: 'fixed',
    margin: 4,
    barcode: { left: 243, right: 281, bottom: 6, top: 44 },
    content: labelContent,
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
    content: pumpSheetContent,
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
    content: pumpSheetContent,
    component: pumpSheet('A4'),
  },
];

export const findTemplate = (kind: PrintKind, paper: Paper): Template | undefined =>
  templates.find((t) => t.kind === kind && t.paper === paper);
