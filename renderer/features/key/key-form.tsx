import { useState, type FormEvent } from 'react';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { Problem } from '../../ui/states.tsx';

/** The code from paper, where the key of the data file is not to be had. */
export function KeyForm() {
  const [code, setCode] = useState('');
  const open = useWrite('recovery.key', () => window.location.reload());
  const failure = failureIn(open);
  const send = (event: FormEvent) => {
    event.preventDefault();
    open.mutate({ code });
  };
  return (
    <form className="stack" onSubmit={send}>
      <TextField
        label="Recovery code"
        name="code"
        value={code}
        onChange={setCode}
        issues={FieldIssues.of(failure).at('code')}
        hint="seven groups of four, from the page that was printed"
        mono
      />
      <Problem failure={failure} shown={['code']} />
      <button type="submit" className="btn main wide" disabled={open.isBlocked}>
        Open with the recovery code
      </button>
    </form>
  );
}
