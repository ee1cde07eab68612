import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';

const EMPTY = { pin: '', again: '', password: '' };

/** A PIN opens this person's own locked window and nothing else: it never signs. */
export function PinForm() {
  const client = useQueryClient();
  const seat = useRead('session.me', {});
  const hasPin = seat.data?.hasPin === true;
  const [form, setForm] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const save = useWrite('session.set-pin', (next) => {
    setForm(EMPTY);
    client.setQueryData(['session.me', {}], next);
    say(next.hasPin ? 'The PIN is set.' : 'The PIN is removed.');
  });
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setDiffers(form.pin !== form.again);
    if (form.pin === form.again) save.mutate({ pin: form.pin, password: form.password });
  };
  const again = differs
    ? [{ path: 'again', code: 'pins-differ', given: null, accepted: 'the same PIN twice' }]
    : [];
  return (
    <section className="panel pad stack" aria-label="PIN for this window">
      <h2 className="cap">PIN</h2>
      <p className="note">
        Opens your own window after it locked.{' '}
        {hasPin ? 'One is set.' : 'None is set: only the password opens it.'}
      </p>
      <form className="stack" onSubmit={send}>
        <TextField
          label={hasPin ? 'New PIN' : 'PIN'}
          name="pin"
          type="password"
          value={form.pin}
          onChange={set('pin')}
          issues={issues.at('pin')}
          hint="four to eight digits"
        />
        <TextField
          label="PIN again"
          name="pin-again"
          type="password"
          value={form.again}
          onChange={set('again')}
          issues={again}
        />
        <TextField
          label="Your password"
          name="pin-password"
          type="password"
          value={form.password}
          onChange={set('password')}
          issues={issues.at('password')}
          autoComplete="current-password"
        />
        <Problem failure={failure} shown={['pin', 'password']} />
        <button type="submit" className="btn main wide" disabled={save.isBlocked || form.password === ''}>
          {hasPin ? 'Change PIN' : 'Set PIN'}
        </button>
        {hasPin && (
          <button
            type="button"
            className="btn wide"
            disabled={save.isBlocked || form.password === ''}
            onClick={() => save.mutate({ pin: null, password: form.password })}
          >
            Remove the PIN: needs the password above
          </button>
        )}
      </form>
    </section>
  );
}
