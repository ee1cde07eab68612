import * as z from 'zod';

/**
 * When a contraindication holds: any of the lists, in which all facts hold. A fact that this version does not know makes
 * the answer could-not-be-done, so the name stays open here; engine/checks/rule-facts.ts lists those it knows.
 */
export const when = z
  .array(z.array(z.strictObject({ fact: z.string(), is: z.string().optional() })).min(1))
  .min(1);
export type When = z.infer<typeof when>;
