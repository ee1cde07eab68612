import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { quantityField, read } from '../../number/fields.ts';
import { parseQuantity } from '../../number/quantity.ts';
import { storage } from '../site-knowledge.ts';
import { compatibilityRow, stabilityRow } from '../studied.ts';
import { cannotBeTold, figuresOf, inList, type Bearing, type Collection, type Mark } from './collection.ts';
import { amountOf, drugId, listOf, unknownDiluents, unknownDrugs, words } from './fields.ts';

const HOUSE = { id: 'HOUSE', title: 'house rule' };

/** `1 mg/mL`, or a range whose ends were tested: `1 mg/mL to 3 mg/mL`. */
const concentrations = (title: string) =>
  listOf(
    title,
    read('a concentration such as 1 mg/mL, or a range such as 1 mg/mL to 3 mg/mL', (text) => {
      const [first = '', last = first] = text.split(' to ');
      const from = parseQuantity(first, 'mass/volume');
      return from.ok ? parseQuantity(last, 'mass/volume') : from;
    }),
    { least: 1 },
  );
const studied = {
  drug: drugId(),
  concentrations: concentrations('Concentrations'),
  tested: listOf('Strengths that were tested', quantityField('mass/volume')).optional(),
};

/** One studied preparation, as its form has it. */
const stabilityRecord = z.strictObject({
  ...studied,
  salt: words('Salt, as the study names it', 80).optional(),
  bracket: stabilityRow.shape.bracket.meta({ title: 'What the range rests on' }),
  also: z.array(z.strictObject(studied)).min(1).max(5).optional().meta({ title: 'Of a mixture with' }),
  diluents: listOf('Diluents', words('Diluent', 64)),
  containers: listOf('Containers', words('Container', 80)),
  studiedIn: listOf('Containers in the words of the study', words('Container', 120)).optional(),
  storage: storage.meta({ title: 'Kept' }),
  temperature: words('Temperature in the study', 80),
  days: amountOf('Days'),
  finding: words('What was found', 300),
  shownOnly: stabilityRow.shape.shownOnly.meta({ title: 'Shown only, and no date to count, because' }),
});
type StabilityRecord = z.infer<typeof stabilityRecord>;
type StabilityRow = z.infer<typeof stabilityRow>;

const stabilityKey = (r: StabilityRecord): string =>
  [
    [r, ...(r.also ?? [])].map((x) => `${x.drug} ${x.concentrations.join(' or ')}`).join(' with '),
    r.diluents.join('/'),
    r.containers.join('/'),
    `${r.storage} ${r.temperature}`,
    ...(r.studiedIn ?? []),
    ...(r.salt === undefined ? [] : [r.salt]),
  ]
    .join(', ')
    .slice(0, 300);

/** Of the same preparation more days are laxer. */
function ofDays(before: StabilityRecord | null, after: StabilityRecord | null): Bearing {
  if (before === null) return cannotBeTold(before, after);
  if (after === null) return 'stricter';
  const by = exact(after.days).compare(exact(before.days));
  const isMoreShown = before.shownOnly !== undefined && after.shownOnly === undefined;
  return by > 0 || isMoreShown ? 'laxer' : by < 0 ? 'stricter' : cannotBeTold(before, after);
}

/** How long a preparation was shown to keep. */
export const stability: Collection<StabilityRecord> = {
  id: 'stability',
  title: 'Stability',
  one: 'stability row',
  schema: stabilityRecord,
  says: (r) => `${stabilityKey(r)}: ${r.days} days`,
  ...inList<StabilityRecord, StabilityRow>({
    list: (library) => library.stability,
    withList: (library, list) => ({ ...library, stability: [...list] }),
    key: stabilityKey,
    recordOf: (row) => figuresOf(row) as StabilityRecord,
    stored: (record, mark: Mark, before) => ({
      ...record,
      source: mark.source ?? before?.source ?? HOUSE,
      provenance: mark.provenance,
    }),
    origin: ({ source, provenance }) => ({ source, provenance }),
    drugs: (r) => [r.drug, ...(r.also ?? []).map((x) => x.drug)],
  }),
  bearing: ofDays,
  issues: (record, { library }) => [
    ...unknownDrugs(library, [
      { drug: record.drug, path: 'drug' },
      ...(record.also ?? []).map(({ drug }, i) => ({ drug, path: `also.${i}.drug` })),
    ]),
    ...unknownDiluents(library, record.diluents, 'diluents'),
  ],
};

/** What is known of drugs in one container, as its form has it. */
const compatibilityRecord = z.strictObject({
  drugs: listOf('Drugs', words('Drug', 64), { least: 2, most: 6 }),
  setting: words('Where they meet', 120),
  result: compatibilityRow.shape.result.meta({ title: 'Result' }),
  conditions: words('Under which conditions', 400),
  where: z
    .array(
      z.strictObject({
        concentrations: z.record(z.string(), concentrations('Concentrations')).optional(),
        diluents: listOf('Diluents', words('Diluent', 64)).optional(),
        containers: listOf('Containers', z.string().min(1).max(80)).optional(),
        storages: listOf('Kept', storage).optional(),
      }),
    )
    .min(1)
    .max(12)
    .optional()
    .meta({ title: 'In a form that can be compared; empty: read by a pharmacist' }),
  duration: words('For how long', 80).optional(),
  note: words('Note', 300).optional(),
});
type CompatibilityRecord = z.infer<typeof compatibilityRecord>;
type CompatibilityRow = z.infer<typeof compatibilityRow>;

const RESULTS = compatibilityRow.shape.result.options;

/** From what is incompatible towards what is compatible is laxer. */
function ofResult(before: CompatibilityRecord | null, after: CompatibilityRecord | null): Bearing {
  if (before === null) return after?.result === 'incompatible' ? 'stricter' : cannotBeTold(before, after);
  if (after === null) return before.result === 'incompatible' ? 'laxer' : 'stricter';
  const by = RESULTS.indexOf(after.result) - RESULTS.indexOf(before.result);
  return by < 0 ? 'laxer' : by > 0 ? 'stricter' : cannotBeTold(before, after);
}

/** What is known of drugs in one container. */
export const compatibility: Collection<CompatibilityRecord> = {
  id: 'compatibility',
  title: 'Compatibility',
  one: 'compatibility row',
  schema: compatibilityRecord,
  says: (r) => `${r.drugs.join(' with ')}: ${r.result}, ${r.conditions}`,
  ...inList<CompatibilityRecord, CompatibilityRow>({
    list: (library) => library.compatibility,
    withList: (library, list) => ({ ...library, compatibility: [...list] }),
    key: (r) => `${r.drugs.join(' with ')}, ${r.setting}: ${r.conditions}`.slice(0, 300),
    recordOf: (row) => figuresOf(row) as CompatibilityRecord,
    stored: (record, mark: Mark, before) => ({
      ...record,
      source: mark.source ?? before?.source ?? HOUSE,
      provenance: mark.provenance,
    }),
    origin: ({ source, provenance }) => ({ source, provenance }),
    drugs: (r) => r.drugs,
  }),
  bearing: ofResult,
  issues: (record, { library }) => [
    // what the formulary does not hold is named in words, but one of the two must be a drug of it
    ...(record.drugs.some((d) => library.formulary.drugs.some((x) => x.id === d))
      ? []
      : unknownDrugs(library, [{ drug: record.drugs[0] ?? '', path: 'drugs.0' }])),
    ...(record.where ?? []).flatMap((w, i) =>
      unknownDiluents(library, w.diluents ?? [], `where.${i}.diluents`),
    ),
  ],
};
