import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

export type UserRow = Row<'user'>;
export type SessionRow = Row<'session'>;

const active = (now: string) =>
  k
    .selectFrom('user')
    .selectAll()
    .where('active_from', '<=', now)
    .where((eb) => eb.or([eb('active_to', 'is', null), eb('active_to', '>', now)]));

export const hasUsers = (db: Read): boolean =>
  db.one(k.selectFrom('user').select('id').limit(1)) !== undefined;
export const listUsers = (db: Read): UserRow[] => db.all(k.selectFrom('user').selectAll().orderBy('name'));
export const insertUser = (db: Write, row: UserRow): number => db.run(k.insertInto('user').values(row));
export const userById = (db: Read, id: string): UserRow | undefined =>
  db.one(k.selectFrom('user').selectAll().where('id', '=', id));
export const userNamed = (db: Read, username: string): UserRow | undefined =>
  db.one(k.selectFrom('user').selectAll().where('username', '=', username));
export const activeUserNamed = (db: Read, username: string, now: string): UserRow | undefined =>
  db.one(active(now).where('username', '=', username));

/** Who is signed in under a key, if still active. */
export const userOfSession = (db: Read, keyHash: string, now: string): UserRow | undefined =>
  db.one(userOfSessionQuery({ keyHash, now }));
const userOfSessionQuery = prepared((v: { keyHash: string; now: string }) => {
  const open = k.selectFrom('session').select('user_id').where('key_hash', '=', v.keyHash);
  return active(v.now).where('id', 'in', open.where('ended_at', 'is', null));
});

export const insertSession = (db: Write, row: SessionRow): number =>
  db.run(k.insertInto('session').values(row));
export const endSession = (db: Write, keyHash: string, at: string): number =>
  db.run(
    k
      .updateTable('session')
      .set({ ended_at: at })
      .where('key_hash', '=', keyHash)
      .where('ended_at', 'is', null),
  );
export const endAllSessions = (db: Write, at: string): number =>
  db.run(k.updateTable('session').set({ ended_at: at }).where('ended_at', 'is', null));

export type FailureRow = Row<'sign_in_failure'>;
export const failuresOf = (db: Read, nameHash: string): FailureRow | undefined =>
  db.one(k.selectFrom('sign_in_failure').selectAll().where('name_hash', '=', nameHash));
export function putFailures(db: Write, row: FailureRow): void {
  const { name_hash: _, ...changed } = row;
  db.run(
    k
      .insertInto('sign_in_failure')
      .values(row)
      .onConflict((c) => c.column('name_hash').doUpdateSet(changed)),
  );
}
export const clearFailures = (db: Write, nameHash: string): number =>
  db.run(k.deleteFrom('sign_in_failure').where('name_hash', '=', nameHash));
/** Names that were tried long ago, so that a guesser of names can not fill the file. */
export const forgetFailures = (db: Write, before: string): number =>
  db.run(k.deleteFrom('sign_in_failure').where('last_at', '<', before));
