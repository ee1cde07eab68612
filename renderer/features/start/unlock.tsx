import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SeatView } from '../../../bridge/people.ts';
import { isKnown, openHere, remember, type Secret } from '../../left-here.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { useSilence } from '../../site-silent.ts';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';
import { StartFrame } from './frame.tsx';

const KINDS = [
  { value: 'pin', label: 'PIN' },
  { value: 'password', label: 'password' },
];

/** Over a locked window: what was typed stays where it is, behind this, until its own user is back. */
export function Unlock({ seat, triesLeft }: { seat: SeatView; triesLeft: number }) {
  const client = useQueryClient();
  const isGone = useSilence() !== null;
  const [kind, setKind] = useState<Secret>(seat.hasPin ? 'pin' : 'password');
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState(false);
  const unlock = useWrite('session.unlock', (next, sent) => {
    void remember(sent.kind, sent.secret);
    client.setQueryData(['session.me', {}], next);
  });
  const mayOpenHere = isKnown(kind) && triesLeft > 0;
  const signOut = useWrite('session.sign-out', () => setUser(client, null));
  const failure = failureIn(unlock);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isGone) {
      setSecret('');
      void openHere(kind, secret).then((open) => setWrong(!open));
      return;
    }
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
          {isGone && <HostGone mayOpenHere={mayOpenHere} triesLeft={triesLeft} wrong={wrong} kind={kind} />}
          <button
            type="submit"
            className="btn main wide"
            disabled={unlock.isPending || secret === '' || (isGone && !mayOpenHere)}
          >
            {isGone ? 'Unlock to read' : 'Unlock'}
          </button>
          <button
            type="button"
            className="btn wide"
            disabled={signOut.isBlocked}
            onClick={() => signOut.mutate({})}
          >
            Sign out: what is not saved is lost
          </button>
        </form>
      </StartFrame>
    </div>
  );
}

/** The host can not be asked who this is; the window knows whom it let in. */
function HostGone({
  mayOpenHere,
  triesLeft,
  wrong,
  kind,
}: {
  mayOpenHere: boolean;
  triesLeft: number;
  wrong: boolean;
  kind: Secret;
}) {
  return (
    <p className="problem" role="alert">
      {wrong && <b>That is not the {kind === 'pin' ? 'PIN' : 'password'}. </b>}
      {mayOpenHere
        ? `The pharmacy’s host does not answer. This opens the window to read and to print downtime sheets; nothing can be saved or signed. ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left.`
        : triesLeft === 0
          ? 'The pharmacy’s host does not answer, and too many tries were wrong: this window stays locked until it does.'
          : `The pharmacy’s host does not answer, and this window was not opened with this ${kind === 'pin' ? 'PIN' : 'password'} before: it stays locked until it does.`}
    </p>
  );
}
