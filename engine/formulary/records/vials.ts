import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { issue, type Issue } from '../../number/result.ts';
import { readUnit } from '../../number/units.ts';
import type { Drug } from '../formulary.ts';
import { cannotBeTold, inList, isSame, type Collection, type Mark } from './collection.ts';
import { amountOf, drugId, listOf, unitOf, unknownDrugs, words } from './fields.ts';

/** A vial, ampule, bag or syringe as a drug is bought. */
const vialRecord = z.strictObject({
  drug: drugId(),
  strength: amountOf('Strength'),
  unit: unitOf('Unit of the strength'),
  container_volume_mL: amountOf('Volume, in mL'),
  container: words('Container', 120),
  holds: listOf('What it holds beside the drug', words('Component', 80)).optional(),
  may_hold: listOf('What some of them hold', words('Component', 80)).optional(),
});
type VialRecord = z.infer<typeof vialRecord>;

type Vial = Drug['vials'][number];
interface Stored {
  readonly drug: string;
  readonly vial: Vial;
}

const recordOf = ({ drug, vial }: Stored): VialRecord => ({
  drug,
  strength: vial.strength,
  unit: vial.unit,
  container_volume_mL: vial.container_volume_mL,
  container: vial.container,
  ...(vial.contents && { holds: vial.contents.holds }),
  ...(vial.contents?.may_hold && { may_hold: vial.contents.may_hold }),
});

function stored(record: VialRecord, mark: Mark, before: Stored | undefined): Stored {
  const { drug, holds, may_hold, ...own } = record;
  const source = mark.source ?? { id: 'HOUSE', title: 'house rule' };
  const old = before?.vial.contents;
  const told = {
    holds: holds ?? [],
    ...(may_hold && { may_hold }),
    source,
    provenance: mark.provenance,
  };
  const isOld = old !== undefined && isSame([old.holds, old.may_hold], [told.holds, told.may_hold]);
  const contents = holds === undefined && may_hold === undefined ? undefined : isOld ? old : told;
  return { drug, vial: { ...own, provenance: mark.provenance, ...(contents && { contents }) } };
}

const aboveZero = (record: VialRecord): Issue[] =>
  (['strength', 'container_volume_mL'] as const).flatMap((field) =>
    exact(record[field]).n === 0n
      ? [issue('not-above-zero', record[field], { code: 'number-above-zero' }, field)]
      : [],
  );

/** The vials and other containers in which a drug is bought. */
export const vials: Collection<VialRecord> = {
  id: 'vials',
  title: 'Products',
  one: 'product',
  schema: vialRecord,
  says: (r) => `${r.strength} ${r.unit}, ${r.container_volume_mL} mL, ${r.container}`,
  ...inList<VialRecord, Stored>({
    list: ({ formulary }) => formulary.drugs.flatMap((d) => d.vials.map((vial) => ({ drug: d.id, vial }))),
    withList: (library, list) => ({
      ...library,
      formulary: {
        ...library.formulary,
        drugs: library.formulary.drugs.map((d) => ({
          ...d,
          vials: list.filter((x) => x.drug === d.id).map((x) => x.vial),
        })),
      },
    }),
    key: (r) => `${r.drug} ${r.strength} ${r.unit}, ${r.container_volume_mL} mL, ${r.container}`,
    recordOf,
    stored,
    // where the strength of a vial is read stands in the seed's own notes, and not in the library
    origin: ({ vial }) => ({ source: vial.contents?.source ?? null, provenance: vial.provenance }),
    drugs: (r) => [r.drug],
  }),
  bearing: cannotBeTold,
  issues: (record, { library }) => {
    const read = readUnit(record.unit, 'mass/volume');
    return [
      ...unknownDrugs(library, [{ drug: record.drug, path: 'drug' }]),
      ...(read.ok ? [] : [{ ...read.failure, path: 'unit' }]),
      ...aboveZero(record),
    ];
  },
};
