import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { indexProduct } from './product-search.ts';
import { k, type NewRow, type Row } from './schema.ts';

export type ProductRow = Row<'product'>;
export type PackageRow = Row<'product_package'>;
type GtinRow = Row<'product_gtin'>;
type ImportRow = Row<'product_import'>;

/** The tables that an import writes, and the key of each. */
export const KEY = { product: 'code', product_package: 'ndc', product_gtin: 'gtin' } as const;
type ListTable = keyof typeof KEY;

/** So many keys in one question: its text is one that is prepared already. */
const AT_ONCE = 100;

/** The rows that are there of these keys. */
export async function rowsOf<T extends ListTable>(
  db: Read,
  table: T,
  keys: readonly string[],
): Promise<Map<string, Row<T>>> {
  const found = new Map<string, Row<T>>();
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const some = keys.slice(i, i + AT_ONCE);
    // One key again and again, where there are fewer.
    const all = Array.from({ length: AT_ONCE }, (_, at) => some[at] ?? some[0] ?? '');
    const query = sql<
      Row<T>
    >`select * from ${sql.table(table)} where ${sql.ref(KEY[table])} in (${sql.join(all)})`;
    const rows = await db.all({ compile: () => query.compile(k) });
    for (const row of rows) found.set((row as Record<string, string>)[KEY[table]] ?? '', row);
  }
  return found;
}

const insertProductQuery = prepared((v: ProductRow) =>
  k.insertInto('product').values({
    code: v.code,
    printed: v.printed,
    name: v.name,
    generic: v.generic,
    form: v.form,
    route: v.route,
    maker: v.maker,
    substances: v.substances,
    strengths: v.strengths,
    units: v.units,
    kind: v.kind,
    schedule: v.schedule,
    category: v.category,
    application: v.application,
    started: v.started,
    ended: v.ended,
    import_id: v.import_id,
    absent_import: v.absent_import,
  }),
);
const insertPackageQuery = prepared((v: PackageRow) =>
  k.insertInto('product_package').values({
    ndc: v.ndc,
    printed: v.printed,
    product_code: v.product_code,
    description: v.description,
    started: v.started,
    ended: v.ended,
    import_id: v.import_id,
    absent_import: v.absent_import,
  }),
);
const insertGtinQuery = prepared((v: GtinRow) =>
  k
    .insertInto('product_gtin')
    .values({ gtin: v.gtin, ndc: v.ndc, product_code: v.product_code, import_id: v.import_id }),
);

/** Writes a row that is not there yet, or one anew. `known` are words by which something is found already. */
export async function putProduct(
  db: Write,
  row: ProductRow,
  isNew: boolean,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { code, ...rest } = row;
  await db.run(isNew ? insertProductQuery(row) : k.updateTable('product').set(rest).where('code', '=', code));
  return await indexProduct(db, row, known);
}

export async function putPackage(db: Write, row: PackageRow, isNew: boolean): Promise<void> {
  const { ndc, ...rest } = row;
  await db.run(
    isNew ? insertPackageQuery(row) : k.updateTable('product_package').set(rest).where('ndc', '=', ndc),
  );
}

export async function putGtin(db: Write, row: GtinRow, isNew: boolean): Promise<void> {
  const { gtin, ...rest } = row;
  await db.run(
    isNew ? insertGtinQuery(row) : k.updateTable('product_gtin').set(rest).where('gtin', '=', gtin),
  );
}

/** Keys of a list from one on, in their order, with whether the last whole list had it: for what walks a list of any length. */
export const keysAfter = async (
  db: Read,
  table: 'product' | 'product_package',
  after: string,
  limit: number,
) =>
  (await db.all(
    k
      .selectFrom(table)
      .select([sql<string>`${sql.ref(KEY[table])}`.as('key'), 'absent_import as absent'])
      .where(KEY[table] as never, '>', after as never)
      .orderBy(KEY[table] as never)
      .limit(limit),
  )) as { key: string; absent: string | null }[];

/** What a whole list did not have any more. */
export const setAbsent = (
  db: Write,
  table: 'product' | 'product_package',
  key: string,
  importId: string,
): Promise<number> =>
  db.run(
    k
      .updateTable(table)
      .set({ absent_import: importId } as never)
      .where(KEY[table] as never, '=', key as never),
  );

export const insertImport = (db: Write, row: NewRow<'product_import'>): Promise<number> =>
  db.run(k.insertInto('product_import').values(row));
export const endImport = (
  db: Write,
  id: string,
  end: {
    readonly kind: string | null;
    readonly ended_at: string;
    readonly sha256: string | null;
    readonly counts: string;
  },
): Promise<number> => db.run(k.updateTable('product_import').set(end).where('id', '=', id));

/** The newest first. */
export const lastImports = (db: Read, limit: number) =>
  db.all(
    k
      .selectFrom('product_import as i')
      .innerJoin('user as u', 'u.id', 'i.by_user')
      .selectAll('i')
      .select('u.name as by')
      .orderBy('i.at', 'desc')
      .orderBy('i.id', 'desc')
      .limit(limit),
  );
export const importsOf = (db: Read, ids: readonly string[]): Promise<ImportRow[]> =>
  db.all(k.selectFrom('product_import').selectAll().where('id', 'in', ids));

export const productAt = (db: Read, code: string): Promise<ProductRow | undefined> =>
  db.one(k.selectFrom('product').selectAll().where('code', '=', code));
export const packagesOf = (db: Read, code: string, limit: number): Promise<PackageRow[]> =>
  db.all(
    k.selectFrom('product_package').selectAll().where('product_code', '=', code).orderBy('ndc').limit(limit),
  );
export const gtinsOf = (db: Read, code: string, limit: number): Promise<GtinRow[]> =>
  db.all(
    k.selectFrom('product_gtin').selectAll().where('product_code', '=', code).orderBy('gtin').limit(limit),
  );

export const productsByName = (db: Read, from: number, limit: number): Promise<ProductRow[]> =>
  db.all(
    k
      .selectFrom('product_search as s')
      .innerJoin('product as p', 'p.code', 's.code')
      .selectAll('p')
      .orderBy('s.sort')
      .orderBy('s.code')
      .limit(limit)
      .offset(from),
  );
export const countProducts = async (db: Read): Promise<number> =>
  (await db.one(k.selectFrom('product_search').select(sql<number>`count(*)`.as('n'))))?.n ?? 0;
