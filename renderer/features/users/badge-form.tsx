import { useState, type FormEvent } from 'react';
import type { PersonView } from '../../../bridge/people.ts';
import { failureIn, useWrite } from '../../query.ts';
import { TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { say } from '../../ui/say.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigning } from '../../ui/signing.ts';
import { Problem } from '../../ui/states.tsx';

/** What the barcode of a badge says. It stands for the user name, never for the password. */
export function BadgeForm({ person }: { person: PersonView }) {
  const [badge, setBadge] = useState(person.badge ?? '');
  const sign = useSigning();
  const save = useWrite('user.set-badge', () => {
    sign.close();
    say('The badge is saved.');
  });
  const failure = failureIn(save);
  const send = (event: FormEvent) => {
    event.preventDefault();
    sign.ask();
  };
  return (
    <>
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
          <button type="submit" className="btn" disabled={save.isBlocked || badge === (person.badge ?? '')}>
            Save badge…
          </button>
        </div>
        <Problem failure={failure} shown={['badge', 'password']} />
      </form>
      {sign.signing && (
        <SignDialog
          title="Badge"
          meaning="From now on this badge stands for this person's user name."
          facts={[
            ['Person', `${person.name}, ${person.credentials}`],
            ['Badge', `${person.badge ?? 'none'} → ${badge === '' ? 'none' : badge}`],
          ]}
          signer={sign.signer}
          act="Save badge"
          busy={save.isBlocked}
          failure={failure}
          onSign={(password) =>
            save.mutate({ id: person.id, badge: badge === '' ? null : badge, password }, sign.back)
          }
          onClose={sign.close}
        />
      )}
    </>
  );
}
