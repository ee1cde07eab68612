import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SeatView } from '../../bridge/people.ts';
import { remember } from '../left-here.ts';
import { failureIn, useWrite } from '../query.ts';
import { TextField } from './field.tsx';
import { FieldIssues } from './issues.ts';
import { Problem } from './states.tsx';

interface Props {
  /** what the password is called that is still in force */
  readonly oldLabel: string;
  readonly first: boolean;
  readonly onDone: (seat: SeatView) => void;
}

/** Another password, for the person who is signed in: the old one once, the new one twice. */
export function PasswordForm({ oldLabel, first, onDone }: Props) {
  const client = useQueryClient();
  const [form, setForm] = useState({ old: '', next: '', again: '' });
  const [differs, setDiffers] = useState(false);
  const change = useWrite('session.change-password', (seat, sent) => {
    setForm({ old: '', next: '', again: '' });
    client.setQueryData(['session.me', {}], seat);
    onDone(seat);
    void remember('password', sent.new);
  });
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
    <form className="stack" onSubmit={send}>
      <TextField
        label={oldLabel}
        name="old"
        type="password"
        value={form.old}
        onChange={set('old')}
        issues={issues.at('old')}
        autoComplete="current-password"
        first={first}
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
      <button type="submit" className="btn main wide" disabled={change.isBlocked}>
        Change password
      </button>
    </form>
  );
}
