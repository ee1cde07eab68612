import * as z from 'zod';
import { exact } from '../number/notation.ts';
import { decimalField, quantityField } from '../number/fields.ts';

const part = () => decimalField().refine((t) => exact(t).n !== 0n, 'above zero');
const tolerance = z
  .strictObject({ accept: part(), stop: part() })
  .refine((t) => exact(t.accept).compare(exact(t.stop)) <= 0, 'accepted no further than it is made anew');
/** How far a draw may be off, as parts of what was planned: accepted without a word, and where it is made anew. */
export type Tolerance = z.infer<typeof tolerance>;

/**
 * How far what was drawn may be off: a house rule with an id, editable by the site. Errors of volume are counted from 5
 * and 10 % in the studies of sterile compounding.
 */
export const made = z.strictObject({
  id: z.literal('made-tolerance'),
  source: z.literal('house rule'),
  usual: tolerance,
  strict: tolerance,
  /** what is held strictly: drugs, routes, and drugs above a concentration */
  strictFor: z.strictObject({
    drugs: z.array(z.string()),
    routes: z.array(z.string()),
    above: z.array(z.strictObject({ drug: z.string(), concentration: quantityField('mass/volume') })),
  }),
});
type Made = z.infer<typeof made>;

/** As shipped. */
export const MADE: Made = {
  id: 'made-tolerance',
  source: 'house rule',
  usual: { accept: '0.05', stop: '0.1' },
  strict: { accept: '0.03', stop: '0.05' },
  strictFor: {
    drugs: ['fentanyl'],
    routes: ['epidural'],
    above: [{ drug: 'hydromorphone', concentration: '1 mg/mL' }],
  },
};
