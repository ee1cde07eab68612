import { may, type Permission } from '../../../bridge/permissions.ts';
import type { OrderNow } from '../../../bridge/order-now.ts';
import type { OrderView, UserView } from '../../../bridge/records.ts';
import type { OrderState } from '../../../bridge/order-state.ts';

export type Act =
  'submit' | 'verify' | 'start' | 'record' | 'final-check' | 'release' | 'complete' | 'resume';

export interface NextAct {
  readonly act: Act;
  readonly label: string;
  /** why it can not be done yet, in the button's own words; null if it can */
  readonly blocked: string | null;
}

const ACTS: Partial<Record<OrderState, { act: Act; label: string; needs: Permission; who: string }>> = {
  draft: { act: 'submit', label: 'Submit', needs: 'order.draft', who: 'someone who drafts orders' },
  submitted: { act: 'verify', label: 'Verify', needs: 'order.verify', who: 'a pharmacist' },
  verified: { act: 'start', label: 'Start preparation', needs: 'prepare', who: 'a technician or pharmacist' },
  preparing: {
    act: 'record',
    label: 'Record preparation',
    needs: 'prepare',
    who: 'a technician or pharmacist',
  },
  prepared: { act: 'final-check', label: 'Final check', needs: 'final-check', who: 'a pharmacist' },
  checked: { act: 'release', label: 'Release', needs: 'final-check', who: 'a pharmacist' },
  released: { act: 'complete', label: 'Complete', needs: 'prepare', who: 'a technician or pharmacist' },
  'on-hold': { act: 'resume', label: 'Resume', needs: 'order.verify', who: 'a pharmacist' },
};

/** The one next act of an order for the one who looks at it, and what is still in the way. */
export function nextAct(
  order: Pick<OrderView, 'state' | 'open' | 'preparation' | 'doubleCheck'>,
  user: UserView,
  now: Pick<OrderNow, 'holds'>,
): NextAct | null {
  const next = ACTS[order.state];
  if (!next) return null;
  const { act, label } = next;
  const blocked = (why: string): NextAct => ({ act, label, blocked: why });
  if (!now.holds && act !== 'record') return blocked('check it again first');
  const open = act === 'verify' ? order.open : (order.preparation?.open ?? []);
  if ((act === 'verify' || act === 'final-check' || act === 'release') && open.length > 0)
    return blocked(`${open.length} ${open.length === 1 ? 'finding' : 'findings'} left`);
  const last = order.doubleCheck.checks.at(-1);
  if (act === 'verify' && last && !last.agrees) return blocked('the double check differs');
  if (act === 'verify' && !last && order.doubleCheck.asked) return blocked('a double check is left');
  if (!may(next.needs, user)) return blocked(`needs ${next.who}`);
  if (act === 'final-check' && isCompounder(order, user))
    return blocked('needs another person than the one who prepared it');
  return { act, label, blocked: null };
}

function isCompounder(order: Pick<OrderView, 'preparation'>, user: UserView): boolean {
  const by = [order.preparation?.compoundedBy, order.preparation?.startedBy];
  return by.includes(user.id) || by.includes(user.name) || by.includes(user.username);
}

export const buttonWords = (next: NextAct): string =>
  next.blocked === null ? next.label : `${next.label}: ${next.blocked}`;
