import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { k, type NewRow, type Row } from './schema.ts';

export type UserRow = Row<'user'>;

export const activeUsers = (now: string) =>
  k
    .selectFrom('user')
    .selectAll()
    .where('active_from', '<=', now)
    .where((eb) => eb.or([eb('active_to', 'is', null), eb('active_to', '>', now)]));

export const hasUsers = (db: Read): boolean =>
  db.one(k.selectFrom('user').select('id').limit(1)) !== undefined;
export const listUsers = (db: Read): UserRow[] => db.all(k.selectFrom('user').selectAll().orderBy('name'));
export const insertUser = (db: Write, row: NewRow<'user'>): number =>
  db.run(k.insertInto('user').values(row));
export const userById = (db: Read, id: string): UserRow | undefined =>
  db.one(k.selectFrom('user').selectAll().where('id', '=', id));
export const userNamed = (db: Read, username: string): UserRow | undefined =>
  db.one(k.selectFrom('user').selectAll().where('username', '=', username));
/** By user name or by what the badge's barcode says; the two can never be alike. */
export const userCalled = (db: Read, text: string): UserRow | undefined =>
  db.one(
    k
      .selectFrom('user')
      .selectAll()
      .where((eb) => eb.or([eb('username', '=', text), eb('badge', '=', text)])),
  );
export const activeUserNamed = (db: Read, username: string, now: string): UserRow | undefined =>
  db.one(activeUsers(now).where('username', '=', username));

type Change = Partial<
  Pick<
    UserRow,
    | 'active_from'
    | 'active_to'
    | 'badge'
    | 'credentials'
    | 'licence'
    | 'name'
    | 'password'
    | 'password_until'
    | 'pharmacist'
    | 'pin'
    | 'role'
  >
>;
export const setUser = (db: Write, id: string, change: Change): number =>
  db.run(k.updateTable('user').set(change).where('id', '=', id));

/** How many supervisors besides one are active and stay so. */
export const otherSupervisors = (db: Read, id: string, now: string): number =>
  db.one(
    k
      .selectFrom('user')
      .select(sql<number>`count(*)`.as('n'))
      .where('role', '=', 'supervisor')
      .where('id', '!=', id)
      .where('active_from', '<=', now)
      .where('active_to', 'is', null),
  )?.n ?? 0;

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
