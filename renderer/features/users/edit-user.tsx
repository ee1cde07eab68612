import { useState } from 'react';
import type { Role } from '../../../bridge/permissions.ts';
import { failureIn, useWrite } from '../../query.ts';
import { AreaField, PickField, TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { roleOptions } from './roles.ts';
import { useSigner, type ActProps } from './user-acts.tsx';

const SHOWN = ['name', 'credentials', 'licence', 'role', 'reason'];

/** Name, credentials, licence and role. The user name stays: the log knows people by it. */
export function EditUser({ person, onClose }: ActProps) {
  const [form, setForm] = useState({
    name: person.name,
    credentials: person.credentials,
    licence: person.licence ?? '',
    role: person.role as string,
    reason: '',
    pharmacist: person.pharmacist,
  });
  const save = useWrite('user.update', onClose);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const sign = (password: string) => {
    const role = form.role as Role;
    save.mutate({
      id: person.id,
      name: form.name,
      credentials: form.credentials,
      licence: form.licence === '' ? null : form.licence,
      role,
      pharmacist: role === 'pharmacist' || (role === 'supervisor' && form.pharmacist),
      reason: form.reason,
      password,
    });
  };
  return (
    <SignDialog
      title="Name, licence, role"
      meaning="From now on this person is who and may do what stands here."
      facts={[['User name', person.username]]}
      signer={useSigner()}
      act="Change"
      busy={save.isPending}
      failure={failure}
      shown={SHOWN}
      onSign={sign}
      onClose={onClose}
    >
      <TextField
        label="Name"
        name="name"
        value={form.name}
        onChange={set('name')}
        issues={issues.at('name')}
        first
      />
      <TextField
        label="Credentials"
        name="credentials"
        value={form.credentials}
        onChange={set('credentials')}
        issues={issues.at('credentials')}
      />
      <TextField
        label="Licence"
        name="licence"
        optional
        value={form.licence}
        onChange={set('licence')}
        issues={issues.at('licence')}
      />
      <PickField
        label="Role"
        name="role"
        value={form.role}
        onChange={set('role')}
        options={roleOptions}
        issues={issues.at('role')}
      />
      {form.role === 'supervisor' && (
        <TickField
          label="A licensed pharmacist: may verify, check and release"
          name="pharmacist"
          checked={form.pharmacist}
          onChange={(pharmacist) => setForm({ ...form, pharmacist })}
        />
      )}
      <AreaField
        label="Reason"
        name="reason"
        value={form.reason}
        onChange={set('reason')}
        issues={issues.at('reason')}
      />
    </SignDialog>
  );
}
