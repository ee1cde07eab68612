import type { OrderView } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { useMay, useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { PreparationRecord } from './preparation-record.tsx';
import { Recipe } from './recipe.tsx';

/** Card 2, opened on a saved order: the recipe, and what went in. */
export function BagDetail({
  order,
  report,
  onRecorded,
}: {
  order: OrderView;
  report: OrderReport;
  onRecorded: () => void;
}) {
  const mayPrepare = useMay('prepare');
  return (
    <div className="detail-scroll bag-detail">
      <Recipe report={report} order={order} />
      {order.state === 'preparing' && mayPrepare ? (
        <PreparationRecord order={order} onDone={onRecorded} />
      ) : (
        <Made order={order} />
      )}
    </div>
  );
}

function Made({ order }: { order: OrderView }) {
  const { status } = useSession();
  const p = order.preparation;
  if (!p || p.compoundedAt === null)
    return <p className="note">{p ? `Preparation started by ${p.startedBy}.` : 'Not prepared yet.'}</p>;
  return (
    <div className="stack">
      <h2 className="cap">
        Lot {p.lot}, compounded by {p.compoundedBy}, {instantWords(p.compoundedAt, status.timeZone)}
      </h2>
      <table className="table tight">
        <thead>
          <tr>
            <th>What</th>
            <th>Lot</th>
            <th>Expiry</th>
            <th>NDC</th>
            <th>Manufacturer</th>
          </tr>
        </thead>
        <tbody>
          {p.ingredients.map((x) => (
            <tr key={`${x.role}-${x.name}-${x.lot}`}>
              <td>
                <span className="strong">{x.name}</span> <span className="note">{x.role}</span>
              </td>
              <td>{x.lot}</td>
              <td>{x.expiry}</td>
              <td>{x.ndc ?? '–'}</td>
              <td>{x.manufacturer ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {p.deviations !== null && (
        <p>
          <span className="strong">Deviations:</span> {p.deviations}
        </p>
      )}
    </div>
  );
}
