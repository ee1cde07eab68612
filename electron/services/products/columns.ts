import { readGtin } from '../../../engine/gs1/gtin.ts';
import { issue, Refused, unwrap, type Issue } from '../../../engine/number/result.ts';
import { ndcsOf, productOfNdc, readProductCode } from '../../../engine/order/ndc.ts';
import { parseDate } from '../../../engine/time/calendar.ts';
import type { CsvRow } from './csv-rows.ts';

type ListKind = 'product' | 'package' | 'gtin';

/** The columns that a list has to have, by their names in FDA's National Drug Code Directory. */
const NEEDED: { readonly [K in ListKind]: readonly string[] } = {
  package: ['PRODUCTNDC', 'NDCPACKAGECODE', 'PACKAGEDESCRIPTION'],
  product: [
    'PRODUCTNDC',
    'PROPRIETARYNAME',
    'NONPROPRIETARYNAME',
    'DOSAGEFORMNAME',
    'LABELERNAME',
    'SUBSTANCENAME',
    'ACTIVE_NUMERATOR_STRENGTH',
    'ACTIVE_INGRED_UNIT',
  ],
  gtin: ['GTIN'],
};
/** The column by which a list is told from the others, the first that is there. */
const TOLD_BY: readonly (readonly [string, ListKind])[] = [
  ['NDCPACKAGECODE', 'package'],
  ['PACKAGEDESCRIPTION', 'package'],
  ['PRODUCTNDC', 'product'],
  ['PROPRIETARYNAME', 'product'],
  ['GTIN', 'gtin'],
];

/** What a list is, and where its columns stand. */
export class Columns {
  readonly kind: ListKind;
  readonly #at: ReadonlyMap<string, number>;
  readonly #count: number;

  constructor({ cells, refused }: CsvRow) {
    if (refused !== null) throw new Refused(refused);
    const names = cells.map((c) => c.trim().toUpperCase());
    const kind = TOLD_BY.find(([name]) => names.includes(name))?.[1];
    if (kind === undefined)
      throw new Refused(
        issue(
          'product-file-not-csv',
          names.join(', ').slice(0, 80),
          'columns of FDA’s product or package file, or a column GTIN',
        ),
      );
    const missing = NEEDED[kind].filter((name) => !names.includes(name));
    if (missing.length > 0)
      throw new Refused(
        issue('product-column-missing', missing.join(', '), `the columns ${NEEDED[kind].join(', ')}`),
      );
    const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
    if (twice !== undefined) throw new Refused(issue('product-column-twice', twice, 'each column once'));
    this.kind = kind;
    this.#count = names.length;
    this.#at = new Map(names.map((name, i) => [name, i]));
  }

  /** A row's cells by the names of their columns; null where there are more or fewer than there are columns. */
  of({ cells }: CsvRow): ((name: string) => string) | null {
    return cells.length === this.#count ? (name) => (cells[this.#at.get(name) ?? -1] ?? '').trim() : null;
  }

  get count(): number {
    return this.#count;
  }
}

interface ListedProductRow {
  readonly code: string;
  readonly printed: string;
  readonly name: string;
  readonly generic: string;
  readonly form: string;
  readonly route: string;
  readonly maker: string;
  readonly substances: string;
  readonly strengths: string;
  readonly units: string;
  readonly kind: string | null;
  readonly schedule: string | null;
  readonly category: string | null;
  readonly application: string | null;
  readonly started: string | null;
  readonly ended: string | null;
}
interface ListedPackageRow {
  readonly ndc: string;
  readonly printed: string;
  readonly product_code: string;
  readonly description: string;
  readonly started: string | null;
  readonly ended: string | null;
}
/** The codes that a barcode can mean; which of them it is, the products that are there say. */
export interface ListedGtinRow {
  readonly gtin: string;
  readonly ndcs: readonly string[];
}
export type Listed =
  | { readonly kind: 'product'; readonly row: ListedProductRow }
  | { readonly kind: 'package'; readonly row: ListedPackageRow }
  | { readonly kind: 'gtin'; readonly row: ListedGtinRow };

/** House rule: longer than any field of the directory. */
const LONGEST = 8_000;
type Cell = (name: string) => string;

/** What a row lists. Throws `Refused` with the column that is wrong. */
export function listedIn(columns: Columns, row: CsvRow): Listed {
  if (row.refused !== null) throw new Refused(row.refused);
  const cell = columns.of(row);
  if (cell === null)
    throw new Refused(
      issue(
        'product-row-cells',
        String(row.cells.length),
        `${columns.count} cells, as the line of column names has`,
      ),
    );
  for (const text of row.cells)
    if (NUL.test(text)) throw new Refused(issue('product-text-nul', null, 'text without NUL'));
  const long = row.cells.find((text) => text.length > LONGEST);
  if (long !== undefined)
    throw new Refused(
      issue('text-too-long', `${long.slice(0, 12)}…`, { code: 'at-most-characters', most: LONGEST }),
    );
  switch (columns.kind) {
    case 'product':
      return { kind: 'product', row: productIn(cell) };
    case 'package':
      return { kind: 'package', row: packageIn(cell) };
    case 'gtin':
      return { kind: 'gtin', row: gtinIn(cell) };
  }
}
// oxlint-disable-next-line no-control-regex -- looked for by name
const NUL = /\0/;

