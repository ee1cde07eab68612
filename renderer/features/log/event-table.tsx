import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import { instantWords } from '../../ui/dates.ts';

type EventView = Output<'log.list'>['events'][number];

export function EventTable({ events, zone }: { events: readonly EventView[]; zone: string }) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <table className="table">
      <thead>
        <tr>
          <th className="num">No.</th>
          <th>When</th>
          <th>Who</th>
          <th>Station</th>
          <th>Command</th>
          <th>Subject</th>
          <th>Reason</th>
          <th>
            <span className="sr">More</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((e) => (
          <EventRow
            key={e.seq}
            event={e}
            zone={zone}
            open={open === e.seq}
            onOpen={() => setOpen(open === e.seq ? null : e.seq)}
          />
        ))}
      </tbody>
    </table>
  );
}

function EventRow({
  event: e,
  zone,
  open,
  onOpen,
}: {
  event: EventView;
  zone: string;
  open: boolean;
  onOpen: () => void;
}) {
  return (
    <>
      <tr>
        <td className="num">{e.seq}</td>
        <td style={{ whiteSpace: 'nowrap' }}>{instantWords(e.at, zone)}</td>
        <td>{e.user}</td>
        <td className="note">{e.station}</td>
        <td className="strong">{e.command}</td>
        <td>
          {e.subject} {e.name !== null && <span className="strong">{e.name}</span>}
          {e.version !== null && <span className="note"> v{e.version}</span>}
        </td>
        <td>{e.reason ?? ''}</td>
        <td className="num">
          <button
            type="button"
            className="btn small ghost"
            aria-expanded={open}
            aria-label={`What changed in event ${e.seq}`}
            onClick={onOpen}
          >
            {open ? '▴' : '▾'}
          </button>
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={8} className="opened">
            <pre className="change">{pretty(e.change)}</pre>
            <div className="note mono">hash {e.hash}</div>
            <div className="note mono">after {e.previous}</div>
          </td>
        </tr>
      )}
    </>
  );
}

function pretty(change: string): string {
  try {
    return JSON.stringify(JSON.parse(change), null, 1);
  } catch {
    return change;
  }
}
