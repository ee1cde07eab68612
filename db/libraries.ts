import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

type LibraryRow = Row<'library'>;

/** The rule set in force: the one that was put in last. */
export const currentLibrary = (db: Read): LibraryRow | undefined =>
  db.one(k.selectFrom('library').selectAll().orderBy('seq', 'desc').limit(1));

export const currentVersion = (db: Read): string | undefined =>
  db.one(k.selectFrom('library').select('version').orderBy('seq', 'desc').limit(1))?.version;

export const libraryNamed = (db: Read, version: string): LibraryRow | undefined =>
  db.one(k.selectFrom('library').selectAll().where('version', '=', version));

export const hasLibrary = (db: Read, version: string): boolean =>
  db.one(k.selectFrom('library').select('version').where('version', '=', version)) !== undefined;

export function insertLibrary(db: Write, row: Omit<LibraryRow, 'seq'>): void {
  const seq =
    db.one(k.selectFrom('library').select(sql<number>`coalesce(max(seq), 0) + 1`.as('next')))?.next ?? 1;
  db.run(k.insertInto('library').values({ ...row, seq }));
}
