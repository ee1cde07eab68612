import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

export const insertChange = (db: Write, row: Row<'library_change'>): Promise<number> =>
  db.run(k.insertInto('library_change').values(row));
export const insertDecision = (db: Write, row: Row<'library_decision'>): Promise<number> =>
  db.run(k.insertInto('library_decision').values(row));
export const insertStart = (db: Write, row: Row<'library_start'>): Promise<number> =>
  db.run(k.insertInto('library_start').values(row));

const changes = () =>
  k
    .selectFrom('library_change as c')
    .leftJoin('library_decision as d', 'd.change_id', 'c.id')
    .leftJoin('library_start as s', 's.change_id', 'c.id')
    .select([
      'c.id',
      'c.content',
      'c.reason',
      'c.at',
      'c.by_user',
      asOf('name', 'c.by_user', 'c.at').as('by'),
    ])
    .select(['d.decision', 'd.at as decidedAt', 'd.reason as why', 'd.effective_from as effectiveFrom'])
    .select(['s.left_out as leftOut', asOf<string | null>('name', 'd.by_user', 'd.at').as('decidedBy')])
    .select(({ fn }) => fn.coalesce('d.library_version', 's.library_version').as('ruleSet'));
export type ChangeRow = Awaited<ReturnType<typeof listChanges>>[number];

/** Proposals, those that wait first, the newest first: an import proposes many at once, and none of them is out of sight. */
export const listChanges = (db: Read) =>
  db.all(
    changes()
      .orderBy(sql`d.change_id IS NOT NULL`)
      .orderBy('c.at', 'desc')
      .orderBy('c.id', 'desc')
      .limit(400),
  );
/** Proposals that nobody has decided. House rule: of more nobody is sure that they are not proposed yet. */
export const openChanges = (db: Read) =>
  db.all(
    changes().where('d.change_id', 'is', null).orderBy('c.at', 'desc').orderBy('c.id', 'desc').limit(5_000),
  );
export const changeById = (db: Read, id: string): Promise<ChangeRow | undefined> =>
  db.one(changes().where('c.id', '=', id));

/** Approved for later and not in force yet, in the order in which they come into force. */
const coming = () =>
  changes()
    .where('d.effective_from', 'is not', null)
    .where('s.change_id', 'is', null)
    .orderBy('d.effective_from')
    .orderBy('d.at');
/** Is it approved, and waits for its instant? */
export const isComing = (row: ChangeRow): boolean =>
  row.effectiveFrom !== null && row.ruleSet === null && row.leftOut === null;
export const comingChanges = (db: Read): Promise<ChangeRow[]> => db.all(coming());
export const dueChanges = (db: Read, now: string): Promise<ChangeRow[]> =>
  db.all(coming().where('d.effective_from', '<=', now));

const due = prepared((v: { now: string }) =>
  k
    .selectFrom('library_decision as d')
    .leftJoin('library_start as s', 's.change_id', 'd.change_id')
    .select('d.change_id')
    .where('d.effective_from', '<=', v.now)
    .where('s.change_id', 'is', null)
    .limit(1),
);
/** Asked before every command: has the instant of an approved change come? */
export const isDue = async (db: Read, now: string): Promise<boolean> =>
  (await db.one(due({ now }))) !== undefined;

/** Who signed a change as the first of two, the earliest first: what is laxer takes two supervisors. */
export const endorsements = (db: Read, change: string) =>
  db.all(
    k
      .selectFrom('signature as s')
      .select(['s.by_user', 's.at', 's.hash', asOf('name', 's.by_user', 's.at').as('by')])
      .where('s.subject', '=', 'library-change')
      .where('s.subject_id', '=', change)
      .where('s.meaning', '=', 'endorse')
      .orderBy('s.at'),
  );

/** Every proposal about one record, the newest first; one of a rule from before there were records named it otherwise. */
export const changesOfRecord = (db: Read, collection: string, id: string): Promise<ChangeRow[]> =>
  db.all(
    changes()
      .where((eb) =>
        eb.or([
          eb.and([
            eb(sql`json_extract(c.content, '$.collection')`, '=', collection),
            eb(sql`json_extract(c.content, '$.id')`, '=', id),
          ]),
          ...(collection === 'limits' ? [eb(sql`json_extract(c.content, '$.rule')`, '=', id)] : []),
        ]),
      )
      .orderBy('c.at', 'desc')
      .orderBy('c.id', 'desc')
      .limit(200),
  );
