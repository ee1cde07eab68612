import { useState } from 'react';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';

/** Of a new order that was typed before and left: that it is not saved, and a way to start without it. */
export function KeptTyping({ at, onEmpty }: { at: number; onEmpty: () => void }) {
  const { status } = useSession();
  const [asked, setAsked] = useState(false);
  return (
    <section className="question known-now kept-typing" aria-label="Not saved yet">
      <span>
        <b>Not saved yet:</b> typed on {instantWords(new Date(at).toISOString(), status.timeZone)}.
        {asked && ' All that is typed of this order is then gone.'}
      </span>
      {/* Where it was pressed stands what keeps: pressed twice in haste, nothing is lost. */}
      <button type="button" className="btn small" onClick={() => setAsked(!asked)}>
        {asked ? 'Keep it' : 'Start empty'}
      </button>
      {asked && (
        <button type="button" className="btn small" onClick={onEmpty}>
          Discard what is typed
        </button>
      )}
    </section>
  );
}
