import type { OrderRecord } from '../record.ts';
import { everyPage, part, when, type Content } from './content.ts';
import {
  CAUTION,
  concentrations,
  drugNames,
  HIGH_ALERT,
  needsCaution,
  NOT_FOR_VEIN,
  scheduleParts,
  totals,
} from './words.ts';

/**
 * A sheet of paper is data: what stands on it, block by block. One layout draws all of them (templates/document.tsx);
 * ids become the names of its elements, such as `patient.0` or `steps.2`.
 */
export type Block =
  | { readonly kind: 'facts'; readonly id: string; readonly title?: string; readonly rows: readonly Fact[] }
  | {
      readonly kind: 'table';
      readonly id: string;
      readonly title: string;
      readonly note?: string;
      /** heading and share of the width of each column */
      readonly columns: readonly (readonly [heading: string, width: string])[];
      /** a row with fewer cells than columns leaves boxes to write in */
      readonly rows: readonly (readonly string[])[];
      /** the column that the eye must find */
      readonly strong?: number;
      /** columns of running text */
      readonly small?: readonly number[];
      /** columns of lots and codes: in the letters whose zero is no O */
      readonly codes?: readonly number[];
      /** rows that are written into by hand */
      readonly tall?: true;
    }
  | { readonly kind: 'list'; readonly id: string; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'ticks'; readonly id: string; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'entries'; readonly id: string; readonly title: string; readonly rows: readonly Entry[] }
  /** lines to sign on, two in a row; a second string is already signed */
  | {
      readonly kind: 'signatures';
      readonly id: string;
      readonly title: string;
      readonly rows: readonly Fact[];
    };

type Fact = readonly [name: string, value: string];
/** One subject in bold with lines of running text below. */
type Entry = readonly [head: string, ...lines: readonly string[]];

export interface Sheet {
  readonly title: string;
  readonly subtitle: string;
  /** what stands on every page where the sheet is not about one patient */
  readonly running?: string;
  /** how much larger than the smallest print of a sheet: for eyes at arm’s length */
  readonly scale?: number;
  readonly blocks: readonly Block[];
}

/** Everything that a sheet says, by name. */
export const sheetContent =
  <R extends OrderRecord>(sheet: (r: R) => Sheet) =>
  (r: R): readonly Content[] => {
    const { title, subtitle, running, blocks } = sheet(r);
    return [
      [
        everyPage(
          'running',
          running ??
            `${r.patient} · DOB ${r.birthDate} · MRN ${r.mrn} · Order ${r.orderNumber} version ${r.version}`,
        ),
        part('title', title),
        part('subtitle', subtitle),
        ...when(r.highAlert, part('high alert', HIGH_ALERT)),
        ...scheduleParts(r),
        part('route', r.route),
        ...when(r.notForVein, part('not for vein', NOT_FOR_VEIN)),
        ...when(
          r.releaseCode !== null,
          part('code.label', 'Release code'),
          part('release code', r.releaseCode ?? ''),
        ),
        ...blocks.flatMap(blockContent),
        ...when(needsCaution(r), part('caution', CAUTION)),
        everyPage('rule set', `Rules ${r.ruleSet}`),
      ],
    ];
  };

function blockContent(b: Block): Content {
  const title = b.title === undefined ? [] : [part(`${b.id}.title`, b.title)];
  switch (b.kind) {
    case 'facts':
    case 'signatures':
    case 'entries':
      return [...title, ...b.rows.map((row, i) => part(`${b.id}.${i}`, ...row))];
    case 'table':
      return [
        ...title,
        ...when(b.note !== undefined, part(`${b.id}.note`, b.note ?? '')),
        part(`${b.id}.head`, ...b.columns.map(([heading]) => heading)),
        ...b.rows.map((row, i) => part(`${b.id}.${i}`, ...row)),
      ];
    case 'list':
    case 'ticks':
      return [...title, ...b.lines.map((line, i) => part(`${b.id}.${i}`, line))];
  }
}

/** Who, what and where, as every sheet of one preparation begins. */
export const whoAndWhat = (r: OrderRecord): Block => ({
  kind: 'facts',
  id: 'who',
  rows: [
    ['Patient', r.patient],
    ['Date of birth', r.birthDate],
    ['MRN', r.mrn],
    ['Allergies', r.allergies],
    ['Order', `${r.orderNumber}, version ${r.version}`],
    ['Rx', r.rx],
    ['Prescriber', `${r.prescriber}, ${r.prescriberPhone}`],
    ['Drug', drugNames(r)],
    ['Contents', totals(r)],
    ['Concentration', concentrations(r)],
    ['Diluent', r.diluent ?? 'undiluted'],
    ['Pharmacy', `${r.pharmacy}, 24 h ${r.phone}`],
  ],
});
