import * as z from 'zod';
import { issue } from '../../number/result.ts';
import { isUnverified } from '../provenance.ts';
import { isSame, type Collection } from './collection.ts';
import { words } from './fields.ts';

/**
 * That somebody compared a figure that is to be verified with its document, and found it as it stands here. It quiets the
 * remark on every order that uses the figure, and holds for these figures only.
 */
const confirmationRecord = z.strictObject({
  collection: z.string().min(1).max(40).meta({ title: 'Collection' }),
  of: z.string().min(1).max(400).meta({ title: 'Record' }),
  figures: z.unknown().describe('the record as it was compared'),
  document: words('Which document, edition and page was in hand', 200),
});
type ConfirmationRecord = z.infer<typeof confirmationRecord>;

/** Confirmations of the records of these collections. */
export const confirmationsOf = (collections: readonly Collection[]): Collection<ConfirmationRecord> => {
  const keyOf = (r: Pick<ConfirmationRecord, 'collection' | 'of'>) => `${r.collection}: ${r.of}`;
  return {
    id: 'confirmations',
    title: 'Confirmed figures',
    one: 'confirmation',
    ofSiteAlone: true,
    schema: confirmationRecord,
    says: (r) => `${r.of}: ${r.document}`,
    key: keyOf,
    rows: ({ site }) =>
      site.records.flatMap((r) => {
        if (r.collection !== 'confirmations' || r.op !== 'put') return [];
        const record = r.record as ConfirmationRecord;
        return [{ key: keyOf(record), record, source: null, provenance: 'house rule', drugs: [] }];
      }),
    put: (library, record) => {
      const found = collections.find((c) => c.id === record.collection);
      const row = found?.rows(library).find((r) => r.key === record.of);
      if (!found || !row || !isSame(row.record, record.figures)) return library;
      return found.put(library, row.record, {
        source: row.source,
        provenance: `confirmed at this pharmacy: ${record.document}`,
        published: row.record,
        bearing: 'same',
        confirmed: true,
      });
    },
    drop: (library) => library,
    bearing: (_, after) => (after === null ? 'stricter' : 'untold'),
    issues: (record, { library }) => {
      const found = collections.find((c) => c.id === record.collection);
      if (!found)
        return [
          issue(
            'collection-unknown',
            record.collection,
            { code: 'one-of', options: collections.map((c) => c.id) },
            'collection',
          ),
        ];
      const row = found.rows(library).find((r) => r.key === record.of);
      if (!row)
        return [issue('record-unknown', record.of, { code: 'record-of', collection: found.title }, 'of')];
      if (!isUnverified(row.provenance) && !row.provenance.startsWith('confirmed'))
        return [issue('nothing-to-confirm', record.of, { code: 'record-to-verify' }, 'of')];
      return isSame(row.record, record.figures)
        ? []
        : [issue('figures-differ', record.of, { code: 'figures-in-force' }, 'figures')];
    },
  };
};
