import { useState } from 'react';
import { useSession } from '../session.ts';
import { instantWords } from './dates.ts';

interface Props {
  of: 'order' | 'patient' | 'prescriber';
  at: number;
  /** a record that is stored already: what is typed is a change of it */
  stored?: boolean;
  onEmpty: () => void;
}

/** Of what was typed before and left: that it is not saved, and a way to start without it. */
export function KeptTyping({ of, at, stored = false, onEmpty }: Props) {
  const { status } = useSession();
  const [asked, setAsked] = useState(false);
  return (
    <section className="question known-now kept-typing" aria-label="Not saved yet">
      <span>
        <b>Not saved yet:</b> typed on {instantWords(new Date(at).toISOString(), status.timeZone)}.
        {asked && ` All that is typed of this ${of} is then gone.`}
      </span>
      {/* Where it was pressed stands what keeps: pressed twice in haste, nothing is lost. */}
      <button type="button" className="btn small" onClick={() => setAsked(!asked)}>
        {asked ? 'Keep it' : stored ? 'Back to what is saved' : 'Start empty'}
      </button>
      {asked && (
        <button type="button" className="btn small" onClick={onEmpty}>
          Discard what is typed
        </button>
      )}
    </section>
  );
}
