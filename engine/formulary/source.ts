import * as z from 'zod';

/** Where a figure of the library comes from. */
export const source = z.object({
  id: z.string(),
  title: z.string(),
  section: z.string().optional(),
  year: z.string().optional(),
  url: z.string().optional(),
});
