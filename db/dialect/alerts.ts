import { sql } from 'kysely';
import type { Read } from '../handle.ts';
import { k } from '../schema.ts';

export interface Between {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * How often each rule stood in the way: findings that block, in the kept reports that count for their order version. In
 * this dialect's own words for a list inside JSON.
 */
export function alertsPerRule(db: Read, { from, to }: Between) {
  let query = k
    .selectFrom('finding as f')
    .innerJoin(sql<{ value: string }>`json_each(f.report, '$.findings')`.as('j'), (join) => join.onTrue())
    .select([
      sql<string>`json_extract(j.value, '$.id')`.as('rule'),
      sql<string>`min(json_extract(j.value, '$.message'))`.as('message'),
      sql<number>`count(*)`.as('alerts'),
      sql<number>`count(DISTINCT f.order_id)`.as('orders'),
    ])
    .where('f.seq', '=', (eb) =>
      eb
        .selectFrom('finding as l')
        .select(sql<number>`max(l.seq)`.as('last'))
        .whereRef('l.order_id', '=', 'f.order_id')
        .whereRef('l.version', '=', 'f.version'),
    )
    .where(
      sql<boolean>`(json_extract(j.value, '$.outcome') = 'could-not-be-done'
        OR (json_extract(j.value, '$.outcome') = 'fail' AND json_extract(j.value, '$.severity') <> 'info'))`,
    )
    .groupBy('rule')
    .orderBy('rule');
  if (from !== undefined) query = query.where('f.at', '>=', from);
  if (to !== undefined) query = query.where('f.at', '<', to);
  return db.all(query);
}
