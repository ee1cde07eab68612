import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { IssueLike } from '../../messages.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { go } from '../../router.ts';
import { TextField, TickField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { StartFrame } from './frame.tsx';

const FIELDS = ['name', 'credentials', 'licence', 'username', 'password'];

/** Creates the first supervisor. There is no password that anybody else knows. */
export function FirstRun() {
  const client = useQueryClient();
  const [form, setForm] = useState({
    name: '',
    credentials: '',
    licence: '',
    username: '',
    password: '',
    again: '',
    pharmacist: false,
  });
  const [differs, setDiffers] = useState(false);
  const create = useWrite('system.first-run', async (user) => {
    setUser(client, user);
    // The next thing to be entered: labels need it.
    go({ at: 'site' });
    // Signed in by the host where it does so; asked again, in case it leaves that to the sign-in screen.
    await client.invalidateQueries({ queryKey: ['session.me', {}] });
    await client.invalidateQueries({ queryKey: ['system.status', {}] });
  });
  const failure = failureIn(create);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const again: IssueLike[] = differs
    ? [{ path: 'again', code: 'passwords-differ', given: null, accepted: 'the same password twice' }]
    : [];
  const send = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(form.password !== form.again);
    if (form.password !== form.again) return;
    create.mutate({
      name: form.name,
      credentials: form.credentials,
      licence: form.licence === '' ? null : form.licence,
      username: form.username,
      password: form.password,
      pharmacist: form.pharmacist,
    });
  };
  return (
    <StartFrame title="The first supervisor" sub="This data file is new. Nobody has an account yet.">
      <form className="form" onSubmit={send}>
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
          placeholder="RPh"
        />
        <TextField
          className="w8"
          label="User name"
          name="username"
          value={form.username}
          onChange={set('username')}
          issues={issues.at('username')}
          hint="small letters, digits, dot, dash"
          autoComplete="username"
        />
        <TextField
          className="w4"
          label="Licence"
          name="licence"
          optional
          value={form.licence}
          onChange={set('licence')}
          issues={issues.at('licence')}
        />
        <TextField
          className="w6"
          label="Password"
          name="password"
          type="password"
          value={form.password}
          onChange={set('password')}
          issues={issues.at('password')}
          hint="at least 10 characters"
          autoComplete="new-password"
        />
        <TextField
          className="w6"
          label="Password again"
          name="again"
          type="password"
          value={form.again}
          onChange={set('again')}
          issues={again}
          autoComplete="new-password"
        />
        <TickField
          className="w12"
          label="I am a licensed pharmacist: I may verify, check and release"
          name="pharmacist"
          checked={form.pharmacist}
          onChange={(pharmacist) => setForm({ ...form, pharmacist })}
        />
        <div className="w12 stack">
          <Problem failure={failure} shown={FIELDS} />
          <button type="submit" className="btn main wide" disabled={create.isPending}>
            Create supervisor
          </button>
        </div>
      </form>
    </StartFrame>
  );
}
