import { useState } from 'react';
import type { MergeView } from '../../../bridge/merge.ts';
import { failureIn, useWrite } from '../../query.ts';
import { go } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { SignDialog } from '../../ui/sign-dialog.tsx';
import { useSigner } from '../../ui/signing.ts';

const who = (p: MergeView['stays']): string => `${p.name}, born ${p.birthDate}, ${p.mrn}`;

/** A merge that waits for another person, with what they may do. */
export function Proposed({ proposal: p }: { proposal: MergeView }) {
  const { user, status } = useSession();
  const mayDecide = useMay('order.verify');
  const [act, setAct] = useState<'approve' | 'decline' | null>(null);
  return (
    <div className="question">
      <span>
        <b>Proposed:</b> {p.goes.mrn} goes into {p.stays.mrn}. {p.reason}
        {p.identity !== null && ` · One person though they differ: ${p.identity}`}{' '}
        <span className="note">
          · {p.by}, {instantWords(p.at, status.timeZone)}
        </span>
      </span>
      <span className="row">
        {p.outdated && (
          <b>One of the records was changed since. Decline it, and propose it again if it still holds.</b>
        )}
        {mayDecide &&
          !p.outdated &&
          (p.byId === user.id ? (
            <span className="note">waits for a pharmacist who is not you</span>
          ) : (
            <button type="button" className="btn main" onClick={() => setAct('approve')}>
              Approve…
            </button>
          ))}
        {mayDecide && (
          <button type="button" className="btn" onClick={() => setAct('decline')}>
            Decline…
          </button>
        )}
        {!mayDecide && <span className="note">waits for a pharmacist</span>}
      </span>
      {act && <Decide act={act} proposal={p} onClose={() => setAct(null)} />}
    </div>
  );
}

function Decide({
  act,
  proposal: p,
  onClose,
}: {
  act: 'approve' | 'decline';
  proposal: MergeView;
  onClose: () => void;
}) {
  const signer = useSigner();
  const done = () => {
    onClose();
    go({ at: 'patient', id: p.stays.id });
  };
  const approve = useWrite('patient.merge-approve', done);
  const decline = useWrite('patient.merge-decline', done);
  const about = [
    ['Stays', who(p.stays)],
    ['Goes', who(p.goes)],
    ['Proposed by', `${p.by}: ${p.reason}`],
    ...(p.identity === null ? [] : [['Though they differ', p.identity] as const]),
  ] as const;
  return act === 'approve' ? (
    <SignDialog
      title="Merge the two records"
      meaning="I have compared the two records. They are one person’s: all orders and doses count under the record that stays."
      facts={about}
      signer={signer}
      act="Merge"
      busy={approve.isBlocked}
      failure={failureIn(approve)}
      onSign={(password) => approve.mutate({ id: p.id, password })}
      onClose={onClose}
    />
  ) : (
    <ReasonSignDialog
      title="Decline the merge"
      meaning="The two records stay as they are."
      facts={about}
      act="Decline"
      busy={decline.isBlocked}
      failure={failureIn(decline)}
      onSign={(signed) => decline.mutate({ id: p.id, ...signed })}
      onClose={onClose}
    />
  );
}
