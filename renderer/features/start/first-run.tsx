import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Refusal } from '../../../words/refusal.ts';
import { failureIn, setUser, useWrite } from '../../query.ts';
import { go } from '../../router.ts';
import { TextField, TickField } from '../../ui/field.tsx';
import { useDraft } from '../../ui/draft.ts';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { RecoveryPaper } from '../key/recovery-paper.tsx';
import { PlaceLine } from '../place/place-line.tsx';
import { StartFrame } from './frame.tsx';

const FIELDS = ['name', 'credentials', 'licence', 'username', 'password'];

interface Props {
  /** a supervisor is made, and the recovery code is still to be shown */
  readonly onMade: () => void;
  readonly onEnd: () => void;
}

/** Creates the first supervisor, and shows the recovery code. There is no password that anybody else knows. */
export function FirstRun({ onMade, onEnd }: Props) {
  const client = useQueryClient();
  const {
    draft: form,
    set,
    fields,
  } = useDraft({
    name: '',
    credentials: '',
    licence: '',
    username: '',
    password: '',
    again: '',
    pharmacist: false,
  });
  const [differs, setDiffers] = useState(false);
  const enter = async () => {
    // The next thing to be entered: labels need it.
    go({ at: 'site' });
    // Signed in by the host where it does so; asked again, in case it leaves that to the sign-in screen.
    await client.invalidateQueries({ queryKey: ['session.me', {}] });
    await client.invalidateQueries({ queryKey: ['system.status', {}] });
    onEnd();
  };
  const code = useWrite('key.recovery');
  const create = useWrite('system.first-run', (user) => {
    onMade();
    setUser(client, user);
    // Not made, it is asked for above every room.
    code.mutate({ password: form.password }, { onError: () => void enter() });
  });
  const failure = failureIn(create);
  const issues = FieldIssues.of(failure);
  const field = fields(issues);
  const again: Refusal[] = differs
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
  if (create.isSuccess)
    return (
      <StartFrame title="Recovery code" sub="Before anything is entered: the way back to this data file.">
        {code.data ? (
          <RecoveryPaper code={code.data.code} onHave={() => void enter()} />
        ) : (
          <Waiting what="the code" />
        )}
      </StartFrame>
    );
  return (
    <StartFrame title="The first supervisor" sub="This data file is new. Nobody has an account yet.">
      <form className="form" onSubmit={send}>
        <TextField className="w8" label="Name" {...field('name')} first />
        <TextField className="w4" label="Credentials" {...field('credentials')} placeholder="RPh" />
        <TextField
          className="w8"
          label="User name"
          {...field('username')}
          hint="small letters, digits, dot, dash"
          autoComplete="username"
        />
        <TextField className="w4" label="Licence" {...field('licence')} optional />
        <TextField
          className="w6"
          label="Password"
          {...field('password')}
          type="password"
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
          onChange={set('pharmacist')}
        />
        <div className="w12 stack">
          <Problem failure={failure} shown={FIELDS} />
          <button type="submit" className="btn main wide" disabled={create.isBlocked}>
            Create supervisor
          </button>
        </div>
      </form>
      <PlaceLine />
    </StartFrame>
  );
}
