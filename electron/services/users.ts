import { role as roles, type Role } from '../../bridge/permissions.ts';
import type { PersonView, SeatView } from '../../bridge/people.ts';
import type { UserView } from '../../bridge/records.ts';
import type { Read } from '../../db/handle.ts';
import { keptValue } from '../../db/kept.ts';
import type { UserRow } from '../../db/people.ts';
import { policyIn } from './policy.ts';

export const roleOf = (row: UserRow): { role: Role; pharmacist: boolean } => ({
  role: keptValue(roles, row.role, 'user', row.id),
  pharmacist: row.pharmacist === 1,
});

export const userView = (row: UserRow, now: string): UserView => ({
  id: row.id,
  username: row.username,
  name: row.name,
  credentials: row.credentials,
  licence: row.licence,
  ...roleOf(row),
  active: row.active_from <= now && (row.active_to === null || row.active_to > now),
});

export const personView = (row: UserRow, now: string): PersonView => ({
  ...userView(row, now),
  activeFrom: row.active_from,
  activeTo: row.active_to,
  badge: row.badge,
  oneTimePassword: row.password_until !== null,
  hasFactor: row.factor !== null,
});

/** Who sits at a window, and what the window has to know of them. */
export const seatView = async (
  db: Read,
  row: UserRow,
  now: string,
  { locked = false, enrols = false } = {},
): Promise<SeatView> => ({
  ...userView(row, now),
  locked,
  hasPin: row.pin !== null,
  mustChangePassword: row.password_until !== null,
  mustEnrol: enrols,
  hasFactor: row.factor !== null,
  idleMinutes: (await policyIn(db)).settings.idleMinutes,
});
