import type { Part } from '../../../bridge/parts.ts';
import { useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import type { Look } from './look.ts';
import { differences, LINES, patientLines, type Difference } from './shown-lines.ts';

const TITLES: Readonly<Record<Part, string>> = {
  order: 'The order',
  patient: 'The patient’s record',
  findings: 'The findings',
  program: 'The pump program',
  answers: 'What was answered',
  preparation: 'The preparation',
  papers: 'What was printed',
};

/** What moved since the person looked last, if anything did: before and now; nothing is signed before they have looked again. */
export const movedIn = (look: Look) => (look.moved.length === 0 ? null : <Moved look={look} />);

function Moved({ look }: { look: Look }) {
  return (
    <div className="question" role="alert" aria-label="Changed since you looked">
      <b>This changed since you looked at the order. Look at it before you sign.</b>
      {look.moved.map((part) =>
        part === 'patient' ? <Patient key={part} look={look} /> : <Part key={part} part={part} look={look} />,
      )}
      <span className="row end">
        <button type="button" className="btn" onClick={look.again}>
          I have looked at it
        </button>
      </span>
    </div>
  );
}

function Part({ part, look: { seen, now } }: { part: Exclude<Part, 'patient'>; look: Look }) {
  const { status } = useSession();
  const lines = LINES[part];
  return <Lines part={part} rows={differences(lines(seen, status.timeZone), lines(now, status.timeZone))} />;
}

/** An order shows its patient as of its last check; the record of now is asked for. */
function Patient({ look: { seen, now } }: { look: Look }) {
  const current = useRead('order.now', { id: now.id });
  if (!current.data) return null;
  return (
    <Lines
      part="patient"
      rows={differences(patientLines(seen.patient.record), patientLines(current.data.patient.record))}
    />
  );
}

function Lines({ part, rows }: { part: Part; rows: readonly Difference[] }) {
  return (
    <div>
      <span className="strong">{TITLES[part]}</span>
      <DifferenceList rows={rows} />
    </div>
  );
}

/** Before and now, line by line. */
export const DifferenceList = ({ rows }: { rows: readonly Difference[] }) => (
  <ul className="moved">
    {rows.map(({ name, before, now }) => (
      <li key={name}>
        {name}: {before !== null && <del>{before}</del>} {now === null ? 'no longer there' : <ins>{now}</ins>}
      </li>
    ))}
  </ul>
);
