import * as z from 'zod';
import { source } from './source.ts';

/** USP <797> beyond-use rows and the site's own limits; each figure carries where it comes from. */
export const budRow = z.object({
  category: z.string(),
  method: z.string(),
  sterility_test: z.string(),
  starting_components: z.string(),
  controlled_room_temperature: z.object({ value: z.string(), unit: z.string() }).nullable(),
  refrigerator: z.object({ value: z.string(), unit: z.string() }).nullable(),
  freezer: z.object({ value: z.string(), unit: z.string() }).nullable(),
  source,
  provenance: z.string(),
});
