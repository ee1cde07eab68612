import { useState } from 'react';
import type { ChangeView } from '../../../bridge/library.ts';
import { useRead } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { DecideDialog, changeWords } from './decide-dialog.tsx';
import { Recheck } from './recheck.tsx';

/** Proposals that wait for another person. What was decided stands in the log. */
export function ChangeList() {
  const { user, status } = useSession();
  const mayDecide = useMay('administer');
  const mayAsk = useMay('library.propose');
  const [asked, setAsked] = useState<string | null>(null);
  const changes = useRead('library.changes', {});
  const [deciding, setDeciding] = useState<{ act: 'approve' | 'decline'; change: ChangeView } | null>(null);
  const open = (changes.data ?? []).filter((c) => c.decision === null);
  if (open.length === 0) return null;
  return (
    <section className="panel pad stack" aria-label="Proposed changes">
      <h2 className="cap">Proposed: not in force yet</h2>
      {open.map((c) => (
        <div key={c.id} className="stack">
          <div className="row">
            <span className="grow">
              <span className="strong">
                {c.drug}, {c.change.rule}
              </span>
              : {changeWords(c)}. {c.reason}{' '}
              <span className="note">
                · {c.by}, {instantWords(c.at, status.timeZone)}
              </span>
            </span>
            {mayAsk && (
              <button
                type="button"
                className="btn small"
                aria-label={`What ${c.change.rule} would change`}
                onClick={() => setAsked(asked === c.id ? null : c.id)}
                aria-expanded={asked === c.id}
              >
                What would it change?
              </button>
            )}
            {mayDecide &&
              (c.byId === user.id ? (
                <span className="note">waits for another supervisor</span>
              ) : (
                <button
                  type="button"
                  className="btn small main"
                  aria-label={`Approve ${c.change.rule}`}
                  onClick={() => setDeciding({ act: 'approve', change: c })}
                >
                  Approve…
                </button>
              ))}
            {mayDecide && (
              <button
                type="button"
                className="btn small"
                aria-label={`Decline ${c.change.rule}`}
                onClick={() => setDeciding({ act: 'decline', change: c })}
              >
                Decline…
              </button>
            )}
          </div>
          {asked === c.id && <Recheck change={c.id} />}
        </div>
      ))}
      {deciding && <DecideDialog {...deciding} onClose={() => setDeciding(null)} />}
    </section>
  );
}
