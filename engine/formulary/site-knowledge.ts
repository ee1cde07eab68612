import * as z from 'zod';
import { decimalField, quantityField, wordsField } from '../number/fields.ts';

/** What a site knows for itself and answers once: of a formulation from its own reference, of a pump from its own manual. */

export const storage = z.enum(['room', 'refrigerated', 'frozen']);
/** What a formulation can be kept in; an elastomeric device is a container of its own. */
export const CONTAINERS = ['cassette', 'bag', 'syringe', 'elastomeric'] as const;

export const siteFormulation = z.strictObject({
  contents: z
    .array(
      z.strictObject({
        drug: z.string().min(1).max(64).describe('id of a drug of the formulary'),
        concentration: quantityField('mass/volume'),
      }),
    )
    .min(1)
    .max(6),
  diluent: z.string().min(1).max(64).describe('id of a diluent of the formulary, or "none"'),
  container: z.enum(CONTAINERS),
  storage,
  days: decimalField()
    .nullable()
    .describe('how long the reference lets it keep; null: no study, the USP <797> row alone bounds it'),
  hang: quantityField('time')
    .optional()
    .describe('how long a spiked container of it may hang, from the first start to the last end'),
  reference: wordsField(200).describe('where that stands: a handbook, a maker, a study'),
});
export type SiteFormulation = z.infer<typeof siteFormulation>;

/** What no field of a pump's screens holds, from its manual. */
export const pumpManual = z.strictObject({
  reference: wordsField(200).describe('which manual and edition'),
  accuracy: z
    .strictObject({ below: quantityField(''), above: quantityField('') })
    .optional()
    .describe('how far the delivery may lie below and above what is set'),
  tolerance: quantityField('')
    .optional()
    .describe('of an elastomeric device: so much more than nominal at most'),
  stopsAtLimit: z
    .boolean()
    .optional()
    .describe('the pump gives nothing more once its limit is reached, until the window allows it'),
  limitWindow: z
    .enum(['rolling', 'fixed'])
    .optional()
    .describe('whether the window of its limit rolls, or stands and the next one begins where it ends'),
});
export type PumpManual = z.infer<typeof pumpManual>;
