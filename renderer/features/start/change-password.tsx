import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SeatView } from '../../../bridge/people.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { StartFrame } from './frame.tsx';

/** After a one-time password: nothing else is done before its user has chosen one that nobody else knows. */
export function ChangePassword({ seat }: { seat: SeatView }) {
  const client = useQueryClient();
  const [form, setForm] = useState({ old: '', next: '', again: '' });
  const [differs, setDiffers] = useState(false);
  const change = useWrite('session.change-password', (me) => setUser(client, me));
  const failure = failureIn(change);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(form.next !== form.again);
    if (form.next === form.again) change.mutate({ old: form.old, new: form.next });
  };
  const again = differs
    ? [{ path: 'again', code: 'passwords-differ', given: null, accepted: 'the same password twice' }]
    : [];
  return (
    <StartFrame title="A password of your own" sub={`${seat.name}, ${seat.credentials}`}>
      <form className="stack" onSubmit={send}>
        <TextField
          label="Password you were given"
          name="old"
          type="password"
          value={form.old}
          onChange={set('old')}
          issues={issues.at('old')}
          autoComplete="current-password"
          first
        />
        <TextField
          label="New password"
          name="new"
          type="password"
          value={form.next}
          onChange={set('next')}
          issues={issues.at('new')}
          hint="at least 10 characters"
          autoComplete="new-password"
        />
        <TextField
          label="New password again"
          name="again"
          type="password"
          value={form.again}
          onChange={set('again')}
          issues={again}
          autoComplete="new-password"
        />
        <Problem failure={failure} shown={['old', 'new']} />
        <button type="submit" className="btn main wide" disabled={change.isPending}>
          Change password
        </button>
      </form>
    </StartFrame>
  );
}
