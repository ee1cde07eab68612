import type { OrderView } from '../../../bridge/records.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { Comparison } from '../double-check/comparison.tsx';

/** Above the order, where its last blind entry is another one: what differs, before anybody looks for it. */
export function BlindDiffers({ order }: { order: OrderView }) {
  const last = order.doubleCheck.checks.at(-1);
  if (last === undefined || last.agrees || order.state !== 'submitted') return null;
  return (
    <section className="question known-now" role="alert" aria-label="The blind double check differs">
      <b>The blind double check by {last.by} differs from the order.</b>
      <details>
        <summary>What differs</summary>
        <Comparison view={last} />
      </details>
    </section>
  );
}

/** The blind double checks of this version: who entered it again, when, and what differed. */
export function DoubleChecks({ order }: { order: OrderView }) {
  const { status } = useSession();
  const { asked, checks } = order.doubleCheck;
  if (!asked && checks.length === 0) return null;
  return (
    <>
      <h2 className="cap">Blind double check</h2>
      {checks.length === 0 && <p className="note">Asked for, not made yet.</p>}
      {checks.map((c) => (
        <details key={c.at}>
          <summary>
            <span className="strong">{c.agrees ? 'agrees' : 'differs'}</span> {c.by}{' '}
            <span className="note">{instantWords(c.at, status.timeZone)}</span>
          </summary>
          <Comparison view={c} />
        </details>
      ))}
    </>
  );
}
