import { Fragment } from 'react';
import type { OrderView } from '../../../bridge/records.ts';
import type { OrderReport } from '../../../engine/checks/report.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Derived } from '../../ui/derived.tsx';
import { componentsOf } from './components.ts';
import { stepOf } from './line.tsx';

/** The recipe of one container, in the order of the hands. */
export function Recipe({ report, order }: { report: OrderReport; order: OrderView | null }) {
  const { status } = useSession();
  const p = report.preparation;
  const content = order?.content.preparation;
  const drugs = componentsOf(report);
  const several = drugs.length > 1;
  const strengthOf = (drug: string): string => {
    if (!content) return '';
    const also = content.also?.find((x) => x.drug === drug);
    return ` ${(also ?? content).vial.strength}`;
  };
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
        {drugs.map((x) => (
          <li key={x.id}>
            <span>
              draw {of(x.step('draw'), x.draw)} of {x.name}
              {strengthOf(x.id)} <span className="note">{x.drugAmount}</span>
            </span>
          </li>
        ))}
        {p.diluent !== null && p.diluent !== '0 mL' && (
          <li>
            <span>
              add {of('diluent', p.diluent)} of {p.diluentName}
            </span>
          </li>
        )}
        <li>
          <span>
            together {of('final-volume', p.finalVolume)},{' '}
            {drugs.map((x, i) => (
              <Fragment key={x.id}>
                {i > 0 && ', '}
                {several && `${x.name} `}
                {of(x.step('concentration'), x.concentration)}
              </Fragment>
            ))}
          </span>
        </li>
      </ol>
      <dl className="facts">
        {drugs.map((x) => (
          <Fragment key={x.id}>
            <div>
              <dt>vials for all{several && `, ${x.name}`}</dt>
              <dd>{of(x.step('vials'), x.vials)}</dd>
            </div>
            <div>
              <dt>left in the last{several && `, ${x.name}`}</dt>
              <dd>{of(x.step('waste'), x.waste)}</dd>
            </div>
          </Fragment>
        ))}
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
