import type { Role } from '../../../bridge/permissions.ts';

const ROLES: Readonly<Record<Role, string>> = {
  technician: 'technician',
  pharmacist: 'pharmacist',
  supervisor: 'supervisor',
  nurse: 'nurse',
  coordinator: 'coordinator',
};
export const roleOptions = Object.entries(ROLES).map(([value, label]) => ({ value, label }));
