import type { Parsed } from '../../bridge/contract.ts';
import { hashOf, sha256 } from '../../db/canonical.ts';
import type { Read } from '../../db/handle.ts';
import {
  clearAllFailures,
  insertUser,
  listUsers,
  otherSupervisors,
  setUser,
  userById,
  userCalled,
  userNamed,
  type UserRow,
} from '../../db/people.ts';
import { looksAs } from '../../db/likeness.ts';
import { endSessionsOf } from '../../db/sessions.ts';
import { hashPassword, SALT_BYTES } from '../services/password.ts';
import { changeOf } from '../services/change.ts';
import type { Context } from '../services/context.ts';
import { confirmSignature, underSignature } from '../services/credentials.ts';
import { refuseDoubtful } from '../services/clock.ts';
import { newId } from '../services/ids.ts';
import { oneTimePassword, oneTimeUntil } from '../services/one-time.ts';
import { personFits } from '../services/printable.ts';
import { personView, roleOf } from '../services/users.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';

const personNow = async ({ db, now }: WriteCall, id: string) =>
  personView(found(await userById(db, id), 'user'), now);

export const userHandlers = {
  'user.list': async ({ db, now }) => (await listUsers(db)).map((row) => personView(row, now)),

  'user.add': {
    before: async (call, input) => {
      const { context } = call;
      await refuseDoubtful(call.db);
      await nameFree(call, input);
      await toldApart(call.db, input, null);
      await personFits(context, input, call);
      await confirmSignature(call, input.password, 'user.add');
      const { oneTime, hash } = await handOver(context);
      return async (write) => {
        await nameFree(write, input);
        await toldApart(write.db, input, null);
        const { username, name, credentials, licence, role, pharmacist, badge = null } = input;
        const until = oneTimeUntil(write.now);
        const row: UserRow = {
          id: newId(context, 'usr'),
          username,
          name,
          credentials,
          licence,
          role,
          pharmacist: pharmacist ? 1 : 0,
          password: hash,
          active_from: write.now,
          active_to: null,
          badge,
          pin: null,
          password_until: until,
          factor: null,
        };
        await insertUser(write.db, row);
        await write.event({
          subject: 'user',
          subjectId: row.id,
          change: { username, name, credentials, licence, role, pharmacist, badge, until },
        });
        return { person: personView(row, write.now), oneTime, until };
      };
    },
  },

  'user.update': {
    before: async (call, { id, reason, password, ...next }) => {
      const guard = async (inside: ReadCall | WriteCall) => {
        const row = await changeable(inside, id, next.role === 'supervisor' ? null : inside.now);
        const { name, credentials, licence } = row;
        const before = { name, credentials, licence, ...roleOf(row) };
        if (hashOf(before) === hashOf(next)) refuse('user-unchanged', null, 'something that differs');
        if (row.name !== next.name || row.credentials !== next.credentials)
          await toldApart(inside.db, next, id);
        return before;
      };
      await guard(call);
      await personFits(call.context, next, call);
      await confirmSignature(call, password, 'user.update');
      return async (write) => {
        const { fields } = changeOf(await guard(write), next);
        await setUser(write.db, id, { ...next, pharmacist: next.pharmacist ? 1 : 0 }, write.now);
        await write.event({ subject: 'user', subjectId: id, reason, change: { fields } });
        return personNow(write, id);
      };
    },
  },

  'user.set-badge': underSignature(
    'user.set-badge',
    async (call, { id, badge }) => {
      const row = await badged(call, { id, badge });
      await setUser(call.db, id, { badge }, call.now);
      await call.event({ subject: 'user', subjectId: id, change: { badge: { from: row.badge, to: badge } } });
      return personNow(call, id);
    },
    badged,
  ),

  'user.set-active': {
    before: async (call, input) => {
      const period = { from: utc(input.from), to: input.to === null ? null : utc(input.to) };
      await changeable(call, input.id, period.to);
      if (period.to !== null && period.to <= period.from)
        refuse('active-ends-before-it-begins', input.to, 'an end after the beginning', 'to');
      await confirmSignature(call, input.password, 'user.set-active');
      return (write) => setPeriod(write, input.id, period, input.reason);
    },
  },

  'user.deactivate': {
    before: async (call, input) => {
      await changeable(call, input.id, call.now);
      await confirmSignature(call, input.password, 'user.deactivate');
      return (write) => setPeriod(write, input.id, { to: write.now }, input.reason);
    },
  },

  'user.reset-password': {
    before: async (call, input) => {
      const { context } = call;
      const asked = found(await userById(call.db, input.id), 'user');
      if (asked.id === call.user.id)
        refuse('password-own', null, 'session.change-password for your own', 'id');
      await confirmSignature(call, input.password, 'user.reset-password');
      const { oneTime, hash } = await handOver(context);
      return async (write) => {
        const row = found(await userById(write.db, input.id), 'user');
        const until = oneTimeUntil(write.now);
        const next = { password: hash, password_until: until, pin: null, factor: null };
        await setUser(write.db, row.id, next, write.now);
        await clearAllFailures(write.db, sha256(row.username));
        const ended = await endSessionsOf(write.db, row.id, write.now);
        await write.event({
          subject: 'user',
          subjectId: row.id,
          reason: input.reason,
          change: {
            password: 'one-time',
            pin: 'removed',
            // It is sealed under the password of before.
            ...(row.factor !== null && { secondFactor: 'removed' }),
            until,
            sessionsEnded: ended,
          },
        });
        return { oneTime, until };
      };
    },
  },
} satisfies Partial<Handlers>;

