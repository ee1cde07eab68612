import * as z from 'zod';
import { decimalField, read, wordsField } from '../../number/fields.ts';
import { parseDecimal } from '../../number/notation.ts';
import { issue, type Issue } from '../../number/result.ts';
import { readUnit } from '../../number/units.ts';
import { drugName, findDrug, routesOf, type Library } from '../formulary.ts';

/** Fields of records, each with the title under which its form asks for it. */

const named = <T extends z.ZodType>(title: string, schema: T): T => schema.meta({ title });

export const words = (title: string, most = 160) => named(title, wordsField(most));
export const idOf = (title: string, hint = 'small letters, digits, - and _') =>
  named(
    title,
    z
      .string()
      .regex(/^[a-z][a-z0-9_-]{1,39}$/)
      .describe(hint),
  );
/** The id of a drug of the formulary. */
export const drugId = () =>
  named('Drug', z.string().min(1).max(64).describe('id of a drug of the formulary'));
export const amountOf = (title: string) => named(title, decimalField().describe('a number such as 0.5'));
/** A decimal number, or a ratio of two where a source gives a relation: `1/7`. */
export const ratioOf = (title: string) =>
  named(
    title,
    read('a decimal number, or a ratio of two such as 1/7', (text) => {
      const [over = '', under, ...more] = text.split('/');
      const first = parseDecimal(over);
      if (!first.ok || under === undefined) return first;
      return more.length > 0 || !/^[1-9]\d*$/.test(under) ? parseDecimal(text) : first;
    }),
  );
export const unitOf = (title: string) =>
  named(
    title,
    read('a unit such as mg, mg/h or mg/mL', (t) => readUnit(t)),
  );
export const oneOf = <const T extends readonly [string, ...string[]]>(title: string, options: T) =>
  named(title, z.enum(options));
export const listOf = <T extends z.ZodType>(title: string, of: T, { least = 0, most = 40 } = {}) =>
  named(title, z.array(of).min(least).max(most));
export const yesNo = (title: string) => named(title, z.boolean());

/** `drug-not-in-formulary`, at each place that names a drug that the formulary does not have. */
export const unknownDrugs = (
  library: Library,
  places: readonly { readonly drug: string; readonly path: string }[],
): Issue[] =>
  places
    .filter(({ drug }) => !findDrug(library, drug))
    .map(({ drug, path }) =>
      issue(
        'drug-not-in-formulary',
        drug,
        { code: 'one-of', options: library.formulary.drugs.map((d) => d.id) },
        path,
      ),
    );

/** `diluent-not-in-formulary`, of each that the formulary does not have. */
export const unknownDiluents = (library: Library, diluents: readonly string[], path: string): Issue[] => {
  const known = library.formulary.diluents.map((d) => d.id);
  return diluents.flatMap((id, i) =>
    known.includes(id) || id === 'none'
      ? []
      : [
          issue(
            'diluent-not-in-formulary',
            id,
            { code: 'diluent-of-formulary', diluents: known },
            `${path}.${i}`,
          ),
        ],
  );
};

/** What a patient takes beside the infusion counts in the same sums: by mouth, or rectally. */
const BESIDE = ['PO', 'PR'];

/** `route-not-in-formulary`, of each route that the drug is not given by, here or beside. */
export function unknownRoutes(library: Library, drug: string, routes: readonly string[]): Issue[] {
  const d = findDrug(library, drug);
  if (!d) return [];
  const accepted = { code: 'route-of-drug', routes: routesOf(d), drug: drugName(d) } as const;
  return routes.flatMap((route, i) =>
    [...routesOf(d), ...BESIDE].includes(route)
      ? []
      : [issue('route-not-in-formulary', route, accepted, `routes.${i}`)],
  );
}
