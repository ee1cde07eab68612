import { useState } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { Finding } from '../../../engine/report.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { AreaField, PickField, TextField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';

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
  const failure = failureIn(resolve);
  const issues = FieldIssues.of(failure);
  const acknowledge = f.outcome === 'could-not-be-done';
  const hard = f.severity === 'hard' && !acknowledge;
  const facts: [string, React.ReactNode][] = [
    ['Finding', f.message],
    ['Held against', f.subject],
  ];
  if (f.missing !== null) facts.push(['Missing', f.missing]);
  if (f.observed !== null) facts.push(['Observed', f.observed]);
  if (f.limit !== null) facts.push(['Limit', f.limit]);
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
      busy={resolve.isPending}
      failure={failure}
      shown={['reason', 'text', 'prescriberContact']}
      onClose={onClose}
      onSign={(password) =>
        resolve.mutate({
          id: order.id,
          version: order.version,
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
        options={f.reasons.map((r) => ({ value: r.code, label: r.text }))}
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
