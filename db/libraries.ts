import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

type LibraryRow = Row<'library'>;

/** The rule set in force: the one that was put in last. */
export const currentLibrary = (db: Read): Promise<LibraryRow | undefined> =>
  db.one(k.selectFrom('library').selectAll().orderBy('seq', 'desc').limit(1));

export const currentVersion = async (db: Read): Promise<string | undefined> =>
  (await db.one(k.selectFrom('library').select('version').orderBy('seq', 'desc').limit(1)))?.version;

export const libraryNamed = (db: Read, version: string): Promise<LibraryRow | undefined> =>
  db.one(k.selectFrom('library').selectAll().where('version', '=', version));

export const hasLibrary = async (db: Read, version: string): Promise<boolean> =>
  (await db.one(k.selectFrom('library').select('version').where('version', '=', version))) !== undefined;

export async function insertLibrary(db: Write, row: Omit<LibraryRow, 'seq'>): Promise<void> {
  const seq =
    (await db.one(k.selectFrom('library').select(sql<number>`coalesce(max(seq), 0) + 1`.as('next'))))?.next ??
    1;
  await db.run(k.insertInto('library').values({ ...row, seq }));
}
