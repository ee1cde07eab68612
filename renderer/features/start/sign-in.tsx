import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { CallFailed } from '../../api.ts';
import { failureIn, PUT_OUT, setUser, useWrite } from '../../query.ts';
import { remember } from '../../left-here.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem, SilentHint } from '../../ui/states.tsx';
import { clockWords } from '../../ui/clock-words.ts';
import { PlaceLine } from '../place/place-line.tsx';
import { StationClockNotice } from '../shell/clock-notice.tsx';
import { StartFrame } from './frame.tsx';

export function SignIn({ status }: { status: Output<'system.status'> }) {
  const wasPutOut = useQueryClient().getQueryData(PUT_OUT) !== undefined;
  return (
    <StartFrame title="Sign in" sub={status.pharmacy === '' ? 'Pharmacy not entered yet' : status.pharmacy}>
      {status.clock && (
        <p className="problem" role="alert">
          {clockWords(status.clock, status.timeZone)} Set it right, or sign in: a supervisor can confirm it.
        </p>
      )}
      {wasPutOut && (
        <p className="question">
          The host was started again, or the time at this window was over. What was typed here is kept until
          somebody else signs in.
        </p>
      )}
      <SilentHint />
      <StationClockNotice />
      <SignInForm does="Sign in" first />
      <p className="note">
        Meniscus {status.version} · rule set {status.ruleSet}
      </p>
      <PlaceLine />
    </StartFrame>
  );
}

/** User name and password; `does` says what the button does, `first` whether typing begins here. */
export function SignInForm({ does, first = false }: { does: string; first?: boolean }) {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const signIn = useWrite('session.sign-in', (user, sent) => {
    setUser(client, user);
    void remember('password', sent.password);
  });
  const failure = failureIn(signIn);
  // A refusal of the code says that the password was right: it is not typed again.
  const onError = (error: CallFailed) => {
    const isOfCode = FieldIssues.of(error.failure).at('code').length > 0;
    setCode(isOfCode ? '' : null);
    if (!isOfCode) setPassword('');
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ username, password, ...(code !== null && { code }) }, { onError });
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
      {code !== null && (
        <TextField
          label="Code"
          name="code"
          value={code}
          onChange={setCode}
          issues={FieldIssues.of(failure).at('code')}
          autoComplete="one-time-code"
          first
        />
      )}
      <Problem failure={failure} shown={['code']} />
      <button type="submit" className="btn main wide" disabled={signIn.isBlocked}>
        {does}
      </button>
    </form>
  );
}
