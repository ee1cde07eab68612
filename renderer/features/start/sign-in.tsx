import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { Problem } from '../../ui/states.tsx';
import { clockWords } from '../../ui/clock-words.ts';
import { StartFrame } from './frame.tsx';

export function SignIn({ status }: { status: Output<'system.status'> }) {
  return (
    <StartFrame title="Sign in" sub={status.pharmacy === '' ? 'Pharmacy not entered yet' : status.pharmacy}>
      {status.clock && (
        <p className="problem" role="alert">
          {clockWords(status.clock, status.timeZone)} Set it right, or sign in: a supervisor can confirm it.
        </p>
      )}
      <SignInForm does="Sign in" first />
      <p className="note">
        Meniscus {status.version} · rule set {status.ruleSet}
      </p>
    </StartFrame>
  );
}

/** User name and password; `does` says what the button does, `first` whether typing begins here. */
export function SignInForm({ does, first = false }: { does: string; first?: boolean }) {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useWrite('session.sign-in', (user) => setUser(client, user));
  const send = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ username, password }, { onError: () => setPassword('') });
  };
  return (
    <form className="stack" onSubmit={send}>
      <TextField
        label="User name"
        name="username"
        value={username}
        onChange={setUsername}
        autoComplete="username"
        first={first}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Problem failure={failureIn(signIn)} />
      <button type="submit" className="btn main wide" disabled={signIn.isPending}>
        {does}
      </button>
    </form>
  );
}
