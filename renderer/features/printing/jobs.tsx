import { useState } from 'react';
import { form, PAPERS } from '../../../bridge/forms.ts';
import type { PrintJob } from '../../../bridge/printing.ts';
import { failureIn, useRead, useWrite } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { say } from '../../ui/say.ts';
import { Answer, Empty, Problem } from '../../ui/states.tsx';
import { SettleDialog } from './settle-dialog.tsx';
import { STATES, whyWords } from './words.ts';

const MOVING = new Set(['queued', 'sending']);

/** Jobs of the site's printers, newest first. What may have been printed is never sent again unasked. */
export function Jobs() {
  const list = useRead(
    'job.list',
    {},
    { refetchWhile: (jobs) => jobs?.some((j) => MOVING.has(j.state)) ?? false },
  );
  const [settling, setSettling] = useState<PrintJob | null>(null);
  return (
    <section className="panel" aria-labelledby="jobs-title">
      <h2 id="jobs-title" className="cap pad">
        Print jobs
      </h2>
      <Answer of={list} what="print jobs">
        {(jobs) =>
          jobs.length === 0 ? (
            <Empty title="Nothing was sent to a printer yet" />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>Asked for</th>
                  <th>What</th>
                  <th>Order</th>
                  <th>Printer</th>
                  <th>State</th>
                  <th>
                    <span className="sr">Acts</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {jobs.map((j) => (
                  <JobRow key={j.id} job={j} onSettle={() => setSettling(j)} />
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      {settling && <SettleDialog job={settling} onClose={() => setSettling(null)} />}
    </section>
  );
}

function JobRow({ job: j, onSettle }: { job: PrintJob; onSettle: () => void }) {
  const { status } = useSession();
  const mayPrint = useMay('prepare');
  const retry = useWrite('job.retry', () => say('It is on its way again.'));
  const cancel = useWrite('job.cancel', () => say('Cancelled: nothing was sent.'));
  const what = `${form(j.kind).title} of ${j.number}`;
  const { severity, word } = STATES[j.state];
  return (
    <tr>
      <td>
        {instantWords(j.at, status.timeZone)}
        <div className="note">{j.by}</div>
      </td>
      <td>
        <span className="strong">{form(j.kind).title}</span> {PAPERS[j.paper]} × {j.copies}
        {j.reprint > 0 && <div className="note">reprint {j.reprint}</div>}
      </td>
      <td>
        <a href={hashOf({ at: 'order', id: j.orderId })}>{j.number}</a> v{j.version}
      </td>
      <td>{j.printer}</td>
      <td>
        <Flag severity={severity}>{word}</Flag>
        <div className="note">
          {j.why !== null && `${whyWords(j.why)} · `}
          {j.attempts === 1 ? 'sent once' : j.attempts === 0 ? 'never sent' : `tried ${j.attempts} times`}
        </div>
        <Problem failure={failureIn(retry) ?? failureIn(cancel)} />
      </td>
      <td>
        {mayPrint && (
          <span className="row end">
            {j.state === 'queued' && (
              <button
                type="button"
                className="btn small"
                aria-label={`Cancel: ${what}`}
                disabled={cancel.isBlocked}
                onClick={() => cancel.mutate({ id: j.id })}
              >
                Cancel
              </button>
            )}
            {j.state === 'failed' && (
              <button
                type="button"
                className="btn small"
                aria-label={`Send again: ${what}`}
                disabled={retry.isBlocked}
                onClick={() => retry.mutate({ id: j.id })}
              >
                Send again
              </button>
            )}
            {j.state === 'unknown' && (
              <button
                type="button"
                className="btn small"
                aria-label={`Say what the printer shows: ${what}`}
                onClick={onSettle}
              >
                Was it printed?…
              </button>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}
