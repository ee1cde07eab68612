import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type NewRow, type Row } from './schema.ts';

export type StationRow = Row<'station'>;

const byKey = prepared((v: { keyHash: string }) =>
  k.selectFrom('station').selectAll().where('key_hash', '=', v.keyHash),
);
/** The station that carries this, withdrawn or not. */
export const stationByKey = (db: Read, keyHash: string): Promise<StationRow | undefined> =>
  db.one(byKey({ keyHash }));

export const stationByCode = (db: Read, codeHash: string): Promise<StationRow | undefined> =>
  db.one(k.selectFrom('station').selectAll().where('code_hash', '=', codeHash));
export const stationById = (db: Read, id: string): Promise<StationRow | undefined> =>
  db.one(k.selectFrom('station').selectAll().where('id', '=', id));

/** The newest first. */
export const listStations = (db: Read) =>
  db.all(
    k
      .selectFrom('station as s')
      .innerJoin('user as u', 'u.id', 's.by_user')
      .leftJoin('user as w', 'w.id', 's.withdrawn_by')
      .selectAll('s')
      .select(['u.name as made_by', 'w.name as withdrawn_by_name'])
      .orderBy('s.at', 'desc')
      .orderBy('s.id'),
  );

/** What those that are enrolled are called. */
export const stationNames = async (db: Read): Promise<string[]> =>
  (
    await db.all(
      k.selectFrom('station').select('name').where('name', 'is not', null).where('withdrawn_at', 'is', null),
    )
  ).map(({ name }) => name ?? '');

export const insertStation = (db: Write, row: NewRow<'station'>): Promise<number> =>
  db.run(k.insertInto('station').values(row));

type Change = Partial<
  Pick<StationRow, 'name' | 'key_hash' | 'enrolled_at' | 'withdrawn_by' | 'withdrawn_at' | 'reason'>
>;
export const setStation = (db: Write, id: string, change: Change): Promise<number> =>
  db.run(k.updateTable('station').set(change).where('id', '=', id));
