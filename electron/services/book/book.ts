import type { RecordView } from '../../../bridge/library.ts';
import { drugName, type Library } from '../../../engine/formulary/formulary.ts';
import { collections } from '../../../engine/formulary/records/registry.ts';
import { Refused } from '../../../engine/number/result.ts';
import type { Book, BookEntry } from '../../print/book.ts';
import { answerOfThread } from '../thread.ts';
import { recordViews } from '../library-views.ts';
import type { Made } from './book-worker.ts';

/** Collections of no drug that nobody looks up in a book. */
const NOT_IN_IT: readonly string[] = ['confirmations', 'trusted-keys'];

const marksOf = (r: RecordView): string[] => [
  ...(r.toVerify ? ['TO BE VERIFIED'] : []),
  ...(r.provenance.startsWith('house rule') ? ['HOUSE RULE'] : []),
  ...(r.provenance.startsWith('laxer') ? ['LAXER THAN PUBLISHED'] : []),
  ...(r.site?.op === 'withdraw'
    ? ['WITHDRAWN HERE']
    : r.provenance.startsWith('of this pharmacy')
      ? ['OF THIS PHARMACY']
      : []),
];

const sourceOf = ({ source, provenance }: RecordView): string => {
  const where =
    source === null
      ? []
      : [source.citation, source.section, source.year, source.url].filter((t) => t !== null && t !== '');
  return `Source: ${[where.join(', '), provenance].filter((t) => t !== '').join('; ') || 'stands with its parts'}`;
};

const entryOf = (r: RecordView): BookEntry => ({
  says: r.says,
  facts: r.facts.map(({ field, value }) => `${field}: ${value}`).join(' · '),
  source: sourceOf(r),
  marks: marksOf(r),
});

/** Records by their collections, in the order of the registry. */
const sections = (rows: readonly RecordView[]) =>
  collections.flatMap((c) => {
    const entries = rows.filter((r) => r.collection === c.id).map(entryOf);
    return entries.length === 0 ? [] : [{ title: c.title, entries }];
  });

/** The library in force as a book: a chapter of each drug, then what is of none or of several. */
export function bookOf(library: Library, hash: string, at: string): Book {
  const all = recordViews(library, {}).filter((r) => !NOT_IN_IT.includes(r.collection));
  const shown = new Set<RecordView>();
  const chapters = library.formulary.drugs
    .toSorted((a, b) => (a.generic_name < b.generic_name ? -1 : 1))
    .map((d) => {
      const rows = all.filter((r) => r.drugs.includes(d.id));
      for (const r of rows) shown.add(r);
      return { title: drugName(d), sections: sections(rows) };
    });
  const rest = all.filter((r) => !shown.has(r));
  const pharmacy = library.site.pharmacy?.name ?? 'Pharmacy without a name';
  return {
    title: 'Formulary',
    about: [
      pharmacy,
      `Rule set ${library.version}, made ${at}`,
      `SHA-256 of the rule set ${hash}`,
      'Every figure with its source. TO BE VERIFIED: nobody here has compared it with its document yet. HOUSE RULE: no publication says so.',
    ],
    running: `${pharmacy} · formulary, rule set ${library.version} · SHA-256 ${hash}`,
    at,
    chapters: [
      ...chapters,
      ...(rest.length > 0 ? [{ title: 'Of every drug', sections: sections(rest) }] : []),
    ],
  };
}

/** The book as PDF, made on a thread of its own: it takes seconds, and nobody waits for that. Refuses as `bookPdf` does. */
export async function printedBook(book: Book): Promise<Uint8Array> {
  const made = await answerOfThread<Made>(import.meta.url, 'book-worker', book);
  if ('refused' in made) throw new Refused(...made.refused);
  return made.file;
}
