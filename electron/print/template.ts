import type { ReactElement } from 'react';
import type { Paper, PrintKind } from '../../bridge/forms.ts';
import { everyPage, type Content } from './content/content.ts';
import type { OrderRecord } from './record.ts';
import type { Drawing } from './templates/layout.tsx';

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

/** What a form says of this print on every page, besides what it says; the first print is the form itself. */
export function marked(
  template: Template,
  { reprint = 0, downtime }: { readonly reprint?: number; readonly downtime?: string },
): Template {
  const marks = [
    ...(reprint === 0 ? [] : [everyPage('reprint', `Reprint ${reprint}`)]),
    ...(downtime === undefined ? [] : [everyPage('downtime', downtime)]),
  ];
  if (marks.length === 0) return template;
  return {
    ...template,
    required: [...template.required, ...marks.map(({ name }) => name)],
    content: (record) => template.content(record).map((c) => [...c, ...marks]),
  };
}
