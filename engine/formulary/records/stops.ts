import * as z from 'zod';
import { read } from '../../number/fields.ts';
import type { Library } from '../formulary.ts';
import type { Collection } from './collection.ts';
import { drugId, unknownDrugs, words } from './fields.ts';

const ndc = read('an NDC of eleven digits as 5-4-2', (text) =>
  /^\d{5}-\d{4}-\d{2}$/.test(text)
    ? { ok: true, value: text }
    : { ok: false, failure: { path: '', code: 'ndc-not-read', given: text, accepted: { code: 'ndc' } } },
);

/**
 * What is not given any more, from this moment on: a drug, one product of it, or one lot. It blocks and does nothing else,
 * so one pharmacist puts it and two supervisors lift it.
 */
const stopRecord = z.strictObject({
  drug: drugId(),
  ndc: ndc.optional().meta({ title: 'NDC; empty: every product of the drug' }),
  lot: z
    .string()
    .regex(/^[!-~]+(?: [!-~]+)*$/)
    .max(40)
    .optional()
    .meta({ title: 'Lot; empty: every lot' }),
  why: words('Why', 300),
});
export type StopRecord = z.infer<typeof stopRecord>;

const keyOf = ({ drug, ndc: product, lot }: Omit<StopRecord, 'why'>): string =>
  [drug, ...(product === undefined ? [] : [product]), ...(lot === undefined ? [] : [`lot ${lot}`])].join(
    ', ',
  );

/** What this site stopped. In: a library. Out: the stops in force, which stand in the site's own records. */
export const stopsOf = ({ site }: Pick<Library, 'site'>): readonly StopRecord[] =>
  site.records.flatMap((r) => (r.collection === 'stops' && r.op === 'put' ? [r.record as StopRecord] : []));

/** What is stopped. It stands in the records of the site alone: nothing is published of it. */
export const stops: Collection<StopRecord> = {
  id: 'stops',
  title: 'Stopped',
  one: 'stop',
  schema: stopRecord,
  says: (r) => `${keyOf(r)}: ${r.why}`,
  key: keyOf,
  rows: (library) =>
    stopsOf(library).map((record) => ({
      key: keyOf(record),
      record,
      source: null,
      provenance: 'house rule',
      drugs: [record.drug],
    })),
  put: (library) => library,
  drop: (library) => library,
  bearing: (before, after) => {
    if (before !== null && after !== null) return 'same';
    return after !== null ? 'stricter' : before === null ? 'same' : 'laxer';
  },
  issues: (record, { library }) => unknownDrugs(library, [{ drug: record.drug, path: 'drug' }]),
};
