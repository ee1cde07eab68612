import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Downtime, DowntimeSheet } from '../../downtime.ts';
import { failureWords, issuesIn } from '../../messages.ts';
import { useSession } from '../../session.ts';
import { agoWords, instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { PdfView } from '../../ui/pdf-view.tsx';
import { OrderCells } from '../../ui/order-cells.tsx';
import { Empty } from '../../ui/states.tsx';
import { stateWord } from '../../ui/states-of-life.ts';
import { systemPrintAll } from '../../ui/system-print.ts';
import { refusalWords } from '../../../words/refusal.ts';

/** House rule: pages that are drawn for the printer at a time; each of them is some megabytes of memory. */
const LOT = 10;

interface Props {
  readonly downtime: Downtime;
  readonly now: number;
  readonly onClose: () => void;
}

/** The programs that were active when the host answered last, to read and to print, while it does not. */
export function DowntimeDialog({ downtime: { sheets, left, asOf }, now, onClose }: Props) {
  const { status } = useSession();
  const [shown, setShown] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const [printing, setPrinting] = useState(false);
  const words = (at: number) => instantWords(new Date(at).toISOString(), status.timeZone);
  const print = (list: readonly DowntimeSheet[]) => {
    setFailed(false);
    setPrinting(true);
    const note = `No change known at ${words(asOf)}. Printed ${words(Date.now())}.`;
    systemPrintAll(
      list.flatMap(({ pdf }) => (pdf === null ? [] : [pdf])),
      1,
      note,
    )
      .catch(() => setFailed(true))
      .finally(() => setPrinting(false));
  };
  const there = sheets.filter(({ pdf }) => pdf !== null);
  const lots = Array.from({ length: Math.ceil(there.length / LOT) }, (_, i) =>
    there.slice(i * LOT, (i + 1) * LOT),
  );
  const one = sheets.find(({ id }) => id === shown);
  return (
    <Modal
      opened
      onClose={onClose}
      title="Downtime sheets"
      size={1000}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="stack">
        <p>
          The host last said which programs are active at <b>{words(asOf)}</b>, {agoWords(now - asOf)}; each
          sheet is headed with when it was drawn, and nothing on it was another at {words(asOf)}. They are
          from the memory of this window. What happened since is not on them: they release nothing and sign
          nothing.
        </p>
        {left > 0 && (
          <p className="problem" role="alert">
            {left} more active {left === 1 ? 'program has' : 'programs have'} no sheet here: those that
            changed least lately.
          </p>
        )}
        {failed && (
          <p className="problem" role="alert">
            The sheets could not be drawn for the printer.
          </p>
        )}
        {sheets.length === 0 ? (
          <Empty title="No program was active" />
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>Order</th>
                <th>Patient</th>
                <th>Drug and regimen</th>
                <th>State</th>
                <th>Sheet</th>
              </tr>
            </thead>
            <tbody>
              {sheets.map((s) => (
                <tr key={s.id}>
                  <td>
                    <span className="name">{s.number}</span>
                    <div className="note">v{s.version}</div>
                  </td>
                  <OrderCells {...s} />
                  <td>
                    {s.state === 'on-hold' ? (
                      <Flag severity="hard">on hold: do not start</Flag>
                    ) : (
                      stateWord(s.state)
                    )}
                  </td>
                  <td>
                    {s.pdf === null ? (
                      <span>{s.refused === null ? 'had not come when the host went' : why(s)}</span>
                    ) : (
                      <>
                        {s.drawnAt !== null && (
                          <div className="note">
                            as of <b>{instantWords(s.drawnAt, status.timeZone)}</b>,{' '}
                            {agoWords(now - Date.parse(s.drawnAt))}
                          </div>
                        )}
                        <span className="row">
                          <button
                            type="button"
                            className="btn small"
                            aria-label={`Show the sheet of ${s.number}`}
                            onClick={() => setShown(shown === s.id ? null : s.id)}
                          >
                            {shown === s.id ? 'Hide' : 'Show'}
                          </button>
                          <button
                            type="button"
                            className="btn small"
                            aria-label={`Print the sheet of ${s.number}`}
                            disabled={printing}
                            onClick={() => print([s])}
                          >
                            Print
                          </button>
                        </span>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <span className="row end wrap">
          {lots.map((lot, i) => (
            <button
              key={lot[0]?.id}
              type="button"
              className="btn main"
              disabled={printing}
              onClick={() => print(lot)}
            >
              {lots.length === 1
                ? there.length === 1
                  ? 'Print the sheet'
                  : `Print all ${there.length}`
                : `Print ${i * LOT + 1} to ${i * LOT + lot.length} of ${there.length}`}
            </button>
          ))}
        </span>
        {one && one.pdf !== null && (
          <PdfView key={one.id} pdf={one.pdf} label={`Downtime sheet of ${one.number}`} width={860} />
        )}
      </div>
    </Modal>
  );
}

function why({ refused }: DowntimeSheet): string {
  if (refused === null) return '';
  const [issue] = issuesIn(refused);
  return issue ? refusalWords(issue) : failureWords(refused);
}
