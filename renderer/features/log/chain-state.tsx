import { useState } from 'react';
import type { VerdictView } from '../../../bridge/records.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { useMay } from '../../session.ts';
import { Flag } from '../../ui/mark.tsx';
import { ReasonSignDialog } from '../../ui/reason-sign-dialog.tsx';
import { Problem } from '../../ui/states.tsx';

/** Whether every event still carries the hash of the one before it. Asked for, since it reads the whole log. */
export function ChainState() {
  const [asked, setAsked] = useState(false);
  const chain = useRead('log.verify', {}, { enabled: asked });
  if (!asked)
    return (
      <button type="button" className="btn small" onClick={() => setAsked(true)}>
        Verify the chain
      </button>
    );
  if (chain.error) return <Problem failure={failureIn(chain)} />;
  if (!chain.data) return <output className="note">Reading the chain…</output>;
  const { events, head, broken, why, losses } = chain.data;
  const open = losses.find((loss) => loss.correctedBy === null && loss.event > 0);
  return (
    <output className="row">
      {broken === null ? (
        <Flag severity="pass">chain holds, {events} events</Flag>
      ) : (
        <Flag severity="hard">
          broken at event {broken}: {why}
        </Flag>
      )}
      {open !== undefined && broken === open.from && <Explain loss={open} why={why ?? ''} />}
      <span className="note mono">head {head.slice(0, 12)}…</span>
    </output>
  );
}

/** What was lost stays lost; that somebody looked into it is what lets the work go on. */
function Explain({ loss, why }: { readonly loss: VerdictView['losses'][number]; readonly why: string }) {
  const [isOpen, setOpen] = useState(false);
  const correct = useWrite('log.correct', () => setOpen(false));
  const mayCorrect = useMay('administer');
  if (!mayCorrect) return null;
  if (!isOpen)
    return (
      <button type="button" className="btn small" onClick={() => setOpen(true)}>
        Explain the loss
      </button>
    );
  return (
    <ReasonSignDialog
      title="Explain what the log lost"
      meaning="I know what was lost and why. Orders print and are released again."
      facts={[['Lost', why]]}
      act="Sign"
      busy={correct.isBlocked}
      failure={failureIn(correct)}
      onSign={(signed) => correct.mutate({ event: loss.event, text: why, ...signed })}
      onClose={() => setOpen(false)}
      danger
    />
  );
}
