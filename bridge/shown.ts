import * as z from 'zod';
import type { Part } from './parts.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a digest as order.get gives it');

/** The digest of each part as a window had it from an order's view. A signature is put under these, and under no others. */
export const shown = z.strictObject({
  order: digest,
  patient: digest,
  findings: digest,
  program: digest,
  answers: digest,
  preparation: digest,
  papers: digest,
} satisfies Record<Part, z.ZodType>);
export type Shown = z.infer<typeof shown>;

/** What of it stands under a signature of one kind. */
export const shownParts = shown.partial();
export type ShownParts = z.infer<typeof shownParts>;
