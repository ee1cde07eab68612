import type { Output } from '../../../bridge/contract.ts';
import type { DoubleCheckView } from '../../../bridge/double-check.ts';
import { hashOf } from '../../router.ts';
import { Comparison } from './comparison.tsx';

/** Both entries side by side, each with its person and time; what differs stands first. */
export function Compared({
  order,
  view,
}: {
  order: Output<'double-check.list'>[number];
  view: DoubleCheckView;
}) {
  return (
    <div className="page">
      <header>
        <h1>Double check of order {order.number}</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'order', id: order.id })}>
          To the order
        </a>
        <a className="btn main" href={hashOf({ at: 'double-check', id: null })}>
          Next order
        </a>
      </header>
      <section className="fill panel" aria-label="Comparison">
        <Comparison view={view} />
      </section>
    </div>
  );
}
