import * as z from 'zod';
import { doseRule, population, severity } from '../formulary.ts';
import { ruleContext } from '../rule-context.ts';
import { amountOf, idOf, listOf, oneOf, ratioOf, words } from './fields.ts';

/** Whatever the drug: the rules of a route. */
export const ANY_DRUG = 'any';

const whole = (title: string) => amountOf(title).optional();

/** A limit as its form has it. Its sentence is made from its figures, and its window follows from its kind. */
export const limitRecord = z.strictObject({
  drug: z
    .string()
    .min(1)
    .max(64)
    .describe('id of a drug of the formulary; "any": whatever the drug')
    .meta({ title: 'Drug' }),
  id: idOf('Name of the limit', 'such as hm-30'),
  kind: doseRule.shape.kind.meta({ title: 'What it bounds' }),
  direction: oneOf('At most or at least', ['max', 'min']),
  amount: ratioOf('Amount'),
  unit: words('Unit', 40),
  per: doseRule.shape.per.meta({ title: 'For each kg of' }),
  routes: listOf('Routes', words('Route', 40), { least: 1, most: 12 }),
  context: ruleContext.optional().meta({ title: 'Of which line of the order' }),
  population: z
    .strictObject({
      age_min_y: whole('From which age, in years'),
      age_max_y: whole('Up to which age, in years'),
      weight_min_kg: whole('From which weight, in kg'),
      weight_max_kg_excl: whole('Below which weight, in kg'),
      crcl_min_ml_min: whole('From which clearance, in mL/min'),
      crcl_max_ml_min_excl: whole('Below which clearance, in mL/min'),
      opioid_status: population.shape.opioid_status.meta({ title: 'Opioid status' }),
      renal: z.enum(['not impaired']).optional().meta({ title: 'Kidneys' }),
      condition: z
        .enum(['severe hepatic impairment', 'LAST'])
        .optional()
        .meta({ title: 'With the condition' }),
      any_of: z
        .array(z.enum(['age>=65', 'weight<50 kg', 'renal impairment', 'seizures']))
        .min(1)
        .max(4)
        .optional()
        .meta({ title: 'Any of' }),
    })
    .meta({ title: 'Of whom' }),
  severity: severity.meta({ title: 'Severity' }),
  comparator: doseRule.shape.comparator.meta({ title: 'When it is broken' }),
});
export type LimitRecord = z.infer<typeof limitRecord>;
