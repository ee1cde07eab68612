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
import { endSessionsOf } from '../../db/sessions.ts';
import { hashPassword, SALT_BYTES } from '../services/password.ts';
import { changeOf } from '../services/change.ts';
import type { Context } from '../services/context.ts';
import { confirmSignature, underSignature } from '../services/credentials.ts';
import { refuseDoubtful } from '../services/clock.ts';
import { newId } from '../services/ids.ts';
import { oneTimePassword, oneTimeUntil } from '../services/one-time.ts';
import { personView, roleOf } from '../services/users.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';

const personNow = ({ db, now }: WriteCall, id: string) => personView(found(userById(db, id), 'user'), now);

export const userHandlers = {
  'user.list': ({ db, now }) => listUsers(db).map((row) => personView(row, now)),

  'user.add': {
    before: async (call, input) => {
      const { context } = call;
      refuseDoubtful(call.db);
      nameFree(call, input);
      await confirmSignature(call, input.password, 'user.add');
      const { oneTime, hash } = await handOver(context);
      return (write) => {
        nameFree(write, input);
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
        };
        insertUser(write.db, row);
        write.event({
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
      const guard = (inside: ReadCall | WriteCall) => {
        const row = changeable(inside, id, next.role === 'supervisor' ? null : inside.now);
        const { name, credentials, licence } = row;
        const before = { name, credentials, licence, ...roleOf(row) };
        if (hashOf(before) === hashOf(next)) refuse('user-unchanged', null, 'something that differs');
        return before;
      };
      guard(call);
      await confirmSignature(call, password, 'user.update');
      return (write) => {
        const { fields } = changeOf(guard(write), next);
        setUser(write.db, id, { ...next, pharmacist: next.pharmacist ? 1 : 0 }, write.now);
        write.event({ subject: 'user', subjectId: id, reason, change: { fields } });
        return personNow(write, id);
      };
    },
  },

  'user.set-badge': underSignature(
    'user.set-badge',
    (call, { id, badge }) => {
      const row = badged(call, { id, badge });
      setUser(call.db, id, { badge }, call.now);
      call.event({ subject: 'user', subjectId: id, change: { badge: { from: row.badge, to: badge } } });
      return personNow(call, id);
    },
    badged,
  ),

  'user.set-active': {
    before: async (call, input) => {
      const period = { from: utc(input.from), to: input.to === null ? null : utc(input.to) };
      changeable(call, input.id, period.to);
      if (period.to !== null && period.to <= period.from)
        refuse('active-ends-before-it-begins', input.to, 'an end after the beginning', 'to');
      await confirmSignature(call, input.password, 'user.set-active');
      return (write) => setPeriod(write, input.id, period, input.reason);
    },
  },

  'user.deactivate': {
    before: async (call, input) => {
      changeable(call, input.id, call.now);
      await confirmSignature(call, input.password, 'user.deactivate');
      return (write) => setPeriod(write, input.id, { to: write.now }, input.reason);
    },
  },

  'user.reset-password': {
    before: async (call, input) => {
      const { context } = call;
      const asked = found(userById(call.db, input.id), 'user');
      if (asked.id === call.user.id)
        refuse('password-own', null, 'session.change-password for your own', 'id');
      await confirmSignature(call, input.password, 'user.reset-password');
      const { oneTime, hash } = await handOver(context);
      return (write) => {
        const row = found(userById(write.db, input.id), 'user');
        const until = oneTimeUntil(write.now);
        setUser(write.db, row.id, { password: hash, password_until: until, pin: null }, write.now);
        clearAllFailures(write.db, sha256(row.username));
        const ended = endSessionsOf(write.db, row.id, write.now);
        write.event({
          subject: 'user',
          subjectId: row.id,
          reason: input.reason,
          change: { password: 'one-time', pin: 'removed', until, sessionsEnded: ended },
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

function nameFree({ db }: ReadCall | WriteCall, { username, badge }: Parsed<'user.add'>): void {
  if (userNamed(db, username))
    refuse('username-taken', username, 'a user name that nobody has or had', 'username');
  badgeFree(db, badge ?? null, null);
}

function badged(
  { db }: ReadCall | WriteCall,
  { id, badge }: Pick<Parsed<'user.set-badge'>, 'id' | 'badge'>,
): UserRow {
  const row = found(userById(db, id), 'user');
  badgeFree(db, badge, id);
  return row;
}

function badgeFree(db: Read, badge: string | null, id: string | null): void {
  const holder = badge === null ? undefined : userCalled(db, badge);
  if (holder && holder.id !== id) refuse('badge-taken', badge, 'a badge that nobody has', 'badge');
}

/** Nobody shuts themselves out, and one supervisor stays without an end. */
function changeable({ db, user, now }: ReadCall | WriteCall, id: string, to: string | null): UserRow {
  const row = found(userById(db, id), 'user');
  if (row.id === user.id) refuse('user-is-yourself', null, 'another person', 'id');
  if (to !== null && row.role === 'supervisor' && otherSupervisors(db, id, now) === 0)
    refuse('last-supervisor', null, 'a person besides whom a supervisor stays', 'id');
  return row;
}

function setPeriod(
  write: WriteCall,
  id: string,
  period: { readonly from?: string; readonly to: string | null },
  reason: string,
) {
  refuseDoubtful(write.db);
  const row = changeable(write, id, period.to);
  const from = period.from ?? row.active_from;
  setUser(write.db, id, { active_from: from, active_to: period.to }, write.now);
  const active = from <= write.now && (period.to === null || period.to > write.now);
  const ended = active ? 0 : endSessionsOf(write.db, id, write.now);
  write.event({
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
