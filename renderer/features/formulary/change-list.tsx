import { useState } from 'react';
import type { ChangeView } from '../../../bridge/library.ts';
import { useRead } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { changeOf, changeWords } from './change-words.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { Recheck } from './recheck.tsx';

/** Proposals that wait for another person, and what waits for its day. What was decided stands in the log. */
export function ChangeList() {
  const changes = useRead('library.changes', {});
  const open = (changes.data ?? []).filter((c) => c.decision === null);
  const coming = (changes.data ?? []).filter(isComing);
  return (
    <>
      {coming.length > 0 && <Coming list={coming} />}
      {open.length > 0 && <Open list={open} />}
    </>
  );
}

const isComing = ({ decision }: ChangeView): boolean =>
  decision?.decision === 'approve' && decision.ruleSet === null && decision.leftOut === null;

function What({ change: c }: { change: ChangeView }) {
  return (
    <>
      <span className="strong">
        {c.drug}, {changeOf(c)}
      </span>
      : {changeWords(c)}
      {c.laxer && (
        <b> (laxer: two supervisors{c.endorsed.length > 0 && `, first ${c.endorsed[0]?.by ?? ''}`})</b>
      )}
    </>
  );
}

/** Opens and closes what the change does to the active orders. */
function Ask({
  change,
  asked,
  onAsk,
}: {
  change: ChangeView;
  asked: boolean;
  onAsk: (id: string | null) => void;
}) {
  return (
    <button
      type="button"
      className="btn small"
      aria-label={`What ${changeOf(change)} would change`}
      onClick={() => onAsk(asked ? null : change.id)}
      aria-expanded={asked}
    >
      What would it change?
    </button>
  );
}

function Coming({ list }: { list: readonly ChangeView[] }) {
  const { timeZone } = useSession().status;
  const mayAsk = useMay('library.propose');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <section className="panel pad stack" aria-label="Approved for later">
      <h2 className="cap">Approved: not in force yet</h2>
      {list.map((c) => (
        <div key={c.id} className="stack">
          <div className="row">
            <span className="grow">
              <What change={c} />, <b>from {instantWords(c.decision?.from ?? '', timeZone)}</b>. {c.reason}{' '}
              <span className="note">
                · {c.by}; approved by {c.decision?.by}, {instantWords(c.decision?.at ?? '', timeZone)}
              </span>
            </span>
            {mayAsk && <Ask change={c} asked={asked === c.id} onAsk={setAsked} />}
          </div>
          {asked === c.id && <Recheck change={c.id} />}
        </div>
      ))}
    </section>
  );
}

function Open({ list }: { list: readonly ChangeView[] }) {
  const { user, status } = useSession();
  const mayDecide = useMay('administer');
  const mayAsk = useMay('library.propose');
  const [asked, setAsked] = useState<string | null>(null);
  const [deciding, setDeciding] = useState<{ act: 'approve' | 'decline'; change: ChangeView } | null>(null);
  return (
    <section className="panel pad stack" aria-label="Proposed changes">
      <h2 className="cap">Proposed: not in force yet</h2>
      {list.map((c) => (
        <div key={c.id} className="stack">
          <div className="row">
            <span className="grow">
              <What change={c} />
              {c.change.from !== null && <b>, from {instantWords(c.change.from, status.timeZone)}</b>}.{' '}
              {c.reason}{' '}
              <span className="note">
                · {c.by}, {instantWords(c.at, status.timeZone)}
              </span>
            </span>
            {mayAsk && <Ask change={c} asked={asked === c.id} onAsk={setAsked} />}
            {mayDecide &&
              (c.byId === user.id ? (
                <span className="note">waits for another supervisor</span>
              ) : (
                <button
                  type="button"
                  className="btn small main"
                  aria-label={`Approve ${changeOf(c)}`}
                  onClick={() => setDeciding({ act: 'approve', change: c })}
                >
                  Approve…
                </button>
              ))}
            {mayDecide && (
              <button
                type="button"
                className="btn small"
                aria-label={`Decline ${changeOf(c)}`}
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
