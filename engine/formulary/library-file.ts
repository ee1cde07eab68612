import * as z from 'zod';
import { issuesOf, wordsField } from '../number/fields.ts';
import { issue, type Issue, type Result } from '../number/result.ts';
import { drug, library, site, type Library } from './formulary.ts';
import { findPump } from './pumps-of-site.ts';
import { isSame, type Collection, type Mark } from './records/collection.ts';
import { effectOf } from './records/overlay.ts';
import { collections } from './records/registry.ts';
import { recordChange, type RecordChange } from './records/site-record.ts';
import { answeredSite, siteAnswer, type SiteAnswer } from './site-answer.ts';
import { source } from './source.ts';

/** The whole library of a site as one file, for other sites: records with their sources, the answers of the site, and the rest. */
export const FILE_KIND = 'meniscus-library';
/** Of the shape of the file. Another one is refused by its number. */
export const FILE_VERSION = 1;
/** House rule: no collection of a library is longer. */
const MOST_RECORDS = 20_000;
/** House rule: nobody reviews more of one file at once; a collection or a drug of it is fewer. */
const MOST_DIFFERING = 100;
/** House rule: of more refusals nobody reads more. */
const MOST_ISSUES = 20;

/** The collections that go into a file: what only the site itself can say does not. */
const INTERCHANGED: readonly Collection[] = collections.filter((c) => c.ofSiteAlone !== true);

const entryOf = (c: Collection) =>
  z.strictObject({
    record: c.schema,
    source: source.nullable().describe('null: it stands with the parts of the record'),
    provenance: z.string().max(1_000),
    until: z.string().max(40).nullable().describe('an exception that ends by itself'),
  });
interface Entry {
  readonly record: unknown;
  readonly source: z.infer<typeof source> | null;
  readonly provenance: string;
  readonly until: string | null;
}

/** What no collection holds: carried, so that the file is whole, and taken from none. */
const parts = z.strictObject({
  formulary: z.object({
    classes: library.shape.formulary.shape.classes,
    global_rules: library.shape.formulary.shape.global_rules,
    preservatives: z.array(z.string()),
    out_of_scope: z.array(z.object({ drugs: z.array(z.string()), message: z.string() })),
    drugs: z.array(drug.pick({ id: true, stability: true, contraindications: true, osmotic: true })),
  }),
  bud: library.shape.bud,
  usualDoses: library.shape.usualDoses.unwrap(),
  auxiliary: library.shape.auxiliary.unwrap(),
  names: library.shape.names.unwrap(),
  products: library.shape.products.unwrap(),
  site: z.object({
    bud: site.shape.bud,
    maxAge: site.shape.maxAge,
    plausibility: site.shape.plausibility.unwrap(),
    made: site.shape.made.unwrap(),
    doubleCheck: site.shape.doubleCheck.unwrap(),
    genericPumps: site.shape.genericPumps.unwrap(),
  }),
});
type Parts = z.infer<typeof parts>;

/** A library file, as it is written and read; its JSON Schema is made of this. */
export const libraryFile = z.strictObject({
  kind: z.literal(FILE_KIND),
  version: z.literal(FILE_VERSION),
  about: z.strictObject({
    pharmacy: wordsField(80).nullable().describe('whose library it is'),
    ruleSet: z.string().min(1).max(80),
    at: z.string().min(1).max(40).describe('when the file was made'),
    program: z.string().min(1).max(40),
  }),
  records: z.strictObject(
    Object.fromEntries(
      INTERCHANGED.map((c) => [c.id, z.array(entryOf(c)).max(MOST_RECORDS).optional().describe(c.title)]),
    ),
  ),
  answers: z
    .array(siteAnswer)
    .max(MOST_RECORDS)
    .describe('formulations and pumps, as the site answered them'),
  parts,
  signature: z.strictObject({
    algorithm: z.literal('Ed25519'),
    key: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('the public key'),
    value: z
      .string()
      .regex(/^[0-9a-f]{128}$/)
      .describe('of the canonical text of the file without this member (RFC 8785)'),
  }),
});
export type LibraryFile = z.infer<typeof libraryFile>;
type UnsignedFile = Omit<LibraryFile, 'signature'>;

