import type { PatientRecord } from '../../../bridge/records.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';

/** The answer is asked for now. */
const focusFirst = (link: HTMLAnchorElement | null): void => link?.focus();

interface Props {
  readonly id: string | null;
  readonly record: Pick<PatientRecord, 'family' | 'given' | 'mrn' | 'birthDate'>;
  /** ids of the records that are another person's */
  readonly onAnother: (besides: string[]) => void;
}

/** Two records of one person hide each other's orders: the ones that are there are shown before another is made. */
export function PersonQuestion({ id, record: { family, given, mrn, birthDate }, onAnother }: Props) {
  const { data: alike = [] } = useRead('patient.alike', { id, record: { family, given, mrn, birthDate } });
  return (
    <div className="question person" role="alertdialog" aria-label="Is this person on record already?">
      <span>
        <b>Is this person on record already?</b> Orders and doses are counted by record: two records of one
        person hide each other.
      </span>
      <table className="table tight">
        <thead>
          <tr>
            <th>On record</th>
            <th>Born</th>
            <th>Record number</th>
            <th>Why</th>
            <th>
              <span className="sr">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {alike.map((p, i) => (
            <tr key={p.id}>
              <td className="strong">{p.name}</td>
              <td>{p.birthDate}</td>
              <td>{p.mrn}</td>
              <td>{WHY[p.why]}</td>
              <td>
                <a
                  className="btn small"
                  ref={i === 0 ? focusFirst : undefined}
                  href={hashOf({ at: 'patient', id: p.id })}
                >
                  Open this record
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <span className="row">
        <button
          type="button"
          className="btn"
          disabled={alike.length === 0}
          onClick={() => onAnother(alike.map((p) => p.id))}
        >
          Another person: save a record of their own
        </button>
      </span>
    </div>
  );
}

const WHY = {
  'name-and-birth-date': 'the same name and birth date',
  'record-number': 'a record number that looks the same',
} as const;
