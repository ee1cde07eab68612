import type { OrderState } from './order-state.ts';
import type { Role } from './permissions.ts';

/** States in which an order waits for somebody here. What was released waits at the patient's. */
export const OPEN_STATES: readonly OrderState[] = [
  'draft',
  'submitted',
  'verified',
  'preparing',
  'prepared',
  'checked',
  'on-hold',
];

/** What the first list of the worklist holds: for a nurse, what runs at the patient's as well. */
export const openStates = (role: Role): readonly OrderState[] =>
  role === 'nurse' ? ['released', ...OPEN_STATES] : OPEN_STATES;
