import { sql, type RawBuilder } from 'kysely';

/**
 * Rows by parts of their text, through an index of its groups of three letters. In SQLite the index is a table of FTS5 beside the rows, kept
 * by triggers; in PostgreSQL a view of them, whose text is indexed by `pg_trgm`. Either answers the same question in the same
 * words, and compares the text itself before it answers. It is made of the rows alone, and may be made again at any time.
 */
export const INDEXES = { product_index: 'words', product_word_index: 'word' } as const;
type TrigramIndex = keyof typeof INDEXES;

/** Fewer letters than this are in no index. */
export const INDEXED = 3;

/** The numbers of rows whose text holds each of these, no more than `limit`. Of the two signs that LIKE knows either stands for any letter. */
export const rowsHolding = (
  index: TrigramIndex,
  texts: readonly string[],
  limit: number,
): RawBuilder<{ n: number }> =>
  sql<{ n: number }>`select rowid as n from ${sql.table(index)} where ${sql.join(
    texts.map((text) => sql`${sql.ref(INDEXES[index])} like ${`%${text.replaceAll(/[\\%]/g, '_')}%`}`),
    sql` and `,
  )} limit ${limit}`;

/** An index of SQLite as its schema has it: its name, its column, the table that it is made of, and what numbers the rows. */
const VIRTUAL = /^CREATE VIRTUAL TABLE (\w+) USING fts5\((\w+), content='(\w+)', content_rowid='(\w+)',/;

function trigramIndex(createSql: string) {
  const [, name, column, table, number] = VIRTUAL.exec(createSql) ?? [];
  return name === undefined || column === undefined || table === undefined || number === undefined
    ? undefined
    : { name, column, table, number };
}

/** What keeps an index of SQLite is no rule: the other engine keeps its own by itself. */
export const keepsIndex = (createSql: string): boolean => /^CREATE TRIGGER \w+ AFTER /.test(createSql);

/** Makes an index of SQLite again, from the rows as they are. */
export const rebuilt = (name: string): string => `INSERT INTO "${name}" ("${name}") VALUES ('rebuild')`;

/**
 * The same in PostgreSQL. A role that may not make the extension, or a server without it, has the view alone: it answers the
 * same, and reads every row for it.
 */
export function viewOf(createSql: string): string[] {
  const index = trigramIndex(createSql);
  if (index === undefined) throw new Error(`an index that only SQLite can make: ${createSql}`);
  const { name, column, table, number } = index;
  return [
    `CREATE VIEW "${name}" AS SELECT ${number} AS rowid, ${column} FROM "${table}"`,
    `DO $$ BEGIN
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ${name}_trigrams ON "${table}" USING gin (${column} gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
RAISE NOTICE 'no index of ${name}: %', SQLERRM; END $$`,
  ];
}
