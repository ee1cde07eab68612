import { useState } from 'react';
import { useRead } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer } from '../../ui/states.tsx';
import { unbroken } from '../../ui/unbroken.ts';
import { RecordDialog } from './record-dialog.tsx';
import { limitWords } from './rule-words.ts';

/** The dose rules of a drug as they are in force, each with what was published where this pharmacy is stricter. */
export function RuleTable({ drug }: { drug: string }) {
  const mayPropose = useMay('library.propose');
  const { status } = useSession();
  const rules = useRead('library.rules', { drug });
  const [proposing, setProposing] = useState<string | null>(null);
  return (
    <Answer of={rules} what="the rules">
      {(known) => (
        <>
          <table className="table">
            <thead>
              <tr>
                <th>Rule</th>
                <th>Limit</th>
                <th>Severity</th>
                <th>Where it is from</th>
                <th>
                  <span className="sr">Act</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {known.map((r) => (
                <tr key={r.rule.id}>
                  <td>
                    {r.rule.message} <span className="note mono">{r.rule.id}</span>
                  </td>
                  <td>
                    {unbroken(limitWords(r.rule))}
                    {r.rule.amount !== r.published.amount && (
                      <div className="note">published: {r.published.amount}</div>
                    )}
                    {r.coming.map((c) => (
                      <div key={c.from} className="note">
                        from {instantWords(c.from, status.timeZone)}:{' '}
                        {limitWords({ ...r.rule, amount: c.amount })}, {c.severity}. Not in force yet.
                      </div>
                    ))}
                  </td>
                  <td>
                    <Flag severity={r.rule.severity} />
                  </td>
                  <td>
                    {r.source} <span className="note">· {r.rule.provenance}</span>
                  </td>
                  <td>
                    {mayPropose && (
                      <button
                        type="button"
                        className="btn small"
                        aria-label={`Propose a change of ${r.rule.id}`}
                        onClick={() => setProposing(r.rule.id)}
                      >
                        Propose…
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {proposing !== null && (
            <RecordDialog collection="limits" id={proposing} onClose={() => setProposing(null)} />
          )}
        </>
      )}
    </Answer>
  );
}
