import type { ReactNode } from 'react';
import type { CallFailure } from '../api.ts';
import { useSilence } from '../site-silent.ts';
import { Flag } from './mark.tsx';
import { Problem } from './states.tsx';

interface Act {
  readonly isPending: boolean;
  readonly mutate: () => void;
}

interface Props {
  readonly name: string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  /** what is counted, in the plural */
  readonly what: string;
  readonly failure: CallFailure | null;
  readonly cancel: Act;
  readonly save: Act;
  readonly children: ReactNode;
}

/** A file that is being made, or is made: how far it is, and what can be done with it. */
export function FileJob({ name, title, state, done, total, what, failure, cancel, save, children }: Props) {
  const isGone = useSilence() !== null;
  return (
    <article className="panel pad stack" aria-label={name}>
      <div className="row">
        <span className="strong">{title}</span>
        {state === 'done' && <Flag severity="pass">made</Flag>}
        {state === 'failed' && <Flag severity="hard">not made</Flag>}
        {state === 'cancelled' && <Flag severity="unknown">cancelled</Flag>}
      </div>
      <span className="note mono cut">{name}</span>
      {state === 'running' && (
        <progress aria-label={`${what} of ${name}`} value={done} max={Math.max(total, 1)} />
      )}
      {children}
      <Problem failure={failure} />
      <span className="row">
        {state === 'running' && (
          <button type="button" className="btn" disabled={isGone || cancel.isPending} onClick={cancel.mutate}>
            Cancel
          </button>
        )}
        {state === 'done' && (
          <button
            type="button"
            className="btn main"
            disabled={isGone || save.isPending}
            onClick={save.mutate}
          >
            Save the file
          </button>
        )}
      </span>
    </article>
  );
}
