import * as z from 'zod';
import type { Library } from '../formulary.ts';
import { cannotBeTold, inList, isSame, type Collection } from './collection.ts';
import { amountOf, idOf, listOf, words } from './fields.ts';

/** What drugs are diluted with, as its form has it. */
const diluentRecord = z.strictObject({
  id: idOf('Name in the library', 'such as ns045'),
  name: words('Name', 120),
  osmolarity_mOsm_L: amountOf('Osmolarity, in mOsm/L').optional(),
  holds: listOf('What it holds beside it', words('Component', 80)).optional(),
  may_hold: listOf('What some of them hold', words('Component', 80)).optional(),
});
type DiluentRecord = z.infer<typeof diluentRecord>;
type Diluent = Library['formulary']['diluents'][number];

/** What drugs are diluted with. */
export const diluents: Collection<DiluentRecord> = {
  id: 'diluents',
  title: 'Diluents',
  one: 'diluent',
  staysPublished: true,
  schema: diluentRecord,
  says: (r) => r.name,
  ...inList<DiluentRecord, Diluent>({
    list: (library) => library.formulary.diluents,
    withList: (library, list) => ({
      ...library,
      formulary: { ...library.formulary, diluents: [...list] },
    }),
    key: (r) => r.id,
    recordOf: ({ contents, ...own }) => ({
      ...own,
      ...(contents && { holds: contents.holds }),
      ...(contents?.may_hold && { may_hold: contents.may_hold }),
    }),
    stored: ({ holds, may_hold, ...own }, mark, before) => {
      if (holds === undefined && may_hold === undefined) return own;
      const old = before?.contents;
      if (old && isSame([old.holds, old.may_hold], [holds, may_hold])) return { ...own, contents: old };
      const source = mark.source ?? { id: 'HOUSE', title: 'house rule' };
      return {
        ...own,
        contents: { holds: holds ?? [], ...(may_hold && { may_hold }), source, provenance: mark.provenance },
      };
    },
    origin: ({ contents }) => ({ source: contents?.source ?? null, provenance: contents?.provenance ?? '' }),
    drugs: () => [],
  }),
  bearing: cannotBeTold,
  issues: () => [],
};
