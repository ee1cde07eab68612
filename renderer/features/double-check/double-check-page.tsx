import { useState } from 'react';
import type { Output } from '../../../bridge/contract.ts';
import type { DoubleCheckView } from '../../../bridge/double-check.ts';
import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import { BlindForm } from './blind-form.tsx';
import { Compared } from './compared.tsx';

type Waits = Output<'double-check.list'>[number];

const MAY: Readonly<Record<Waits['may'], string>> = {
  yes: '',
  'entered-it': 'you entered it: another person is needed',
  'did-it-before': 'you have seen the comparison: another person is needed',
};

/** Orders that wait for a second entry from the source, by somebody who does not see the first. */
export function DoubleCheckPage({ id }: { id: string | null }) {
  const list = useRead('double-check.list', {});
  const [done, setDone] = useState<{ order: Waits; view: DoubleCheckView } | null>(null);
  if (done && done.order.id === id) return <Compared order={done.order} view={done.view} />;
  return (
    <Answer of={list} what="the orders">
      {(orders) => {
        const order = orders.find((o) => o.id === id && o.may === 'yes');
        return order ? (
          <BlindForm order={order} onDone={(view) => setDone({ order, view })} />
        ) : (
          <Waitlist orders={orders} />
        );
      }}
    </Answer>
  );
}

function Waitlist({ orders }: { orders: readonly Waits[] }) {
  const { status } = useSession();
  return (
    <div className="page">
      <header>
        <h1>Double check</h1>
        <span className="note">a second entry from the prescriber’s document, without seeing the first</span>
      </header>
      <section className="fill panel" aria-label="Orders that wait for a double check">
        {orders.length === 0 ? (
          <Empty title="No order waits for a double check">
            <span>Which drugs ask for one is set by a supervisor, under Pharmacy.</span>
          </Empty>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th>Order</th>
                <th>Patient</th>
                <th>Prescriber</th>
                <th>Entered</th>
                <th>Why not you</th>
              </tr>
            </thead>
            <tbody>
              {orders.map((o) => (
                <tr key={o.id}>
                  <td>
                    {o.may === 'yes' ? (
                      <a className="name" href={hashOf({ at: 'double-check', id: o.id })}>
                        {o.number}
                      </a>
                    ) : (
                      <span className="strong">{o.number}</span>
                    )}
                    <div className="note">
                      v{o.version} · Rx {o.rx}
                    </div>
                  </td>
                  <td>
                    <span className="strong">{o.patient}</span>
                    <div className="note">born {o.birthDate}</div>
                  </td>
                  <td>{o.prescriber}</td>
                  <td>{instantWords(o.enteredAt, status.timeZone)}</td>
                  <td className="note">{MAY[o.may]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
