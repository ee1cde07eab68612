import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * "Column contains text", letters of either case; `%` and `_` are what was typed, not wildcards. SQLite's LIKE folds the
 * case of ASCII letters; PostgreSQL would want ILIKE.
 */
export function contains(column: string, text: string): RawBuilder<SqlBool> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;
  return sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`;
}