function productIn(cell: Cell): ListedProductRow {
  if (!['', 'N'].includes(cell('NDC_EXCLUDE_FLAG')))
    throw new Refused(
      issue(
        'product-excluded',
        cell('NDC_EXCLUDE_FLAG'),
        'N: the directory leaves it out itself',
        'NDC_EXCLUDE_FLAG',
      ),
    );
  const lists = ['SUBSTANCENAME', 'ACTIVE_NUMERATOR_STRENGTH', 'ACTIVE_INGRED_UNIT'].map(cell);
  const [substances = '', strengths = '', units = ''] = lists;
  if (new Set(lists.map((text) => text.split(';').length)).size > 1)
    throw new Refused(
      issue(
        'product-lists-differ',
        strengths.slice(0, 60),
        'as many strengths and units as substances',
        'ACTIVE_NUMERATOR_STRENGTH',
      ),
    );
  return {
    code: at('PRODUCTNDC', () => unwrap(readProductCode(cell('PRODUCTNDC')))),
    printed: cell('PRODUCTNDC'),
    name: needed(
      cell,
      'PROPRIETARYNAME',
      `${cell('PROPRIETARYNAME')} ${cell('PROPRIETARYNAMESUFFIX')}`.trim(),
    ),
    generic: cell('NONPROPRIETARYNAME'),
    form: cell('DOSAGEFORMNAME'),
    route: cell('ROUTENAME'),
    maker: needed(cell, 'LABELERNAME'),
    substances,
    strengths,
    units,
    kind: cell('PRODUCTTYPENAME') || null,
    schedule: cell('DEASCHEDULE') || null,
    category: cell('MARKETINGCATEGORYNAME') || null,
    application: cell('APPLICATIONNUMBER') || null,
    ...marketed(cell),
  };
}

function packageIn(cell: Cell): ListedPackageRow {
  const printed = cell('NDCPACKAGECODE');
  const [ndc = '', ...others] = at('NDCPACKAGECODE', () => unwrap(ndcsOf(printed)));
  if (others.length > 0)
    throw new Refused(
      issue('ndc-ambiguous', printed, { code: 'ndc-one-of', ndcs: [ndc, ...others] }, 'NDCPACKAGECODE'),
    );
  const product = at('PRODUCTNDC', () => unwrap(readProductCode(cell('PRODUCTNDC'))));
  if (productOfNdc(ndc) !== product)
    throw new Refused(
      issue('package-of-another-product', printed, `a package of ${cell('PRODUCTNDC')}`, 'NDCPACKAGECODE'),
    );
  return {
    ndc,
    printed,
    product_code: product,
    description: needed(cell, 'PACKAGEDESCRIPTION'),
    ...marketed(cell),
  };
}

function gtinIn(cell: Cell): ListedGtinRow {
  const gtin = at('GTIN', () => unwrap(readGtin(cell('GTIN'))));
  const said = cell('NDC');
  const inside = ndcsOf(gtin);
  if (said === '') return { gtin, ndcs: at('GTIN', () => unwrap(inside)) };
  const ndcs = at('NDC', () => unwrap(ndcsOf(said)));
  if (inside.ok && !ndcs.some((ndc) => inside.value.includes(ndc)))
    throw new Refused(issue('gtin-of-another-ndc', said, { code: 'ndc-one-of', ndcs: inside.value }, 'NDC'));
  return { gtin, ndcs };
}

/** Reads a cell; what is refused in it names its column. */
function at<T>(column: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused)
      throw new Refused(...error.issues.map((i): Issue => ({ ...i, path: column })));
    throw error;
  }
}

function needed(cell: Cell, column: string, text = cell(column)): string {
  if (text === '') throw new Refused(issue('product-text-missing', null, 'a text', column));
  return text;
}

const marketed = (cell: Cell) => ({
  started: dayIn(cell, 'STARTMARKETINGDATE'),
  ended: dayIn(cell, 'ENDMARKETINGDATE'),
});

/** A day as the directory has it: 20150122. */
function dayIn(cell: Cell, column: string): string | null {
  const text = cell(column);
  if (text === '') return null;
  const day = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const read = parseDate(day);
  if (!read.ok) throw new Refused(issue('date-not-read', text, 'a day as YYYYMMDD', column));
  return day;
}
