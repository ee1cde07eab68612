import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { issue, type Issue } from '../../number/result.ts';
import { readUnit } from '../../number/units.ts';
import type { Drug, Library } from '../formulary.ts';
import type { Names } from '../names.ts';
import { cannotBeTold, inList, isSame, type Collection, type Mark } from './collection.ts';
import { amountOf, idOf, listOf, ratioOf, unitOf, words, yesNo } from './fields.ts';

/** Ways that this program carries; what is implanted is out of its scope. */
const ROUTES = ['IV', 'SC', 'IM', 'epidural', 'perineural', 'infiltration', 'intranasal'];
const SCHEDULES = ['II', 'III', 'IV', 'V', 'not controlled federally'] as const;

/** A drug as its form has it. Its vials, limits and studies are records of their own. */
const drugRecord = z.strictObject({
  id: idOf('Name in the library', 'small letters, digits, - and _: such as midazolam'),
  generic_name: words('Generic name', 80),
  salt: words('Salt', 80).nullable().meta({ title: 'Salt' }),
  tall_man: words('Tall-man name', 80).nullable().meta({ title: 'Tall-man name' }),
  brands: listOf('Brand names', words('Brand', 60), { most: 60 }),
  dea_schedule: z.enum(SCHEDULES).nullable().meta({ title: 'Schedule' }),
  ismp_high_alert: yesNo('High alert'),
  class_ids: listOf('Classes', words('Class', 60), { most: 8 }),
  routes: listOf('Routes', words('Route', 80), { least: 1, most: 8 }),
  dosing_units: listOf('Units of doses, the first one first', unitOf('Unit'), { least: 1, most: 6 }),
  diluents: listOf('Diluents, in words', words('Diluent', 120), { most: 8 }),
  standard_concentrations: listOf(
    'Standard concentrations',
    z.strictObject({
      value: amountOf('Concentration'),
      unit: unitOf('Unit'),
      use: words('Used for', 120),
      routes: listOf('Routes', words('Route', 40)).optional(),
    }),
  ),
  concentration_limits: listOf(
    'Ranges of concentration',
    z.strictObject({
      min: amountOf('From').nullable().optional(),
      max: amountOf('To').nullable().optional(),
      unit: unitOf('Unit'),
      use: words('Used for').optional(),
    }),
  ),
  hcpcs: listOf(
    'HCPCS codes',
    z.strictObject({
      code: z
        .string()
        .regex(/^[A-Z]\d{4}$/)
        .meta({ title: 'Code' }),
      units_amount: amountOf('Amount of a unit').nullable(),
      units_unit: unitOf('Its unit').nullable(),
    }),
  ),
  oral_mme: ratioOf('Oral MME for each unit of dose given parenterally').nullable().meta({
    title: 'Oral MME for each unit of dose given parenterally',
  }),
});
type DrugRecord = z.infer<typeof drugRecord>;

type Generic = Names['medicines']['generics'][number];
interface Stored {
  readonly drug: Drug;
  readonly generic: Generic | undefined;
}

const genericOf = (library: Library, { id }: Pick<Drug, 'id'>): Generic | undefined =>
  library.names.medicines.generics.find((g) => g.drug === id);

const recordOf = ({ drug: d, generic }: Stored): DrugRecord => ({
  id: d.id,
  generic_name: d.generic_name,
  salt: d.salt,
  tall_man: d.tall_man,
  brands: generic?.brands ?? [],
  dea_schedule: d.dea_schedule as DrugRecord['dea_schedule'],
  ismp_high_alert: d.ismp_high_alert,
  class_ids: d.class_ids,
  routes: d.routes,
  dosing_units: d.dosing_units,
  diluents: d.diluents,
  standard_concentrations: d.standard_concentrations.map(({ value, unit, use, routes }) => ({
    value,
    unit,
    use,
    ...(routes && { routes }),
  })),
  concentration_limits: d.concentration_limits.map((range) => {
    const { source: _, ...figures } = range;
    return figures;
  }),
  hcpcs: d.hcpcs,
  oral_mme: d.opioid_conversion?.parenteral_to_oral_mme ?? null,
});

const NOTHING: Pick<Drug, 'vials' | 'stability' | 'rules' | 'contraindications' | 'opioid_conversion'> = {
  vials: [],
  stability: [],
  rules: [],
  contraindications: [],
  opioid_conversion: null,
};
const HOUSE = { id: 'HOUSE', title: 'house rule' };

