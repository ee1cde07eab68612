import type { OrderState } from '../../bridge/order-state.ts';

/** The steps of an order's life, in order, as they stand in the footer. */
export const LIFE: readonly OrderState[] = [
  'draft',
  'submitted',
  'verified',
  'preparing',
  'prepared',
  'checked',
  'released',
  'completed',
];

export const STATES: readonly OrderState[] = [...LIFE, 'on-hold', 'discontinued', 'void'];

/** What an order in this state waits for. */
export const AWAITS: Readonly<Record<OrderState, string>> = {
  draft: 'to be submitted',
  submitted: 'verification by a pharmacist',
  verified: 'preparation',
  preparing: 'lots and expiries of what goes in',
  prepared: 'final check by another person',
  checked: 'release',
  released: 'administration',
  completed: 'nothing more',
  'on-hold': 'a decision',
  discontinued: 'nothing more',
  void: 'nothing more',
};
export const stateWord = (s: string): string => s.replace('-', ' ');
