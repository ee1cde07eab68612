import type { OrderState } from './order-state.ts';

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
