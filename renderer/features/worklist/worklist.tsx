import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useOpenOrders, useRead } from '../../query.ts';
import { go, hashOf } from '../../router.ts';
import { useMay, useSession } from '../../session.ts';
import { openStates } from '../../../bridge/open-states.ts';
import type { OrderState } from '../../../bridge/order-state.ts';
import { instantWords } from '../../ui/dates.ts';
import { Flag } from '../../ui/mark.tsx';
import { PAGE, Pager } from '../../ui/pager.tsx';
import { OrderCells } from '../../ui/order-cells.tsx';
import { AWAITS, STATES, stateWord } from '../../ui/states-of-life.ts';
import { Answer, Empty } from '../../ui/states.tsx';

/** Orders by state. The first list is everything that still waits for somebody, for a nurse what runs as well. */
export function Worklist({ state }: { state: string | null }) {
  const mayDraft = useMay('order.draft');
  const { user } = useSession();
  useHotkeys(mayDraft ? [['n', () => go({ at: 'new-order', patientId: null })]] : []);
  const chosen = STATES.find((s) => s === state);
  const [from, setFrom] = useState(0);
  const list = useRead('order.list', {
    states: chosen === undefined ? [...openStates(user.role)] : [chosen],
    from,
    limit: PAGE,
  });
  const counts = useRead('order.counts', {}).data ?? {};
  return (
    <div className="page">
      <header>
        <h1>Worklist</h1>
        <nav className="tabs" aria-label="States">
          <a
            href={hashOf({ at: 'work', state: null })}
            className={chosen === undefined ? 'on' : ''}
            aria-current={chosen === undefined ? 'page' : undefined}
          >
            open
          </a>
          {STATES.map((s) => (
            <a
              key={s}
              href={hashOf({ at: 'work', state: s })}
              className={`${s === chosen ? 'on' : ''} ${counts[s] ? '' : 'zero'}`}
              aria-current={s === chosen ? 'page' : undefined}
            >
              {stateWord(s)} <b>{counts[s] ?? 0}</b>
            </a>
          ))}
        </nav>
        <span className="grow" />
        {mayDraft && (
          <a className="btn main" href={hashOf({ at: 'new-order', patientId: null })}>
            New order <kbd>N</kbd>
          </a>
        )}
      </header>
      <div className="panel fill">
        <Answer of={list} what="the worklist">
          {(page) =>
            page.total === 0 ? (
              <Empty title={chosen === undefined ? 'Nothing waits' : `No order is ${stateWord(chosen)}`}>
                {mayDraft && <span>An order starts with a patient on file.</span>}
              </Empty>
            ) : (
              <>
                <OrderTable orders={page.orders} />
                <Pager {...page} from={from} shown={page.orders.length} what="orders" onPage={setFrom} />
              </>
            )
          }
        </Answer>
      </div>
    </div>
  );
}

interface Line {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: OrderState;
  readonly patient: string;
  readonly birthDate: string;
  readonly drug: string;
  readonly summary: string;
  readonly start: string;
  readonly updatedAt: string;
  readonly blocking: number;
  readonly factsChanged: boolean;
  readonly doubleCheck: 'differs' | 'left' | null;
  readonly label: string | null;
  readonly rx: string;
}

/** A submitted order is not verified while its blind entry is left or another one, a prepared one not checked without its label. */
const awaits = ({ state, doubleCheck, label }: Line): string =>
  doubleCheck === 'left'
    ? 'a blind entry by a second person'
    : doubleCheck === 'differs'
      ? 'a change, or a blind entry by a third person'
      : label !== null && label !== 'printed'
        ? `its label, then ${AWAITS[state]}`
        : AWAITS[state];

function OrderTable({ orders }: { orders: readonly Line[] }) {
  const { status } = useSession();
  const open = useOpenOrders();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Order</th>
          <th>Patient</th>
          <th>Drug and regimen</th>
          <th>First session</th>
          <th>State</th>
          <th>Waits for</th>
          <th className="num">Changed</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((o) => (
          <tr key={o.id} className="rowlink">
            <td>
              <a className="name" href={hashOf({ at: 'order', id: o.id })}>
                {o.number}
              </a>
              <div className="note">
                v{o.version} · Rx {o.rx}
              </div>
              {open
                .filter(({ order }) => order === o.id)
                .map(({ station, name, own }) => (
                  <div key={`${station} ${name}`} className="note">
                    open at <b>{station}</b> by {own ? 'you' : name}
                  </div>
                ))}
            </td>
            <OrderCells {...o} />
            <td>{instantWords(o.start, status.timeZone)}</td>
            <td>{stateWord(o.state)}</td>
            <td>
              {o.state === 'draft' || o.state === 'submitted' ? (
                o.blocking > 0 ? (
                  <Flag severity="hard">
                    {o.blocking} {o.blocking === 1 ? 'finding' : 'findings'} left
                  </Flag>
                ) : (
                  !o.factsChanged && o.doubleCheck === null && <Flag severity="pass">no finding left</Flag>
                )
              ) : null}{' '}
              {o.doubleCheck === 'differs' && <Flag severity="hard">double check differs</Flag>}{' '}
              {o.doubleCheck === 'left' && <Flag severity="soft">double check left</Flag>}{' '}
              {o.factsChanged && <Flag severity="soft">facts changed</Flag>}
              <div className="note">{awaits(o)}</div>
            </td>
            <td className="num note">{instantWords(o.updatedAt, status.timeZone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
