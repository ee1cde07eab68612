import type * as z from 'zod';
import type { Access } from './permissions.ts';

/** One entry of the contract: who may call it, whether it changes anything, what goes in and what comes out. */
export function command<
  A extends Access,
  M extends 'read' | 'write',
  I extends z.ZodType,
  O extends z.ZodType,
>(access: A, mode: M, input: I, output: O) {
  return { access, mode, input, output } as const;
}
