import * as z from 'zod';
import { when } from './when.ts';

/**
 * A drug of the formulary and a class of medicines that it must not, or not without a thought, stand beside. Shape of
 * db/seed/interactions.json.
 */
export const interaction = z.strictObject({
  id: z.string(),
  /** ids of the formulary: what is ordered */
  drugs: z.array(z.string()).min(1),
  /** ids of classes of medicines: what stands beside it */
  with: z.array(z.string()).min(1),
  routes: z.array(z.string()).min(1),
  severity: z.enum(['info', 'soft', 'hard', 'absolute']),
  message: z.string(),
  /** for whom it is soft: what palliative patients ordinarily get */
  softer: when.optional(),
  /** a medicine that was stopped still counts so many days, or nobody gives a time and it is asked */
  after_stop: z.union([z.strictObject({ days: z.string() }), z.literal('ask')]).optional(),
  /** a dose that was given counts so many hours; as long as what was stopped, or a day, where none are named */
  lookback_h: z.string().optional(),
  /** what acts longer than the others of its class: so many hours after it was given */
  lookback_of: z.array(z.strictObject({ class: z.string(), h: z.string() })).optional(),
  /** beside these classes of medicines it is hard, but where it is softer */
  hard_for: z.array(z.string()).optional(),
  /** forms for skin, eye and nose do not count */
  systemic: z.boolean().optional(),
  /** only what is given by another way than the mouth counts */
  parenteral: z.boolean().optional(),
  /** only what goes in by the mouth or through the skin counts, the same drug too: by another route no sum holds both */
  not_injected: z.boolean().optional(),
  /** only what is given epidurally or intrathecally counts */
  neuraxial: z.boolean().optional(),
  /** only what was stopped counts: another rule asks about what is taken */
  only_stopped: z.boolean().optional(),
  /** only another active order counts */
  from_order: z.boolean().optional(),
  /** only the home list counts: what is ordered beside is in the sums */
  from_home: z.boolean().optional(),
  /** no finding but a question, with the medicine's name behind it */
  asks: z.string().optional(),
  source: z.object({
    id: z.string(),
    title: z.string(),
    section: z.string().optional(),
    year: z.string().optional(),
    url: z.string().optional(),
  }),
  provenance: z.string(),
});
export type Interaction = z.infer<typeof interaction>;
