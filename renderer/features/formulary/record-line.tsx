import { useState } from 'react';
import type { RecordView } from '../../../bridge/library.ts';
import { useRead } from '../../query.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { Answer } from '../../ui/states.tsx';
import { changeWords } from './change-words.ts';
import { choiceWords } from './choice-words.ts';
import { isMap } from './record-form.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

const SEVERITIES = ['info', 'soft', 'hard', 'absolute'] as const;
const severityOf = ({ record }: RecordView): (typeof SEVERITIES)[number] | null =>
  SEVERITIES.find((s) => isMap(record) && record['severity'] === s) ?? null;

/** "none" is a diluent as well as a weight: it stands as it is. */
const said = (value: string): string => (value === 'none' ? value : choiceWords(value));

/** One record: what it says, made from its figures; opened, its source, what this pharmacy decided, and its history. */
export function RecordLine({
  row: r,
  one,
  lead,
  onChange,
}: {
  row: RecordView;
  one: string;
  /** of what it is, where the page is not of one drug */
  lead?: string;
  onChange?: () => void;
}) {
  const { timeZone } = useSession().status;
  const mayConfirm = useMay('library.propose');
  const [open, setOpen] = useState(false);
  const [confirming, setConfirming] = useState(false);
  return (
    <li className="stack">
      <div className="row">
        <button
          type="button"
          className="name-button grow said"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {lead !== undefined && <span className="note">{lead} · </span>}
          {r.says} <span aria-hidden="true">{open ? '▴' : '▾'}</span>
        </button>
        {severityOf(r) !== null && <Flag severity={severityOf(r) ?? 'info'} />}
        {r.site?.op === 'withdraw' && <Flag severity="soft">withdrawn here</Flag>}
        {r.site?.laxer === true && <Flag severity="soft">laxer here</Flag>}
        {r.site !== null && r.site.op === 'put' && !r.site.laxer && (
          <Flag severity="info">of this pharmacy</Flag>
        )}
        {r.toVerify && <Flag severity="soft">to be verified</Flag>}
        {r.toVerify && mayConfirm && (
          <button
            type="button"
            className="btn small"
            onClick={() => setConfirming(true)}
            aria-label={`Confirm ${r.key}`}
          >
            Confirm…
          </button>
        )}
        {onChange && (
          <button
            type="button"
            className="btn small"
            onClick={onChange}
            aria-label={`Propose a change of ${r.key}`}
          >
            Change…
          </button>
        )}
      </div>
      {open && (
        <div className="stack">
          <p className="note">{r.facts.map((f) => `${f.field}: ${said(f.value)}`).join(' · ')}</p>
          <p>
            {r.source ? (
              <>
                {r.source.citation}
                {r.source.section !== null && `, ${r.source.section}`}
                {r.source.year !== null && `, ${r.source.year}`}
                {r.source.url !== null && (
                  <>
                    {' '}
                    <span className="mono note">{r.source.url}</span>
                  </>
                )}
              </>
            ) : (
              'Its source stands with the parts of it.'
            )}{' '}
            {r.provenance !== '' && <span className="note">· {r.provenance}</span>}
          </p>
          {r.site !== null && (
            <p>
              {r.differences.length > 0 && (
                <>
                  {r.differences
                    .map((d) => `${d.field}: published ${d.before ?? 'none'}, here ${d.after ?? 'none'}`)
                    .join('; ')}
                  .{' '}
                </>
              )}
              {r.site.by !== '' && `Proposed by ${r.site.by}`}
              {r.site.approvedBy.length > 0 && `, approved by ${r.site.approvedBy.join(' and ')}`}
              {r.site.at !== '' && `, in force since ${instantWords(r.site.at, timeZone)}`}
              {r.site.until !== null && `, until ${instantWords(r.site.until, timeZone)}`}
              {r.site.leftOut !== null && ' Left out: what is published now does not let it through.'}
            </p>
          )}
          <History collection={r.collection} id={r.key} one={one} />
        </div>
      )}
      {confirming && <ConfirmDialog row={r} onClose={() => setConfirming(false)} />}
    </li>
  );
}

/** Every version of a record: who, when, from what to what, and where it stands. */
function History({ collection, id, one }: { collection: string; id: string; one: string }) {
  const { timeZone } = useSession().status;
  const history = useRead('library.history', { collection, id });
  return (
    <Answer of={history} what="its history">
      {(known) =>
        known.length === 0 ? (
          <p className="note">Nobody here has changed this {one}.</p>
        ) : (
          <ul className="plain-list" aria-label={`History of ${id}`}>
            {known.map((c) => (
              <li key={c.id}>
                {instantWords(c.at, timeZone)}: {changeWords(c)}. {c.reason}{' '}
                <span className="note">
                  · {c.by};{' '}
                  {c.decision === null
                    ? 'not decided yet'
                    : c.decision.decision === 'at-once'
                      ? `at once, ${c.decision.ruleSet ?? ''}`
                      : `${c.decision.decision === 'approve' ? 'approved' : 'declined'} by ${c.decision.by}, ${c.decision.ruleSet ?? ''}`}
                  {'reference' in c.change && c.change.reference !== null && `; ${c.change.reference}`}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}
