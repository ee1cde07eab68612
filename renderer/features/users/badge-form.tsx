import { useState, type FormEvent } from 'react';
import type { PersonView } from '../../../bridge/people.ts';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { Problem } from '../../ui/states.tsx';

/** What the barcode of a badge says. It stands for the user name, never for the password, so nothing is signed here. */
export function BadgeForm({ person }: { person: PersonView }) {
  const [badge, setBadge] = useState(person.badge ?? '');
  const save = useWrite('user.set-badge', () => say('The badge is saved.'));
  const failure = failureIn(save);
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: person.id, badge: badge === '' ? null : badge });
  };
  return (
    <form className="stack" onSubmit={send}>
      <div className="row with-button">
        <TextField
          className="grow"
          label="Badge"
          name="badge"
          optional
          value={badge}
          onChange={setBadge}
          issues={FieldIssues.of(failure).at('badge')}
          hint="scan it here; it stands for the user name only"
          mono
        />
        <button type="submit" className="btn" disabled={save.isPending || badge === (person.badge ?? '')}>
          Save badge
        </button>
      </div>
      <Problem failure={failure} shown={['badge']} />
    </form>
  );
}
