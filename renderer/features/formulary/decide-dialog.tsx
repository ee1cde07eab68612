import { useQueryClient } from '@tanstack/react-query';
import type { ChangeView } from '../../../bridge/library.ts';
import { failureIn, useWrite } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { changeOf, changeWords } from './change-words.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';

interface Props {
  readonly act: 'approve' | 'decline';
  readonly change: ChangeView;
  readonly onClose: () => void;
}

/** The second person's signature under a change of the library. */
export function DecideDialog({ act, change, onClose }: Props) {
  const client = useQueryClient();
  const { status } = useSession();
  const signer = useSigner();
  const { from } = change.change;
  const since = from === null ? null : instantWords(from, status.timeZone);
  const done = () => {
    onClose();
    // Another rule set: everything that was answered under the last one is asked again.
    for (const name of ['system.status', 'formulary.list', 'order.check', 'library.records'])
      void client.invalidateQueries({ queryKey: [name] });
  };
  const approve = useWrite('library.approve', done);
  const decline = useWrite('library.decline', done);
  const about = [
    ['About', change.drug],
    ['What', changeOf(change)],
    ...(change.differences.length === 0
      ? [['Change', changeWords(change)] as const]
      : change.differences.map((d) => [d.field, `${d.before ?? 'none'} → ${d.after ?? 'none'}`] as const)),
    ...change.fromPublished.map(
      (d) => [`${d.field}, published`, `${d.before ?? 'none'} → ${d.after ?? 'none'}`] as const,
    ),
    ...('reference' in change.change && change.change.reference !== null
      ? [['Where it stands', change.change.reference] as const]
      : []),
    ...(change.laxer
      ? [
          [
            'Laxer',
            change.endorsed[0]
              ? `than before or published: ${change.endorsed[0].by} signed first, and this brings it into force`
              : 'than before or published: another supervisor signs after this one',
          ] as const,
        ]
      : []),
    ['In force', since === null ? 'from the approval' : `from ${since}`],
    ['Proposed by', `${change.by}: ${change.reason}`],
  ] as const;
  return act === 'approve' ? (
    <SignDialog
      title="Approve the change"
      meaning={`I have compared this with its source. From ${since ?? 'now'} on it holds for every order of this pharmacy.`}
      facts={about}
      signer={signer}
      act="Approve"
      busy={approve.isBlocked}
      failure={failureIn(approve)}
      onSign={(password) => approve.mutate({ id: change.id, password })}
      onClose={onClose}
    />
  ) : (
    <ReasonSignDialog
      title="Decline the change"
      meaning="This change is not made."
      facts={about}
      act="Decline"
      busy={decline.isBlocked}
      failure={failureIn(decline)}
      onSign={(signed) => decline.mutate({ id: change.id, ...signed })}
      onClose={onClose}
    />
  );
}
