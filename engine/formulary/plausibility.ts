import * as z from 'zod';
import { exact } from '../number/notation.ts';
import { decimalField, quantityField } from '../number/fields.ts';
import type { Dimension } from '../number/units.ts';

const measured = (dimension: Dimension) =>
  z.strictObject({ least: quantityField(dimension), most: quantityField(dimension) });
const positive = () => decimalField().refine((t) => exact(t).n !== 0n, 'above zero');

/** As shipped: absent in rule sets from before it stood in the library. */
const USUAL = {
  height: { least: '140 cm', most: '200 cm' },
  creatinine: { least: '0.4 mg/dL', most: '5 mg/dL' },
  bodyMassIndex: { least: '14', most: '65' },
};

/** As shipped: house rule, far outside of the usual. */
const POSSIBLE = { bodyMassIndex: { least: '8', most: '150' } };

/** As shipped: house rule; one or two are g-10's own caution. */
const RISKS_TOGETHER = 3; // count: risks of a list of six

/**
 * What makes a number look like a slip: house rules, each with an id, editable by the site. Ratios are to the yardstick:
 * the last order, the library's initial value, the weight before.
 */
export const plausibility = z.strictObject({
  id: z.literal('plausibility'),
  source: z.literal('house rule'),
  /** so many times the yardstick, or so small a part of it, is asked about */
  far: positive(),
  /** a ratio within this factor of a slip carries its name */
  near: positive(),
  slips: z.array(z.strictObject({ id: z.string(), ratio: positive(), words: z.string() })),
  /** morphine to HYDROmorphone by dose, PA-HM10 (errors.md 1) */
  potency: z.strictObject({ least: positive(), most: positive() }),
  /** a lockout from here on looks like hours for minutes */
  longLockout: quantityField('time'),
  /** the pump limit as a part of what the lockout allows in its window (UTD-PCA; an eighth on one sheet, ZDB-PCA) */
  limitProportion: z.strictObject({ least: positive(), most: positive() }),
  /** part of the weight before by which a weight may differ; errors.md 35 (WT) */
  weightChange: positive(),
  /** how near to the factor of lb and kg a change of weight carries that name */
  poundSpread: positive(),
  /** what an adult rarely measures outside of: asked about before it is computed with */
  usual: z
    .strictObject({
      height: measured('height'),
      creatinine: measured('mass/volume'),
      /** kg/m²: kilograms entered as pounds leave a body that hardly lives, pounds as kilograms one that hardly any scale shows */
      bodyMassIndex: z.strictObject({ least: positive(), most: positive() }),
    })
    .default(USUAL),
  /** what no adult who lives at home measures: refused by a finding, confirmed or not */
  possible: z
    .strictObject({ bodyMassIndex: z.strictObject({ least: positive(), most: positive() }) })
    .default(POSSIBLE),
  /** from so many risks of breathing at once on they are no longer a caution (g-10 with its list, UTD-PCA; the count is the house's) */
  risksTogether: z.number().int().min(1).max(6).default(RISKS_TOGETHER),
});
export type Plausibility = z.infer<typeof plausibility>;

/** As shipped. */
export const PLAUSIBILITY: Plausibility = {
  id: 'plausibility',
  source: 'house rule',
  far: '4',
  near: '1.25',
  slips: [
    { id: 'mg-mcg', ratio: '1000', words: 'mg and mcg taken for each other' },
    { id: 'two-places', ratio: '100', words: 'the decimal point two places off' },
    { id: 'tenfold', ratio: '10', words: 'a decimal point or a zero misplaced' },
  ],
  potency: { least: '5', most: '8' },
  longLockout: '2 h',
  limitProportion: { least: '0.125', most: '4' },
  weightChange: '0.1',
  poundSpread: '0.03',
  usual: USUAL,
  possible: POSSIBLE,
  risksTogether: RISKS_TOGETHER,
};
