import * as z from 'zod';
import { decimalField, quantityField } from '../number/fields.ts';

/**
 * The least that is published for a dose or a rate: a first order below it is asked about. Nothing is refused by it, and
 * what is too much is the business of the rules.
 */
export const usualDose = z.strictObject({
  drug: z.string(),
  routes: z.array(z.string()).min(1),
  line: z.enum([
    'demand dose',
    'scheduled dose',
    'patient bolus',
    'worst case per hour',
    'basal rate',
    'continuous rate',
    'nominal flow',
    'highest step',
  ]),
  least: quantityField('mass', 'mass/time'),
  per_kg: z.boolean().optional(),
  least_weight_kg: decimalField().optional().describe('from this weight on'),
  source: z.object({
    id: z.string(),
    title: z.string(),
    section: z.string().optional(),
    year: z.string().optional(),
  }),
  provenance: z.string(),
});

export type UsualDose = z.infer<typeof usualDose>;
