import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SeatView } from '../../../bridge/people.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { StartFrame } from './frame.tsx';

const KINDS = [
  { value: 'pin', label: 'PIN' },
  { value: 'password', label: 'password' },
];

/** Over a locked window: what was typed stays where it is, behind this, until its own user is back. */
export function Unlock({ seat }: { seat: SeatView }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<'pin' | 'password'>(seat.hasPin ? 'pin' : 'password');
  const [secret, setSecret] = useState('');
  const unlock = useWrite('session.unlock', (next) => client.setQueryData(['session.me', {}], next));
  const signOut = useWrite('session.sign-out', () => setUser(client, null));
  const failure = failureIn(unlock);
  const send = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate({ kind, secret }, { onError: () => setSecret('') });
  };
  return (
    <div className="over">
      <StartFrame title="Locked" sub={`${seat.name}, ${seat.credentials}`}>
        <form className="stack" onSubmit={send}>
          {seat.hasPin && (
            <ChoiceField
              label="Unlock with"
              name="kind"
              value={kind}
              options={KINDS}
              onChange={(v) => setKind(v === 'pin' ? 'pin' : 'password')}
            />
          )}
          <TextField
            label={kind === 'pin' ? 'PIN' : 'Password'}
            name="secret"
            type="password"
            value={secret}
            onChange={setSecret}
            issues={FieldIssues.of(failure).at('secret')}
            first
          />
          <Problem failure={failure} shown={['secret']} />
          <button type="submit" className="btn main wide" disabled={unlock.isPending || secret === ''}>
            Unlock
          </button>
          <button type="button" className="btn wide" onClick={() => signOut.mutate({})}>
            Sign out: what is not saved is lost
          </button>
        </form>
      </StartFrame>
    </div>
  );
}
