import type { DoubleCheckView } from '../../../bridge/double-check.ts';
import { useRead } from '../../query.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { labelOf } from '../orders/fields.ts';

/** A further drug of a mixture: what follows is its id. */
const FURTHER = 'also.';

type Field = DoubleCheckView['fields'][number];

/** Both entries side by side, each with its person and time; what differs stands first. */
export function Comparison({ view }: { view: DoubleCheckView }) {
  const { status } = useSession();
  const formulary = useRead('formulary.list', {});
  const drugName = (id: string): string => formulary.data?.drugs.find((d) => d.id === id)?.name ?? id;
  const words = (f: Field, value: string | null): string =>
    value === null ? 'not entered' : f.path === 'drug' ? drugName(value) : value;
  const label = ({ path }: Field): string =>
    path.startsWith(FURTHER) ? `with ${drugName(path.slice(FURTHER.length))}` : labelOf(path);
  const fields = [...view.fields.filter((f) => !f.same), ...view.fields.filter((f) => f.same)];
  const differ = view.fields.filter((f) => !f.same).length;
  return (
    <>
      <output className="pad block strong">
        {view.agrees
          ? `Both entries agree on all ${view.fields.length} fields.`
          : `${differ} of ${view.fields.length} ${differ === 1 ? 'fields differs' : 'fields differ'}: the order can not be verified. Read the source again: either the order is changed, or a third person enters it blind.`}
      </output>
      <table className="table">
        <thead>
          <tr>
            <th>Field</th>
            <th>
              {view.firstBy}
              <div className="note">{instantWords(view.firstAt, status.timeZone)}</div>
            </th>
            <th>
              {view.by}
              <div className="note">{instantWords(view.at, status.timeZone)}</div>
            </th>
            <th>Comparison</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((f) => (
            <tr key={f.path} data-differs={!f.same}>
              <td>{label(f)}</td>
              <td>{words(f, f.first)}</td>
              <td>{words(f, f.second)}</td>
              <td>
                <Flag severity={f.same ? 'pass' : 'hard'}>{f.same ? 'the same' : 'differs'}</Flag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
