import type { Command } from '../../bridge/contract.ts';
import { form, NEEDS, type PrintKind } from '../../bridge/forms.ts';
import { orderState, type OrderState } from '../../bridge/order-state.ts';
import { keptValue } from '../../db/kept.ts';
import { orderById, setOrder, type OrderRow } from '../../db/orders.ts';
import type { Read, Write } from '../../db/handle.ts';
import { found, refuse, sameVersion } from './call.ts';

interface Step {
  readonly from: readonly OrderState[];
  /** `null`: back to where it was held */
  readonly to: OrderState | null;
}

const ACTIVE = ['submitted', 'verified', 'preparing', 'prepared', 'checked', 'released'] as const;

/** The life of an order: which command leads from where to where. */
export const life = {
  'order.submit': { from: ['draft', 'submitted'], to: 'submitted' },
  'order.verify': { from: ['submitted'], to: 'verified' },
  'preparation.start': { from: ['verified'], to: 'preparing' },
  'preparation.record': { from: ['preparing'], to: 'prepared' },
  'order.final-check': { from: ['prepared'], to: 'checked' },
  'order.release': { from: ['checked'], to: 'released' },
  'order.complete': { from: ['released'], to: 'completed' },
  'order.hold': { from: ACTIVE, to: 'on-hold' },
  'order.resume': { from: ['on-hold'], to: null },
  'order.discontinue': { from: ['draft', ...ACTIVE, 'on-hold'], to: 'discontinued' },
  'order.void': { from: ['draft', ...ACTIVE, 'on-hold', 'completed', 'discontinued'], to: 'void' },
} as const satisfies Partial<Record<Command, Step>>;
export type Move = keyof typeof life;

/** States from which a changed order becomes a new version. */
export const EDITABLE: readonly OrderState[] = ['draft', ...ACTIVE, 'on-hold'];

/** States from which an order is submitted again as it is, checked with what is known by then. */
export const CHECKED_AGAIN: readonly OrderState[] = [
  'submitted',
  'verified',
  'preparing',
  'prepared',
  'checked',
  'on-hold',
];

/** The state that an order is in, or was held in and goes back to. */
export const heldState = (row: OrderRow): OrderState =>
  row.held_from === null ? stateOf(row) : keptValue(orderState, row.held_from, 'orders', row.id);

/** The states in which a form of that kind may be printed. */
export const statesFor = (kind: PrintKind) => NEEDS[form(kind).needs].states;

export const stateOf = (row: OrderRow): OrderState => keptValue(orderState, row.state, 'orders', row.id);

export function inState(state: OrderState, accepted: readonly OrderState[]): void {
  if (!accepted.includes(state)) refuse('order-state', state, accepted.join(', '), 'state');
}

/** The order as the person saw it, in a state that the step may start from. */
export async function orderFor(
  db: Read,
  { id, version }: { id: string; version: number },
  accepted: readonly OrderState[],
): Promise<OrderRow> {
  const row = found(await orderById(db, id), 'order');
  sameVersion(row.version, version, 'order');
  inState(stateOf(row), accepted);
  return row;
}

/** Takes a step of the life; answers the state before and after. */
export async function move(
  db: Write,
  row: OrderRow,
  by: Move,
  now: string,
): Promise<{ from: OrderState; to: OrderState }> {
  const from = stateOf(row);
  const step: Step = life[by];
  inState(from, step.from);
  const to = step.to ?? heldState(row);
  await setOrder(db, row.id, { state: to, held_from: to === 'on-hold' ? from : null, updated_at: now });
  return { from, to };
}