/** What a site answered, as it would be proposed anew. */
function answersOf(rules: Library): SiteAnswer[] {
  const { formulations, pumps, pumpManuals } = rules.site;
  return [
    ...formulations.map((f) => ({ kind: 'formulation' as const, ...f, from: null })),
    ...Object.entries(pumpManuals).map(([pump, manual]) => {
      const labels = new Map(
        Object.values(findPump(rules, pump)?.modes ?? {})
          .flat()
          .map((f) => [f.id as string, f]),
      );
      const fields = Object.entries(pumps[pump] ?? {}).flatMap(([id, figures]) => {
        const known = labels.get(id);
        return known === undefined ? [] : [{ id: known.id, label: known.label, ...figures }];
      });
      return { kind: 'pump' as const, pump, fields, ...manual, from: null };
    }),
  ];
}

const partsOf = (rules: Library): Parts => ({
  formulary: {
    classes: rules.formulary.classes,
    global_rules: rules.formulary.global_rules,
    preservatives: rules.formulary.preservatives,
    out_of_scope: rules.formulary.out_of_scope,
    drugs: rules.formulary.drugs.map(({ id, stability, contraindications, osmotic }) => ({
      id,
      stability,
      contraindications,
      ...(osmotic && { osmotic }),
    })),
  },
  bud: rules.bud,
  usualDoses: rules.usualDoses,
  auxiliary: rules.auxiliary,
  names: rules.names,
  products: rules.products,
  site: {
    bud: rules.site.bud,
    maxAge: rules.site.maxAge,
    plausibility: rules.site.plausibility,
    made: rules.site.made,
    doubleCheck: rules.site.doubleCheck,
    genericPumps: rules.site.genericPumps,
  },
});

/** The library in force as a file, before it is signed. In: the library, when, by which version of the program. */
export function fileOf(rules: Library, at: string, program: string): UnsignedFile {
  const endOf = (collection: string, key: string): string | null =>
    rules.site.records.findLast((r) => r.collection === collection && r.id === key)?.until ?? null;
  return {
    kind: FILE_KIND,
    version: FILE_VERSION,
    about: { pharmacy: rules.site.pharmacy?.name ?? null, ruleSet: rules.version, at, program },
    records: Object.fromEntries(
      INTERCHANGED.map((c) => [
        c.id,
        c.rows(rules).map(({ key, record, source: from, provenance }) => ({
          record,
          source: from,
          provenance,
          until: endOf(c.id, key),
        })),
      ]),
    ),
    answers: answersOf(rules),
    parts: partsOf(rules),
  };
}

/** A record of a file that says otherwise than the library in force, as the change that it would be. */
interface Differing {
  readonly collection: Collection;
  readonly change: RecordChange;
  readonly before: unknown;
  readonly laxer: boolean;
  readonly drugs: readonly string[];
}
/** Which records of a file are asked about; neither: all of them. */
export interface Only {
  readonly collection?: string | undefined;
  readonly drug?: string | undefined;
}
interface Compared {
  readonly records: readonly Differing[];
  readonly answers: readonly SiteAnswer[];
  /** records and answers that say here what they say there */
  readonly same: number;
  /** exceptions that have ended since */
  readonly ended: number;
  /** parts that no collection holds and that say otherwise: nothing is proposed of them */
  readonly otherParts: readonly string[];
}

const under = (path: string, issues: readonly Issue[]): Issue[] =>
  issues.map((i) => ({ ...i, path: i.path === '' ? path : `${path}.${i.path}` }));

/** `Package insert, 2.1, 2025; library of North Pharmacy, 2026.12.1+site.4` */
function referenceOf({ source: from }: Entry, { pharmacy, ruleSet }: LibraryFile['about']): string {
  const of = `library of ${pharmacy ?? 'another pharmacy'}, ${ruleSet}`;
  const where = from === null ? [] : [[from.title, from.section, from.year].filter(Boolean).join(', ')];
  const most = 300 - of.length - 2;
  return [...where.map((w) => w.slice(0, most).trim()), of].join('; ');
}

