import type { PatientRecord } from '../../../bridge/records.ts';
import { useSession } from '../../session.ts';
import { today } from '../../ui/dates.ts';
import { TextField } from '../../ui/field.tsx';
import type { FieldIssues } from '../../ui/issues.ts';
import type { Names } from './names.ts';

type Means = NonNullable<PatientRecord['allergies'][number]['means']>;
const NOT_RELATED = 'not-related';

interface Props {
  /** as it was typed */
  readonly word: string;
  /** path of the row that it stands in */
  readonly path: string;
  readonly means: Means | undefined;
  readonly onMeans: (means: Means | undefined) => void;
  readonly names: Names;
  readonly issues: FieldIssues;
}

/** Below a name: what it was read as where that is not what was typed, or the question what it is where no table knows it. */
export function Meaning({ word, path, means, onMeans, names, issues }: Props) {
  const { user, status } = useSession();
  const read = names(word);
  const answer = (as: string) => onMeans({ as, by: user.name, on: today(status.timeZone) });
  if (!read) return null;
  if (!read.unknown)
    return read.stands.length === 0 || read.stands.some((s) => s === word.trim().toLowerCase()) ? null : (
      <p className="note reading">
        {read.near ? 'Read as' : 'Is'} <em>{read.stands.join(', ')}</em>
      </p>
    );
  if (means?.as === NOT_RELATED)
    return (
      <p className="note reading">
        Not related to any medicine, says <em>{means.by}</em> on {means.on}{' '}
        <button type="button" className="btn small ghost" onClick={() => onMeans(undefined)}>
          Ask again
        </button>
      </p>
    );
  const meant = means ? names(means.as) : undefined;
  return (
    <div className="list-row asks">
      <TextField
        label={`No table knows “${word.trim()}”. What is it?`}
        name={`${path}.means.as`}
        optional
        value={means?.as ?? ''}
        onChange={(as) => (as === '' ? onMeans(undefined) : answer(as))}
        issues={issues.at(`${path}.means.as`)}
        hint={
          meant === undefined
            ? 'a medicine or group that is known'
            : meant.stands.length > 0
              ? `is ${meant.stands.join(', ')}`
              : 'not known either'
        }
      />
      <button type="button" className="btn small" onClick={() => answer(NOT_RELATED)}>
        Not related
      </button>
    </div>
  );
}