const utc = (instant: string): string => new Date(instant).toISOString();

/** A one-time password, and what is kept of it. */
async function handOver({ random, passwordCost }: Context) {
  const oneTime = oneTimePassword(random);
  return { oneTime, hash: await hashPassword(oneTime, random(SALT_BYTES), passwordCost) };
}

async function nameFree(
  { db }: ReadCall | WriteCall,
  { username, badge }: Parsed<'user.add'>,
): Promise<void> {
  if (await userNamed(db, username))
    refuse('username-taken', username, 'a user name that nobody has or had', 'username');
  await badgeFree(db, badge ?? null, null);
}

/** A paper names people by name and credentials alone: two that look the same there are asked to differ. */
async function toldApart(
  db: Read,
  { name, credentials }: Pick<UserRow, 'name' | 'credentials'>,
  id: string | null,
): Promise<void> {
  const shown = looksAs(`${name}, ${credentials}`);
  const other = (await listUsers(db)).find(
    (u) => u.id !== id && looksAs(`${u.name}, ${u.credentials}`) === shown,
  );
  if (other)
    refuse(
      'person-looks-alike',
      `${name}, ${credentials}`,
      `a name that papers tell from the one of ${other.username}, such as with a middle initial`,
      'name',
    );
}

async function badged(
  { db }: ReadCall | WriteCall,
  { id, badge }: Pick<Parsed<'user.set-badge'>, 'id' | 'badge'>,
): Promise<UserRow> {
  const row = found(await userById(db, id), 'user');
  await badgeFree(db, badge, id);
  return row;
}

async function badgeFree(db: Read, badge: string | null, id: string | null): Promise<void> {
  const holder = badge === null ? undefined : await userCalled(db, badge);
  if (holder && holder.id !== id) refuse('badge-taken', badge, 'a badge that nobody has', 'badge');
}

/** Nobody shuts themselves out, and one supervisor stays without an end. */
async function changeable(
  { db, user, now }: ReadCall | WriteCall,
  id: string,
  to: string | null,
): Promise<UserRow> {
  const row = found(await userById(db, id), 'user');
  if (row.id === user.id) refuse('user-is-yourself', null, 'another person', 'id');
  if (to !== null && row.role === 'supervisor' && (await otherSupervisors(db, id, now)) === 0)
    refuse('last-supervisor', null, 'a person besides whom a supervisor stays', 'id');
  return row;
}

async function setPeriod(
  write: WriteCall,
  id: string,
  period: { readonly from?: string; readonly to: string | null },
  reason: string,
) {
  await refuseDoubtful(write.db);
  const row = await changeable(write, id, period.to);
  const from = period.from ?? row.active_from;
  await setUser(write.db, id, { active_from: from, active_to: period.to }, write.now);
  const active = from <= write.now && (period.to === null || period.to > write.now);
  const ended = active ? 0 : await endSessionsOf(write.db, id, write.now);
  await write.event({
    subject: 'user',
    subjectId: id,
    reason,
    change: {
      active: { from: [row.active_from, row.active_to], to: [from, period.to] },
      sessionsEnded: ended,
    },
  });
  return personNow(write, id);
}
