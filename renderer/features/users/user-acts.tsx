import { useState } from 'react';
import type { PersonView } from '../../../bridge/people.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { dayAfter, instantAt, instantWords, wallClock } from '../../ui/dates.ts';
import { AreaField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';
import { OneTimePassword } from './one-time.tsx';

export interface ActProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

/** From which day on, and up to which day, somebody may sign in. */
export function Period({ person, onClose }: ActProps) {
  const { status } = useSession();
  const zone = status.timeZone;
  const dayOf = (instant: string | null) => (instant === null ? '' : wallClock(new Date(instant), zone).date);
  const [from, setFrom] = useState(dayOf(person.activeFrom));
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const save = useWrite('user.set-active', onClose);
  const failure = failureIn(save);
  const issues = FieldIssues.of(failure);
  return (
    <SignDialog
      title="When they may sign in"
      meaning="I decide from when to when this person may sign in."
      facts={[
        ['Person', `${person.name}, ${person.credentials}`],
        [
          'So far',
          `${instantWords(person.activeFrom, zone)} to ${person.activeTo === null ? 'no end' : instantWords(person.activeTo, zone)}`,
        ],
      ]}
      signer={useSigner()}
      act="Change"
      busy={save.isBlocked}
      failure={failure}
      shown={['from', 'to', 'reason']}
      onSign={(password) =>
        save.mutate({
          id: person.id,
          from: instantAt(from, '00:00', zone),
          to: until === '' ? null : instantAt(dayAfter(until), '00:00', zone),
          reason,
          password,
        })
      }
      onClose={onClose}
    >
      <TextField
        label="From day"
        name="from"
        value={from}
        onChange={setFrom}
        issues={issues.at('from')}
        placeholder="YYYY-MM-DD"
        first
      />
      <TextField
        label="Up to and with day"
        name="to"
        optional
        value={until}
        onChange={setUntil}
        issues={issues.at('to')}
        placeholder="YYYY-MM-DD"
        hint="empty: no end"
      />
      <AreaField
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        issues={issues.at('reason')}
      />
    </SignDialog>
  );
}

/** Out at once, at every window. Nothing that the person did is touched. */
export function CloseAccount({ person, onClose }: ActProps) {
  const close = useWrite('user.deactivate', onClose);
  return (
    <ReasonSignDialog
      title="Close the account"
      meaning="This person may no longer sign in. They are signed out everywhere at once."
      facts={[['Person', `${person.name}, ${person.credentials}`]]}
      act="Close the account"
      busy={close.isBlocked}
      failure={failureIn(close)}
      onSign={(signed) => close.mutate({ id: person.id, ...signed })}
      onClose={onClose}
      danger
    />
  );
}

/** A password that is read out once, is good once, and stands nowhere afterwards. */
export function ResetPassword({ person, onClose }: ActProps) {
  const [reason, setReason] = useState('');
  const reset = useWrite('user.reset-password');
  const failure = failureIn(reset);
  const signer = useSigner();
  if (reset.data) return <OneTimePassword name={person.name} made={reset.data} onClose={onClose} />;
  return (
    <SignDialog
      title="Give a one-time password"
      meaning={`The old password${person.hasFactor ? ', the second factor' : ''} and the PIN end now, and this person is signed out everywhere.`}
      facts={[['Person', `${person.name}, ${person.credentials}`]]}
      signer={signer}
      act="Give a one-time password"
      busy={reset.isBlocked}
      failure={failure}
      shown={['reason']}
      onSign={(password) => reset.mutate({ id: person.id, reason, password })}
      onClose={onClose}
    >
      <AreaField
        label="Reason"
        name="reason"
        value={reason}
        onChange={setReason}
        issues={FieldIssues.of(failure).at('reason')}
      />
    </SignDialog>
  );
}
