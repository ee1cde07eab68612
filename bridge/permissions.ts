import * as z from 'zod';

export const role = z.enum(['technician', 'pharmacist', 'supervisor', 'nurse', 'coordinator']);
export type Role = z.infer<typeof role>;

type May = 'yes' | 'if-pharmacist';

/** Who may do what: the table of the design, as data. A role that is not named may not. */
export const permissions = {
  'order.draft': { technician: 'yes', pharmacist: 'yes', supervisor: 'yes', coordinator: 'yes' },
  'order.verify': { pharmacist: 'yes', supervisor: 'if-pharmacist' },
  prepare: { technician: 'yes', pharmacist: 'yes', supervisor: 'yes' },
  'waste.witness': { technician: 'yes', pharmacist: 'yes', supervisor: 'yes' },
  'final-check': { pharmacist: 'yes', supervisor: 'if-pharmacist' },
  'library.propose': { pharmacist: 'yes', supervisor: 'yes' },
  administer: { supervisor: 'yes' },
  monitor: { pharmacist: 'yes', supervisor: 'yes', nurse: 'yes', coordinator: 'yes' },
  service: { supervisor: 'yes', coordinator: 'yes' },
} as const satisfies Record<string, Partial<Record<Role, May>>>;

export type Permission = keyof typeof permissions;
/** `public`: nobody need be signed in; `signed-in`: anybody who is. */
export type Access = Permission | 'public' | 'signed-in';

export function may(access: Access, user: { role: Role; pharmacist: boolean } | null): boolean {
  if (access === 'public') return true;
  if (user === null) return false;
  if (access === 'signed-in') return true;
  const granted = (permissions[access] as Partial<Record<Role, May>>)[user.role];
  return granted === 'yes' || (granted === 'if-pharmacist' && user.pharmacist);
}
