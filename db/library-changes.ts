import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

export const insertChange = (db: Write, row: Row<'library_change'>): number =>
  db.run(k.insertInto('library_change').values(row));
export const insertDecision = (db: Write, row: Row<'library_decision'>): number =>
  db.run(k.insertInto('library_decision').values(row));

const changes = () =>
  k
    .selectFrom('library_change as c')
    .innerJoin('user as u', 'u.id', 'c.by_user')
    .leftJoin('library_decision as d', 'd.change_id', 'c.id')
    .leftJoin('user as v', 'v.id', 'd.by_user')
    .select(['c.id', 'c.content', 'c.reason', 'c.at', 'c.by_user', 'u.name as by'])
    .select(['d.decision', 'd.at as decidedAt', 'd.reason as why', 'd.library_version as ruleSet'])
    .select('v.name as decidedBy');
export type ChangeRow = ReturnType<typeof listChanges>[number];

/** Proposals, the newest first. */
export const listChanges = (db: Read) =>
  db.all(changes().orderBy('c.at', 'desc').orderBy('c.id', 'desc').limit(200));
export const changeById = (db: Read, id: string): ChangeRow | undefined =>
  db.one(changes().where('c.id', '=', id));
