import { findingWords, reasonWords } from '../../../words/finding.ts';
import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { Finding } from '../../../engine/checks/report.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useLook } from './look.ts';
import { movedIn } from './moved.tsx';

/** One finding, answered by a pharmacist: a reason from the rule's own list, words, and for a hard one the contact. */
export function ResolveDialog({
  order,
  finding: f,
  onClose,
}: {
  order: OrderView;
  finding: Finding;
  onClose: () => void;
}) {
  const { user } = useSession();
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const [contact, setContact] = useState('');
  const resolve = useWrite('order.resolve', onClose);
  const look = useLook('order.resolve', order);
  const failure = failureIn(resolve);
  const issues = FieldIssues.of(failure);
  const acknowledge = f.outcome === 'could-not-be-done';
  const hard = f.severity === 'hard' && !acknowledge;
  const words = findingWords(f);
  const facts: [string, React.ReactNode][] = [
    ['Finding', words.message],
    ['Held against', words.subject],
  ];
  if (words.missing !== null) facts.push(['Missing', words.missing]);
  if (words.observed !== null) facts.push(['Observed', words.observed]);
  if (words.limit !== null) facts.push(['Limit', words.limit]);
  return (
    <SignDialog
      title={acknowledge ? 'Acknowledge what could not be checked' : 'Override a finding'}
      meaning={
        acknowledge
          ? 'I know that this was not checked, and take the answer upon me.'
          : 'I have weighed this finding and let the order stand.'
      }
      facts={facts}
      signer={user.name}
      act={acknowledge ? 'Acknowledge' : 'Override'}
      busy={resolve.isBlocked}
      failure={failure}
      shown={['reason', 'text', 'prescriberContact']}
      moved={movedIn(look)}
      onClose={onClose}
      onSign={(password) =>
        resolve.mutate({
          id: order.id,
          version: order.version,
          shown: look.seen.shown,
          key: f.key,
          reason,
          text,
          prescriberContact: contact === '' ? null : contact,
          password,
        })
      }
    >
      <PickField
        label="Reason"
        name="reason"
        value={reason}
        none="choose"
        options={f.reasons.map((r) => ({ value: r.code, label: reasonWords(r) }))}
        onChange={setReason}
        issues={issues.at('reason')}
      />
      <AreaField
        label="In your words"
        name="text"
        value={text}
        onChange={setText}
        issues={issues.at('text')}
      />
      <TextField
        label="Contact with the prescriber"
        name="prescriberContact"
        optional={!hard}
        value={contact}
        onChange={setContact}
        issues={issues.at('prescriberContact')}
        hint={hard ? 'who, when, what was agreed; a second pharmacist has to agree as well' : undefined}
      />
    </SignDialog>
  );
}
