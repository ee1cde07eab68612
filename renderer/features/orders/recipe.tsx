import type { OrderView } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/report.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Derived } from '../../ui/derived.tsx';
import { stepOf } from './line.tsx';

/** The recipe of one container, in the order of the hands. */
export function Recipe({ report, order }: { report: OrderReport; order: OrderView | null }) {
  const { status } = useSession();
  const p = report.preparation;
  const content = order?.content.preparation;
  const of = (id: string, value: string) => <Derived of={[stepOf(report, id)]}>{value}</Derived>;
  return (
    <div className="stack">
      <h2 className="cap">Recipe of one container{content ? ` of ${content.containers}` : ''}</h2>
      <ol className="recipe">
        {p.withdraw !== null && (
          <li>
            <span>withdraw {of('withdraw', p.withdraw)} from the bag</span>
          </li>
        )}
        <li>
          <span>
            draw {of('draw', p.draw)} of {report.drug.name}
            {content ? ` ${content.vial.strength}` : ''} <span className="note">{p.drugAmount}</span>
          </span>
        </li>
        {p.diluent !== null && (
          <li>
            <span>
              add {of('diluent', p.diluent)} of {p.diluentName}
            </span>
          </li>
        )}
        <li>
          <span>
            together {of('final-volume', p.finalVolume)}, {of('concentration', p.concentration)}
          </span>
        </li>
      </ol>
      <dl className="facts">
        <div>
          <dt>vials for all</dt>
          <dd>{of('vials', p.vials)}</dd>
        </div>
        <div>
          <dt>left in the last</dt>
          <dd>{of('waste', p.waste)}</dd>
        </div>
        {p.usable !== null && (
          <div>
            <dt>usable in one</dt>
            <dd>{of('usable', p.usable)}</dd>
          </div>
        )}
        <div>
          <dt>BUD within</dt>
          <dd>
            {report.bud.derivation && report.bud.limit ? (
              <Derived of={[report.bud.derivation]}>{report.bud.limit}</Derived>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>binds</dt>
          <dd className="wrapped">{report.bud.binds}</dd>
        </div>
        {order?.preparation?.bud && (
          <div>
            <dt>BUD of lot {order.preparation.lot}</dt>
            <dd>{instantWords(order.preparation.bud, status.timeZone)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