const UNMARKED: Mark = {
  source: null,
  provenance: '',
  published: null,
  bearing: 'untold',
  confirmed: false,
};
const ofDrug = z.looseObject({ drug: z.string() });
/** What stands nowhere in the library itself, as a stop, or of a drug that is not there. */
function drugOf(record: unknown): readonly string[] {
  const read = ofDrug.safeParse(record);
  return read.success ? [read.data.drug] : [];
}

/**
 * What of a file differs from the library in force, in the order in which it can be approved. `now` in UTC. Refused, all of
 * it or nothing: `library-file-record-twice`, `library-file-differs-much`, what the form of a record refuses, and a reference that leads
 * nowhere in both, each under the path of its record in the file.
 */
export function comparedWith(
  file: LibraryFile,
  published: Library,
  current: Library,
  { only, now }: { readonly only: Only; readonly now: string },
): Result<Compared, readonly Issue[]> {
  const issues: Issue[] = [];
  const records: Differing[] = [];
  let [same, ended] = [0, 0];
  // each beside those that came before it: a drug of the file is one for its limits
  let together = current;
  for (const c of INTERCHANGED) {
    if (only.collection !== undefined && only.collection !== c.id) continue;
    const here = new Map(c.rows(together).map((r) => [r.key, r.record]));
    const seen = new Set<string>();
    for (const [i, entry] of ((file.records[c.id] ?? []) as readonly Entry[]).entries()) {
      const path = `records.${c.id}.${i}`;
      const key = c.key(entry.record);
      if (seen.has(key)) issues.push(issue('library-file-record-twice', key, { code: 'record-once' }, path));
      seen.add(key);
      const before = here.get(key) ?? null;
      if (isSame(before, entry.record)) {
        same += 1;
        continue;
      }
      if (entry.until !== null && entry.until <= now) {
        ended += 1;
        continue;
      }
      const change = recordChange.safeParse({
        collection: c.id,
        id: key,
        op: 'put',
        record: entry.record,
        reference: referenceOf(entry, file.about),
        until: entry.until,
      });
      if (!change.success) {
        issues.push(...under(path, issuesOf(change.error, entry)));
        continue;
      }
      const drugs =
        c.rows(c.put(together, entry.record, UNMARKED)).find((r) => r.key === key)?.drugs ??
        drugOf(entry.record);
      if (only.drug !== undefined && !drugs.includes(only.drug)) continue;
      const effect = effectOf(published, together, change.data);
      if (!effect.ok) {
        issues.push(...under(path, effect.failure));
        continue;
      }
      together = c.put(together, effect.value.after, UNMARKED);
      const { before: old, laxer } = effect.value;
      records.push({ collection: c, change: change.data, before: old, laxer, drugs });
    }
  }
  const answers = only.collection === undefined && only.drug === undefined ? file.answers : [];
  const ours = answersOf(current);
  const others = answers.flatMap((answer, i) => {
    const own = { ...answer, from: null };
    if (ours.some((x) => isSame(x, own))) {
      same += 1;
      return [];
    }
    const made = answeredSite(together, own);
    if (!made.ok) issues.push(...under(`answers.${i}`, [made.failure]));
    return [own];
  });
  const differing = records.length + others.length;
  if (issues.length === 0 && differing > MOST_DIFFERING)
    issues.push(
      issue('library-file-differs-much', `${differing}`, {
        code: 'at-most-differing',
        most: `${MOST_DIFFERING}`,
      }),
    );
  if (issues.length > 0) return { ok: false, failure: issues.slice(0, MOST_ISSUES) };
  const [theirs, own] = [file.parts, partsOf(current)];
  const otherParts = (Object.keys(own) as (keyof Parts)[]).filter((part) => !isSame(theirs[part], own[part]));
  return { ok: true, value: { records, answers: others, same, ended, otherParts } };
}
