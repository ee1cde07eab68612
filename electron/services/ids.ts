import type { Context } from '../context.ts';

/** A new identifier: what it is of, and 80 random bits. */
export const newId = (context: Context, kind: string): string =>
  `${kind}-${Buffer.from(context.random(10)).toString('hex')}`;
