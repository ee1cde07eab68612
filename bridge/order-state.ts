import * as z from 'zod';

export const orderState = z.enum([
  'draft',
  'submitted',
  'verified',
  'preparing',
  'prepared',
  'checked',
  'released',
  'completed',
  'on-hold',
  'discontinued',
  'void',
]);
export type OrderState = z.infer<typeof orderState>;
