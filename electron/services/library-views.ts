import * as z from 'zod';
import type { ChangeView, RecordView } from '../../bridge/library.ts';
import { keptValue } from '../../db/kept.ts';
import type { Read } from '../../db/handle.ts';
import { endorsements, type ChangeRow } from '../../db/library-changes.ts';
import type { Source } from '../../engine/derivation/derivation.ts';
import { drugName, findDrug, type Library } from '../../engine/formulary/formulary.ts';
import { isUnverified } from '../../engine/formulary/provenance.ts';
import { isSame, type Collection, type Row } from '../../engine/formulary/records/collection.ts';
import { differences } from '../../engine/formulary/records/form.ts';
import { withSite } from '../../engine/formulary/records/overlay.ts';
import { collectionOf, collections } from '../../engine/formulary/records/registry.ts';
import type { RecordChange } from '../../engine/formulary/records/site-record.ts';
import type { SiteAnswer } from '../../engine/formulary/site-answer.ts';
import type { SiteFormulation } from '../../engine/formulary/site-knowledge.ts';
import { pumpModels } from '../../engine/pumps/models.ts';
import { citation } from '../../words/citation.ts';
import { atOnceOf, changedLibrary, isAnswer, published, storedChange } from './library-change.ts';

const decision = z.enum(['approve', 'decline']);

export const nameOf = (library: Library, id: string): string => {
  const drug = findDrug(library, id);
  return drug ? drugName(drug) : id;
};

export const formulationName = (library: Library, contents: SiteFormulation['contents']): string =>
  contents.map(({ drug, concentration }) => `${nameOf(library, drug)} ${concentration}`).join(' with ');

/** What an answer of the pharmacy is about: drugs and concentrations, or a pump by its model. */
export const aboutAnswer = (library: Library, answer: SiteAnswer): string =>
  answer.kind === 'formulation'
    ? formulationName(library, answer.contents)
    : (pumpModels.find((p) => p.id === answer.pump)?.model ?? answer.pump);

/** The drugs that a change of a record speaks of, by name; what stands under its key where it is withdrawn. */
function aboutRecord(library: Library, collection: Collection | undefined, change: RecordChange): string {
  const drug = z.looseObject({ drug: z.string() }).safeParse(change.record);
  if (drug.success) return nameOf(library, drug.data.drug);
  const row =
    collection?.rows(library).find((r) => r.key === change.id) ??
    collection?.rows(published()).find((r) => r.key === change.id);
  return (row?.drugs ?? []).map((id) => nameOf(library, id)).join(', ');
}

/** What a change would do to the library as it is now; what was decided says so by itself. */
function effectNow(library: Library, change: RecordChange): Pick<ChangeView, 'laxer' | 'unfit'> {
  const made = changedLibrary(library, change, library.version);
  return made.ok
    ? { laxer: made.value.effect?.laxer ?? false, unfit: null }
    : { laxer: false, unfit: made.failure[0]?.code ?? null };
}

function ofRecord(
  library: Library,
  change: RecordChange,
  isOpen: boolean,
): Pick<ChangeView, 'drug' | 'one' | 'differences' | 'fromPublished' | 'laxer' | 'unfit'> {
  const collection = collectionOf(change.collection);
  const find = (l: Library): Row | undefined => collection?.rows(l).find((r) => r.key === change.id);
  const original = find(published())?.record ?? null;
  // of what was decided the library in force is no yardstick any more
  const before = isOpen ? (find(library)?.record ?? null) : original;
  const after = change.op === 'withdraw' ? null : change.record;
  const from = (old: unknown) => (collection ? differences(collection, old, after) : []);
  return {
    drug: aboutRecord(library, collection, change),
    one: collection?.one ?? change.collection,
    differences: from(before),
    fromPublished: original === null || isSame(before, original) ? [] : from(original),
    ...(isOpen ? effectNow(library, change) : { laxer: false, unfit: null }),
  };
}

function decisionOf(row: ChangeRow): ChangeView['decision'] {
  const atOnce = atOnceOf(row);
  if (atOnce !== null)
    return {
      decision: 'at-once',
      by: row.by,
      at: row.at,
      reason: null,
      ruleSet: atOnce,
      from: null,
      leftOut: null,
    };
  if (row.decision === null || row.decidedBy === null || row.decidedAt === null) return null;
  return {
    decision: keptValue(decision, row.decision, 'library_decision', row.id),
    by: row.decidedBy,
    at: row.decidedAt,
    reason: row.why,
    ruleSet: row.ruleSet,
    from: row.effectiveFrom,
    leftOut: row.leftOut,
  };
}

/** A proposal as it is shown to whoever decides it. */
export async function changeViewOf(db: Read, library: Library, row: ChangeRow): Promise<ChangeView> {
  const change = storedChange(row);
  const decided = decisionOf(row);
  const about = isAnswer(change)
    ? {
        drug: aboutAnswer(library, change),
        one: change.kind === 'pump' ? 'pump' : 'formulation',
        differences: [],
        fromPublished: [],
        laxer: false,
        unfit: null,
      }
    : ofRecord(library, change, decided === null);
  return {
    id: row.id,
    change,
    ...about,
    endorsed: (await endorsements(db, row.id)).map(({ by, by_user, at }) => ({ by, byId: by_user, at })),
    reason: row.reason,
    by: row.by,
    byId: row.by_user,
    at: row.at,
    decision: decided,
  };
}

const sourceOf = (source: Source | null): RecordView['source'] =>
  source && {
    citation: citation(source),
    section: source.section ?? null,
    year: source.year ?? null,
    url: source.url ?? null,
  };

/** The records of a library as they are in force, those that a site withdrew or that were left out among them. */
export function recordViews(
  library: Library,
  wanted: { readonly drug?: string | undefined; readonly collection?: string | undefined },
): RecordView[] {
  const own = library.site.records;
  const leftOut = own.length === 0 ? [] : withSite(published(), library.site, library.version).leftOut;
  return collections
    .filter((c) => wanted.collection === undefined || c.id === wanted.collection)
    .flatMap((c) => {
      const original = new Map(c.rows(published()).map((r) => [r.key, r]));
      const inForce = c.rows(library);
      const known = new Set(inForce.map((r) => r.key));
      const gone = [...original.values()].filter((r) => !known.has(r.key));
      return [...inForce, ...gone]
        .filter((r) => wanted.drug === undefined || r.drugs.includes(wanted.drug))
        .map((r): RecordView => {
          const site = own.findLast((s) => s.collection === c.id && s.id === r.key);
          const before = original.get(r.key);
          return {
            collection: c.id,
            key: r.key,
            drugs: [...r.drugs],
            says: c.says(r.record),
            record: r.record,
            facts: differences(c, null, r.record).flatMap(({ field, after }) =>
              after === null ? [] : [{ field, value: after }],
            ),
            differences: before === undefined ? [] : differences(c, before.record, r.record),
            isPublished: before !== undefined,
            source: sourceOf(r.source),
            provenance: r.provenance,
            toVerify: isUnverified(r.provenance),
            site: site
              ? {
                  op: site.op,
                  by: site.by,
                  approvedBy: site.approvedBy,
                  at: site.at,
                  until: site.until,
                  reference: site.reference,
                  laxer: site.laxer,
                  leftOut: leftOut.find((l) => l.collection === c.id && l.id === r.key)?.why ?? null,
                }
              : null,
          };
        });
    });
}
