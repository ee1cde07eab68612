import { useState } from 'react';
import { failureIn, useRead } from '../../query.ts';
import { Flag } from '../../ui/mark.tsx';
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
  const { events, head, broken, why } = chain.data;
  return (
    <output className="row">
      {broken === null ? (
        <Flag severity="pass">chain holds, {events} events</Flag>
      ) : (
        <Flag severity="hard">
          broken at event {broken}: {why}
        </Flag>
      )}
      <span className="note mono">head {head.slice(0, 12)}…</span>
    </output>
  );
}