function stored(record: DrugRecord, mark: Mark, before: Stored | undefined): Stored {
  const { brands, oral_mme, ...own } = record;
  const source = mark.source ?? HOUSE;
  const old = before?.drug;
  const conversion = old?.opioid_conversion ?? null;
  const isOldFactor = (conversion?.parenteral_to_oral_mme ?? null) === oral_mme;
  const drug: Drug = {
    ...NOTHING,
    ...old,
    ...own,
    standard_concentrations: own.standard_concentrations.map((c) => ({
      ...c,
      ...(old?.standard_concentrations.find(
        (x) => x.value === c.value && x.unit === c.unit && x.use === c.use,
      ) ?? {
        source,
        provenance: mark.provenance,
      }),
    })),
    concentration_limits: own.concentration_limits.map((range) => ({
      ...range,
      source:
        old?.concentration_limits.find((x) => isSame({ ...x, source: null }, { ...range, source: null }))
          ?.source ?? source,
    })),
    opioid_conversion: isOldFactor
      ? conversion
      : oral_mme === null
        ? null
        : { parenteral_to_oral_mme: oral_mme, unit: `oral MME per ${own.dosing_units[0] ?? 'mg'}`, source },
  };
  const generic = before?.generic ?? {
    name: record.generic_name,
    drug: record.id,
    otherBrands: [],
    synonyms: [],
    classes: [],
    verify: [],
    groups: [],
  };
  return { drug, generic: { ...generic, brands } };
}

/** The medicines with the names of these drugs: what is known of a name already stays, and says which drug it is. */
function withNames(library: Library, list: readonly Stored[]): Names {
  const { medicines } = library.names;
  const others = medicines.generics.filter(
    (g) => g.drug === undefined || !library.formulary.drugs.some((d) => d.id === g.drug),
  );
  const mine = list.flatMap(({ generic }) => (generic ? [generic] : []));
  const merged = mine.map((g) => {
    const known = others.find((x) => x.name === g.name);
    return known ? { ...known, drug: g.drug, brands: [...new Set([...known.brands, ...g.brands])] } : g;
  });
  const rest = others.filter((x) => !merged.some((g) => g.name === x.name));
  return { ...library.names, medicines: { ...medicines, generics: [...merged, ...rest] } };
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

function issuesOfDrug(record: DrugRecord, library: Library, published: DrugRecord | null): Issue[] {
  const { classes, drugs, out_of_scope: outside } = library.formulary;
  const known = [
    ...new Set([
      ...Object.keys(classes),
      ...drugs.flatMap((d) => d.class_ids),
      ...(published?.class_ids ?? []),
    ]),
  ];
  const refused = outside.find((x) => x.drugs.includes(record.generic_name) || x.drugs.includes(record.id));
  const routes = record.routes.map((r) => r.replace(/ \(.*\)$/, ''));
  const unitsOf = [
    ...record.standard_concentrations.map((c, i) => ({ ...c, path: `standard_concentrations.${i}` })),
    ...record.concentration_limits.map((c, i) => ({ ...c, path: `concentration_limits.${i}` })),
  ];
  return [
    ...(refused
      ? [
          issue(
            'drug-out-of-scope',
            record.id,
            { code: 'another-drug', why: refused.message },
            'generic_name',
          ),
        ]
      : []),
    ...record.class_ids.flatMap((id, i) =>
      known.includes(id)
        ? []
        : [issue('class-unknown', id, { code: 'one-of', options: known }, `class_ids.${i}`)],
    ),
    ...routes.flatMap((route, i) =>
      ROUTES.includes(route)
        ? []
        : [issue('route-out-of-scope', route, { code: 'one-of', options: ROUTES }, `routes.${i}`)],
    ),
    ...(record.tall_man === null || letters(record.generic_name).includes(letters(record.tall_man))
      ? []
      : [
          issue(
            'tall-man-other-name',
            record.tall_man,
            { code: 'letters-of', name: record.generic_name },
            'tall_man',
          ),
        ]),
    ...unitsOf.flatMap(({ unit, path }) => {
      const read = readUnit(unit, 'mass/volume');
      return read.ok ? [] : [{ ...read.failure, path: `${path}.unit` }];
    }),
    ...record.concentration_limits.flatMap(({ min, max }, i) =>
      min && max && exact(min).compare(exact(max)) > 0
        ? [
            issue(
              'low-above-high',
              min,
              { code: 'at-most-value', value: max },
              `concentration_limits.${i}.min`,
            ),
          ]
        : [],
    ),
  ];
}

/** The drugs of the formulary. */
export const drugs: Collection<DrugRecord> = {
  id: 'drugs',
  title: 'Drugs',
  one: 'drug',
  staysPublished: true,
  schema: drugRecord,
  says: (r) => [r.tall_man ?? r.generic_name, ...(r.salt === null ? [] : [r.salt])].join(' '),
  ...inList<DrugRecord, Stored>({
    list: (library) => library.formulary.drugs.map((drug) => ({ drug, generic: genericOf(library, drug) })),
    withList: (library, list) => ({
      ...library,
      formulary: { ...library.formulary, drugs: list.map((x) => x.drug) },
      names: withNames(library, list),
    }),
    key: (r) => r.id,
    recordOf,
    stored,
    origin: () => ({ source: null, provenance: '' }),
    drugs: (r) => [r.id],
  }),
  bearing: (before, after) => {
    if (after === null) return before === null ? 'same' : 'stricter';
    const isCalmer = before?.ismp_high_alert === true && !after.ismp_high_alert;
    return isCalmer ? 'laxer' : cannotBeTold(before, after);
  },
  issues: (record, { library, published }) => issuesOfDrug(record, library, published as DrugRecord | null),
};
