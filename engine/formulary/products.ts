import * as z from 'zod';

/** Products by their NDC, and what diluents are called on their bags. Shape of db/seed/products.json. */
export const products = z.object({
  /** where a presentation was read, by the id that it names */
  sources: z.record(z.string(), z.object({ title: z.string(), year: z.string(), provenance: z.string() })),
  presentations: z.array(
    z.object({
      /** id of a drug of the formulary, or the name of what it does not hold */
      drug: z.string(),
      names: z.array(z.string()),
      strength: z.string().optional(),
      volume: z.string().optional(),
      /** eleven digits as 5-4-2 */
      ndcs: z.array(z.string()),
      source: z.string(),
    }),
  ),
  /** a diluent of the formulary by its id, or another one by its name; any of the names is one whose words are all there */
  diluents: z.array(z.object({ id: z.string(), names: z.array(z.string()) })),
});
export type Products = z.infer<typeof products>;

/** What a rule set from before there were any holds. */
export const NO_PRODUCTS: Products = { sources: {}, presentations: [], diluents: [] };
