import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeView } from '../../../bridge/library.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { AreaField } from '../../ui/field.tsx';
import { FieldIssues } from '../../ui/issues.ts';
import { SignDialog } from '../../ui/sign-dialog.tsx';

/** `limit 0.4 → 0.3 mg, severity soft → hard`: from what was published. */
export function changeWords({ change: { amount, severity }, published: p }: ChangeView): string {
  const parts = [
    ...(amount === null || amount === p.amount ? [] : [`limit ${p.amount} → ${amount} ${p.unit}`]),
    ...(severity === null || severity === p.severity ? [] : [`severity ${p.severity} → ${severity}`]),
  ];
  return parts.length === 0 ? 'back to what was published' : parts.join(', ');
}

interface Props {
  readonly act: 'approve' | 'decline';
  readonly change: ChangeView;
  readonly onClose: () => void;
}

/** The second person's signature under a change of the library. */
export function DecideDialog({ act, change, onClose }: Props) {
  const client = useQueryClient();
  const { user, status } = useSession();
  const { from } = change.change;
  const since = from === null ? null : instantWords(from, status.timeZone);
  const [reason, setReason] = useState('');
  const done = () => {
    onClose();
    // Another rule set: everything that was answered under the last one is asked again.
    for (const name of ['system.status', 'formulary.list', 'order.check'])
      void client.invalidateQueries({ queryKey: [name] });
  };
  const approve = useWrite('library.approve', done);
  const decline = useWrite('library.decline', done);
  const used = act === 'approve' ? approve : decline;
  const failure = failureIn(used);
  return (
    <SignDialog
      title={act === 'approve' ? 'Approve the change' : 'Decline the change'}
      meaning={
        act === 'approve'
          ? `I have compared this rule with its source. From ${since ?? 'now'} on it holds for every order of this pharmacy.`
          : 'This change is not made.'
      }
      facts={[
        ['Drug', change.drug],
        ['Rule', `${change.change.rule}: ${change.published.message}`],
        ['Change', changeWords(change)],
        ['In force', since === null ? 'from the approval' : `from ${since}`],
        ['Proposed by', `${change.by}: ${change.reason}`],
      ]}
      signer={`${user.name}, ${user.credentials}`}
      act={act === 'approve' ? 'Approve' : 'Decline'}
      busy={used.isPending}
      failure={failure}
      shown={['reason']}
      onSign={(password) =>
        act === 'approve'
          ? approve.mutate({ id: change.id, password })
          : decline.mutate({ id: change.id, reason, password })
      }
      onClose={onClose}
    >
      {act === 'decline' ? (
        <AreaField
          label="Reason"
          name="reason"
          value={reason}
          onChange={setReason}
          issues={FieldIssues.of(failure).at('reason')}
        />
      ) : undefined}
    </SignDialog>
  );
}
