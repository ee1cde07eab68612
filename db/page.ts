import { sql, type SelectQueryBuilder } from 'kysely';
import { MOST_FOUND } from './words.ts';
import type { Read } from './handle.ts';
import { k } from './schema.ts';

/** One page of a list that may be longer. */
export interface Page {
  readonly from: number;
  readonly limit: number;
}

export interface Paged<T> extends Total {
  readonly rows: T[];
}

export interface Total {
  readonly total: number;
  /** there are this many or more: counting stopped */
  readonly totalIsLeast: boolean;
}

/** How many rows a query finds. What is found by words is not counted to its end: nobody pages through so many. */
export async function totalOf<DB, TB extends keyof DB>(
  db: Read,
  query: SelectQueryBuilder<DB, TB, object>,
  byWords: boolean,
): Promise<Total> {
  const counted = (byWords ? query.limit(MOST_FOUND + 1) : query) as SelectQueryBuilder<DB, TB, object>;
  const count = k.selectFrom(counted.as('counted') as never).select(sql<number>`count(*)`.as('n'));
  const total = (await db.one<{ n: number }>(count))?.n ?? 0;
  const totalIsLeast = byWords && total > MOST_FOUND;
  return { total: totalIsLeast ? MOST_FOUND : total, totalIsLeast };
}
