import { role as roles, type Role } from '../../bridge/permissions.ts';
import type { UserView } from '../../bridge/records.ts';
import type { UserRow } from '../../db/people.ts';

export const roleOf = (row: UserRow): { role: Role; pharmacist: boolean } => ({
  role: roles.parse(row.role),
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
