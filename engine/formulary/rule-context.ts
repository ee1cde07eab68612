import * as z from 'zod';

/** What a rule speaks of besides its kind; which lines of an order that is, `engine/checks/lines.ts` says of each. */
export const ruleContext = z.enum([
  'PCA demand',
  'PCA demand, first order',
  'PCA',
  'PCA basal',
  'PCA reservoir',
  'PCA, worst case incl. basal',
  'all parenteral morphine',
  'infusion',
  'bolus',
  'rate of flow',
  'first infusion order',
  'first order',
  'intermittent IV dose',
  'intermittent dose',
  'scheduled intermittent dose, not PCA',
  'single dose > 650 mg',
  'manual full block, not pump bolus',
  'loading dose',
  'cancer pain',
  'outside cancer pain',
  'whole treatment',
  'with epinephrine',
  'without epinephrine',
]);
export type RuleContext = z.infer<typeof ruleContext>;
