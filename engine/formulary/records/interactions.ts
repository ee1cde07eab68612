import * as z from 'zod';
import { interaction, type Interaction } from '../interactions.ts';
import { severity } from '../formulary.ts';
import { issue } from '../../number/result.ts';
import { figuresOf, inList, isSame, type Bearing, type Collection } from './collection.ts';
import { amountOf, idOf, listOf, unknownDrugs, words, yesNo } from './fields.ts';

/** A drug and what it must not stand beside, as its form has it. */
const interactionRecord = z.strictObject({
  id: idOf('Name of the pair', 'such as hm-c9'),
  drugs: listOf('Ordered drugs', words('Drug', 64), { least: 1 }),
  with: listOf('Classes of medicines beside them', words('Class', 64), { least: 1 }),
  routes: listOf('Routes', words('Route', 40), { least: 1 }),
  severity: severity.meta({ title: 'Severity' }),
  message: words('What it does', 400),
  softer: interaction.shape.softer.meta({ title: 'Soft for' }),
  after_stop: z
    .union([z.strictObject({ days: amountOf('Days') }), z.literal('ask')])
    .optional()
    .meta({ title: 'Still counts after it was stopped' }),
  lookback_h: amountOf('A dose that was given counts so many hours').optional(),
  lookback_of: interaction.shape.lookback_of.meta({ title: 'Counts longer, by class' }),
  hard_for: interaction.shape.hard_for.meta({ title: 'Hard beside' }),
  systemic: yesNo('Forms for skin, eye and nose do not count').optional(),
  parenteral: yesNo('Only what is given otherwise than by mouth').optional(),
  neuraxial: yesNo('Only what is given epidurally or intrathecally').optional(),
  only_stopped: yesNo('Only what was stopped').optional(),
  from_order: yesNo('Only another order').optional(),
  not_injected: yesNo('Only by mouth or skin').optional(),
  from_home: yesNo('Only the home list').optional(),
  asks: words('A question instead of a finding', 300).optional(),
});
type InteractionRecord = z.infer<typeof interactionRecord>;

const RANK = severity.options;

function bearing(before: InteractionRecord | null, after: InteractionRecord | null): Bearing {
  if (before === null) return after === null ? 'same' : 'stricter';
  if (after === null) return 'laxer';
  const by = RANK.indexOf(after.severity) - RANK.indexOf(before.severity);
  const rest = (r: InteractionRecord) => ({ ...r, severity: '', message: '' });
  if (!isSame(rest(before), rest(after)) || by < 0) return 'laxer';
  return by > 0 ? 'stricter' : 'same';
}

/** What a drug must not, or not without a thought, stand beside. */
export const interactions: Collection<InteractionRecord> = {
  id: 'interactions',
  title: 'Interactions',
  one: 'interaction',
  staysPublished: true,
  schema: interactionRecord,
  says: (r) => r.message,
  ...inList<InteractionRecord, Interaction>({
    list: (library) => library.interactions,
    withList: (library, list) => ({ ...library, interactions: [...list] }),
    key: (r) => r.id,
    recordOf: (row) => figuresOf(row) as InteractionRecord,
    stored: (record, mark, before) => ({
      ...record,
      source: mark.source ?? before?.source ?? { id: 'HOUSE', title: 'house rule' },
      provenance: mark.provenance,
    }),
    origin: ({ source, provenance }) => ({ source, provenance }),
    drugs: (r) => r.drugs,
  }),
  bearing,
  issues: (record, { library, published }) => {
    const { classes, generics } = library.names.medicines;
    const known = [
      ...new Set([
        ...classes.map((c) => c.id),
        ...generics.flatMap((g) => g.classes),
        ...library.interactions.flatMap((x) => x.with),
        ...((published as InteractionRecord | null)?.with ?? []),
      ]),
    ];
    return [
      ...unknownDrugs(
        library,
        record.drugs.map((drug, i) => ({ drug, path: `drugs.${i}` })),
      ),
      ...record.with.flatMap((id, i) =>
        known.includes(id)
          ? []
          : [issue('class-unknown', id, { code: 'one-of', options: known }, `with.${i}`)],
      ),
    ];
  },
};
