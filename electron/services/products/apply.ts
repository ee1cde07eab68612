import type { ImportRefusal, ImportChange } from '../../../bridge/products.ts';
import { ALTERED } from '../../../db/kept.ts';
import type { Write } from '../../../db/handle.ts';
import { putGtin, putPackage, putProduct, rowsOf } from '../../../db/products.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { productOfNdc } from '../../../engine/order/ndc.ts';
import { refusalsOf } from '../../../words/refusal.ts';
import { listedIn, type Columns, type Listed, type ListedGtinRow } from './columns.ts';
import type { CsvRow } from './csv-rows.ts';

/** What an import knows of the rows before these. */
interface Before {
  readonly importId: string;
  readonly columns: Columns;
  /** the line on which a key stood */
  readonly seen: ReadonlyMap<string, number>;
  readonly words: ReadonlySet<string>;
}

interface Applied {
  readonly added: number;
  readonly unchanged: number;
  readonly changed: readonly ImportChange[];
  readonly refused: readonly ImportRefusal[];
  readonly seen: ReadonlyMap<string, number>;
  readonly words: ReadonlySet<string>;
}

type AnyRow = Readonly<Record<string, string | null>>;
interface Put {
  readonly table: 'product' | 'product_package' | 'product_gtin';
  readonly key: string;
  readonly row: AnyRow;
}

/** Writes the rows of a list, each whole or not at all: what is wrong with one keeps out that one. In the caller's transaction. */
export async function applyRows(db: Write, rows: readonly CsvRow[], before: Before): Promise<Applied> {
  const refused: ImportRefusal[] = [];
  const listed: { readonly line: number; readonly is: Listed }[] = [];
  const refuse = (line: number, error: unknown) => {
    // A row that is not what its event says is no fault of the list.
    if (!(error instanceof Refused) || error.issues.some(({ code }) => code === ALTERED)) throw error;
    refused.push(
      ...refusalsOf(error.issues.slice(0, 1)).map(({ path, ...said }) => ({ line, field: path, ...said })),
    );
  };
  for (const row of rows)
    try {
      listed.push({ line: row.line, is: listedIn(before.columns, row) });
    } catch (error) {
      refuse(row.line, error);
    }
  const there = await readThere(
    db,
    listed.map(({ is }) => is),
  );
  const seen = new Map<string, number>();
  const words = new Set<string>();
  const known = { has: (word: string) => before.words.has(word) || words.has(word) } as ReadonlySet<string>;
  const changed: ImportChange[] = [];
  let [added, unchanged] = [0, 0];
  for (const { line, is } of listed) {
    try {
      const { table, key, row } = putOf(is, there);
      const now = there[table].get(key) as AnyRow | undefined;
      const first = seen.get(key) ?? before.seen.get(key);
      const fields = now === undefined ? [] : differing(now, row);
      if (first !== undefined && fields.length > 0) refuseTwice(first, key, fields);
      seen.set(key, first ?? line);
      if (now !== undefined && fields.length === 0) {
        unchanged += 1;
        continue;
      }
      const whole = {
        ...row,
        import_id: before.importId,
        ...(table !== 'product_gtin' && { absent_import: null }),
      };
      if (table === 'product')
        for (const word of await putProduct(db, whole as never, now === undefined, known)) words.add(word);
      else if (table === 'product_package') await putPackage(db, whole as never, now === undefined);
      else await putGtin(db, whole as never, now === undefined);
      there[table].set(key, whole as never);
      if (now === undefined) added += 1;
      else changed.push({ line, key, fields });
    } catch (error) {
      refuse(line, error);
    }
  }
  return { added, unchanged, changed, refused: refused.toSorted((a, b) => a.line - b.line), seen, words };
}

const LONGEST_SAID = 200;
const said = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : text.slice(0, LONGEST_SAID);

/** What a row says otherwise than the one that is there. One that a whole list did not have any more, and that is back, says that too. */
function differing(now: AnyRow, row: AnyRow): ImportChange['fields'] {
  const fields = Object.keys(row)
    .filter((name) => now[name] !== row[name])
    .map((name) => ({ name, from: said(now[name]), to: said(row[name]) }));
  const absent = now['absent_import'] ?? null;
  return absent === null ? fields : [...fields, { name: 'absent_import', from: absent, to: null }];
}

/** One key, twice in one list: which of the two is true the list does not say. */
function refuseTwice(line: number, key: string, fields: ImportChange['fields']): never {
  const [field] = fields;
  throw new Refused(
    issue(
      'product-listed-twice',
      `${key}: ${field?.name ?? ''} ${field?.to ?? ''}`,
      `the same as line ${line}: ${field?.from ?? ''}`,
      field?.name ?? '',
    ),
  );
}

type There = Awaited<ReturnType<typeof readThere>>;

/** The rows that these speak of, as they are. */
async function readThere(db: Write, listed: readonly Listed[]) {
  const codes = new Set<string>();
  const ndcs = new Set<string>();
  const gtins = new Set<string>();
  for (const is of listed)
    if (is.kind === 'product') codes.add(is.row.code);
    else if (is.kind === 'package') {
      codes.add(is.row.product_code);
      ndcs.add(is.row.ndc);
    } else {
      gtins.add(is.row.gtin);
      for (const ndc of is.row.ndcs) {
        codes.add(productOfNdc(ndc));
        ndcs.add(ndc);
      }
    }
  return {
    product: await rowsOf(db, 'product', [...codes]),
    product_package: await rowsOf(db, 'product_package', [...ndcs]),
    product_gtin: await rowsOf(db, 'product_gtin', [...gtins]),
  };
}

function putOf(is: Listed, there: There): Put {
  switch (is.kind) {
    case 'product':
      return { table: 'product', key: is.row.code, row: { ...is.row } };
    case 'package':
      if (!there.product.has(is.row.product_code)) refuseUnknown(is.row.printed, 'PRODUCTNDC');
      return { table: 'product_package', key: is.row.ndc, row: { ...is.row } };
    case 'gtin': {
      const ndc = ndcOf(is.row, there);
      return {
        table: 'product_gtin',
        key: is.row.gtin,
        row: { gtin: is.row.gtin, ndc, product_code: productOfNdc(ndc) },
      };
    }
  }
}

/** Of the codes that a barcode can mean, the one that is a package, else the one whose product is there. */
function ndcOf({ gtin, ndcs }: ListedGtinRow, there: There): string {
  const packages = ndcs.filter((ndc) => there.product_package.has(ndc));
  const known = packages.length > 0 ? packages : ndcs.filter((ndc) => there.product.has(productOfNdc(ndc)));
  const [ndc] = known;
  if (ndc === undefined) return refuseUnknown(gtin, 'GTIN');
  if (known.length > 1)
    throw new Refused(issue('ndc-ambiguous', gtin, { code: 'ndc-one-of', ndcs: known }, 'GTIN'));
  return ndc;
}

function refuseUnknown(given: string, column: string): never {
  throw new Refused(
    issue('product-unknown', given, 'a product that is listed: the file of the products comes first', column),
  );
}
