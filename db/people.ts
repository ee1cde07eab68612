import { sql } from 'kysely';
import { soundTime } from './clock-doubts.ts';
import type { Read, Write } from './handle.ts';
import { k, type NewRow, type Row } from './schema.ts';

export type UserRow = Row<'user'>;

/** House rule: so much a clock may be set back before it is in doubt; whoever was made known within it is known. */
export const CLOCK_SLACK_MS = 2 * 60_000;
/** The instants between which somebody must have begun and not have ended to be active at one. */
export const activeAt = (now: string) => ({
  begun: new Date(Date.parse(now) + CLOCK_SLACK_MS).toISOString(),
  now,
});

export const activeUsers = ({ begun, now }: ReturnType<typeof activeAt>) =>
  k
    .selectFrom('user')
    .selectAll()
    .where('active_from', '<=', begun)
    .where((eb) => eb.or([eb('active_to', 'is', null), eb('active_to', '>', now)]));

export const hasUsers = async (db: Read): Promise<boolean> =>
  (await db.one(k.selectFrom('user').select('id').limit(1))) !== undefined;
export const listUsers = (db: Read): Promise<UserRow[]> =>
  db.all(k.selectFrom('user').selectAll().orderBy('name'));
export async function insertUser(db: Write, row: NewRow<'user'>): Promise<void> {
  await db.run(k.insertInto('user').values(row));
  await keepVersion(db, row.id, '');
}
export const userById = (db: Read, id: string): Promise<UserRow | undefined> =>
  db.one(k.selectFrom('user').selectAll().where('id', '=', id));
export const userNamed = (db: Read, username: string): Promise<UserRow | undefined> =>
  db.one(k.selectFrom('user').selectAll().where('username', '=', username));
/** By user name or by what the badge's barcode says; the two can never be alike. */
export const userCalled = (db: Read, text: string): Promise<UserRow | undefined> =>
  db.one(
    k
      .selectFrom('user')
      .selectAll()
      .where((eb) => eb.or([eb('username', '=', text), eb('badge', '=', text)])),
  );
export const activeUserNamed = async (
  db: Read,
  username: string,
  now: string,
): Promise<UserRow | undefined> =>
  db.one(activeUsers(activeAt(await soundTime(db, now))).where('username', '=', username));

type Change = Partial<
  Pick<
    UserRow,
    | 'active_from'
    | 'active_to'
    | 'badge'
    | 'credentials'
    | 'factor'
    | 'licence'
    | 'name'
    | 'password'
    | 'password_until'
    | 'pharmacist'
    | 'pin'
    | 'role'
  >
>;
export async function setUser(db: Write, id: string, change: Change, at: string): Promise<void> {
  await db.run(k.updateTable('user').set(change).where('id', '=', id));
  if (SIGNED_BY.some((column) => column in change)) await keepVersion(db, id, at);
}

/** What stands under a signature: each change of it is a version of the person, and what was signed before keeps the one of then. */
const SIGNED_BY = ['name', 'credentials', 'role', 'pharmacist'] as const;

async function keepVersion(db: Write, id: string, at: string): Promise<void> {
  const user = await userById(db, id);
  if (!user) return;
  const { n } = (await db.one(
    k
      .selectFrom('user_version')
      .select(sql<number>`coalesce(max(version), 0) + 1`.as('n'))
      .where('user_id', '=', id),
  )) ?? { n: 1 };
  const { name, credentials, role, pharmacist } = user;
  await db.run(
    k.insertInto('user_version').values({ user_id: id, version: n, at, name, credentials, role, pharmacist }),
  );
}

/** A person's name or credentials as they were when something was done: `u.name` would be the name of today. */
export const asOf = <T extends string | null = string>(
  column: 'name' | 'credentials',
  user: string,
  at: string,
) =>
  sql<T>`(SELECT ${sql.ref(`w_.${column}`)} FROM user_version AS w_ WHERE w_.user_id = ${sql.ref(user)}
    AND w_.at <= ${sql.ref(at)} ORDER BY w_.version DESC LIMIT 1)`;

/** How many supervisors besides one are active and stay so. */
export const otherSupervisors = async (db: Read, id: string, now: string): Promise<number> =>
  (
    await db.one(
      k
        .selectFrom('user')
        .select(sql<number>`count(*)`.as('n'))
        .where('role', '=', 'supervisor')
        .where('id', '!=', id)
        .where('active_from', '<=', now)
        .where('active_to', 'is', null),
    )
  )?.n ?? 0;

type FailureRow = Row<'sign_in_failure'>;
export const failuresOf = (db: Read, nameHash: string): Promise<FailureRow | undefined> =>
  db.one(k.selectFrom('sign_in_failure').selectAll().where('name_hash', '=', nameHash));

const BEGAN_ANEW = ['session.sign-in', 'user.reset-password', 'user.reset-factor'];
/**
 * What the log says of wrong passwords at a person's sign-ins from an instant on, since they last came in or were given a
 * new one: the count has no digest, and this is under it where somebody put an earlier one back.
 */
export async function signInsRefused(
  db: Read,
  { user, command, from }: { readonly user: string; readonly command: string; readonly from: string },
): Promise<{ failures: number; last: string | null }> {
  const before = k.selectFrom('event').select('seq').where('at', '<', from).orderBy('at', 'desc').limit(1);
  const since = (await db.one(before))?.seq ?? 0;
  const ofPerson = k.selectFrom('event').where('subject_id', '=', user).where('seq', '>', since);
  const anew = ofPerson
    .where('command', 'in', BEGAN_ANEW)
    .select(sql<number>`coalesce(max(seq), 0)`.as('seq'));
  const refused = ofPerson
    .where('command', '=', command)
    .where('at', '>=', from)
    .where('seq', '>', (await db.one(anew))?.seq ?? 0)
    .select([sql<number>`count(*)`.as('failures'), sql<string | null>`max(at)`.as('last')]);
  return (await db.one(refused)) ?? { failures: 0, last: null };
}
export async function putFailures(db: Write, row: FailureRow): Promise<void> {
  const { name_hash: _, ...changed } = row;
  await db.run(
    k
      .insertInto('sign_in_failure')
      .values(row)
      .onConflict((c) => c.column('name_hash').doUpdateSet(changed)),
  );
}
export const clearFailures = (db: Write, nameHash: string): Promise<number> =>
  db.run(k.deleteFrom('sign_in_failure').where('name_hash', '=', nameHash));
/** The counts of an account, whoever guessed. */
export const clearAllFailures = (db: Write, account: string): Promise<number> =>
  db.run(k.deleteFrom('sign_in_failure').where('name_hash', 'like', `${account}%`));
/** Names that were tried long ago, so that a guesser of names can not fill the file. */
export const forgetFailures = (db: Write, before: string): Promise<number> =>
  db.run(k.deleteFrom('sign_in_failure').where('last_at', '<', before));

export const nameAt = async (db: Read, id: string, at: string): Promise<string> =>
  (
    await db.one(
      k
        .selectFrom('user_version')
        .select('name')
        .where('user_id', '=', id)
        .where('at', '<=', at)
        .orderBy('version', 'desc')
        .limit(1),
    )
  )?.name ?? id;
