import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView } from '../../../bridge/records.ts';
import { useSession } from '../../session.ts';
import { instantWords } from '../../ui/dates.ts';
import { capital } from '../calculators/draft.ts';
import { stateWord } from '../../ui/states-of-life.ts';

const OFF: readonly OrderView['state'][] = ['on-hold', 'discontinued', 'void'];

/** Of an order that left its way: who stopped it, when and why. */
export function Stopped({ order, now }: { order: OrderView; now: OrderNow }) {
  const { status } = useSession();
  const step = now.steps.findLast((s) => s.state === order.state);
  if (!OFF.includes(order.state) || step === undefined) return null;
  return (
    <section className="question known-now" aria-label="Stopped">
      <span>
        <b>{capital(stateWord(order.state))}</b> by {step.by}, {instantWords(step.at, status.timeZone)}:{' '}
        {step.reason ?? 'no reason is kept'}
      </span>
    </section>
  );
}
