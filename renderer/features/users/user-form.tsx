import { useState, type FormEvent, type KeyboardEvent } from 'react';
import type { Role } from '../../../bridge/permissions.ts';
import { failureIn, useWrite } from '../../query.ts';
import { PickField, TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { roleOptions } from './roles.ts';

const SHOWN = ['name', 'credentials', 'licence', 'username', 'password', 'role'];

export function UserForm({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({
    name: '',
    credentials: '',
    licence: '',
    username: '',
    password: '',
    role: '',
    pharmacist: false,
  });
  const add = useWrite('user.add', onClose);
  const failure = failureIn(add);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const role = form.role as Role;
    add.mutate({
      ...form,
      role,
      licence: form.licence === '' ? null : form.licence,
      pharmacist: role === 'pharmacist' || form.pharmacist,
    });
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in the form closes it
    <form className="panel pad form" onSubmit={send} onKeyDown={escape}>
      <h2 className="cap">New user</h2>
      <TextField
        className="w8"
        label="Name"
        name="name"
        value={form.name}
        onChange={set('name')}
        issues={issues.at('name')}
        first
      />
      <TextField
        className="w4"
        label="Credentials"
        name="credentials"
        value={form.credentials}
        onChange={set('credentials')}
        issues={issues.at('credentials')}
        placeholder="CPhT"
      />
      <PickField
        className="w6"
        label="Role"
        name="role"
        value={form.role}
        onChange={set('role')}
        none="choose"
        options={roleOptions}
        issues={issues.at('role')}
      />
      <TextField
        className="w6"
        label="Licence"
        name="licence"
        optional
        value={form.licence}
        onChange={set('licence')}
        issues={issues.at('licence')}
      />
      {form.role === 'supervisor' && (
        <TickField
          className="w12"
          label="A licensed pharmacist: may verify, check and release"
          name="pharmacist"
          checked={form.pharmacist}
          onChange={(pharmacist) => setForm({ ...form, pharmacist })}
        />
      )}
      <TextField
        className="w6"
        label="User name"
        name="username"
        value={form.username}
        onChange={set('username')}
        issues={issues.at('username')}
        autoComplete="off"
      />
      <TextField
        className="w6"
        label="First password"
        name="password"
        type="password"
        value={form.password}
        onChange={set('password')}
        issues={issues.at('password')}
        hint="at least 10 characters"
        autoComplete="new-password"
      />
      <div className="w12 stack">
        <Problem failure={failure} shown={SHOWN} />
        <span className="row">
          <button type="submit" className="btn main" disabled={add.isPending}>
            Add user
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </span>
      </div>
    </form>
  );
}
