import { sql } from 'kysely';
import { k, type Tables } from '../schema.ts';

/**
 * The rows of a table as they lie in the file, from after one on: by no index, so that one that is broken hides none.
 * Each row carries its place as `place`.
 */
export const rowsFrom = (table: keyof Tables, after: number) =>
  k
    .selectFrom(table)
    .select(sql<number>`rowid`.as('place'))
    .selectAll()
    .where(sql<number>`rowid`, '>', after)
    .orderBy(sql`rowid`);
