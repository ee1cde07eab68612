import * as z from 'zod';
import { dateField, quantityField, read, wordsField } from '../number/fields.ts';
import { fail, issue, ok } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';
import { ndcsOf } from './ndc.ts';

/** The characters that a lot may hold in a barcode (GS1 General Specifications, figure 7.11-1), and single spaces. */
const LOT = /^(?=.*[0-9A-Za-z])[!-~]+(?: [!-~]+)*$/;

const lotField = () =>
  read('a lot as the package has it', (text) => {
    const long = tooLong(text, 40);
    if (long) return fail(long);
    return LOT.test(text) ? ok(text) : fail(issue('lot-not-read', text, { code: 'lot' }));
  });

/** One thing that went into a container, as read off its package. */
export const ingredient = z.strictObject({
  role: z.enum(['drug', 'diluent', 'container']),
  drug: z
    .string()
    .optional()
    .describe('id of the drug, where the container holds several; of one drug it says nothing new'),
  name: wordsField(120),
  ndc: read('an NDC of 10 or 11 digits, or the number of its barcode', ndcsOf).nullable(),
  manufacturer: wordsField(80).nullable(),
  lot: lotField(),
  expiry: dateField(),
  strength: quantityField('mass/volume').optional().describe('as the vial has it'),
  drawn: quantityField('volume').optional().describe('what was measured of it for one container'),
});
export type Ingredient = z.infer<typeof ingredient>;

/** What went into the containers of an order, as it was recorded. */
export const madeRecord = z.strictObject({ ingredients: z.array(ingredient).min(1).max(20) });
export type MadeRecord = z.infer<typeof madeRecord>;
