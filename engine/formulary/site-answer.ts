import * as z from 'zod';
import { compare, quantity } from '../number/quantity.ts';
import { instantField } from '../number/fields.ts';
import { issue, type Issue, type Result } from '../number/result.ts';
import { ownField } from '../pumps/generic.ts';
import { findDrug, type Library } from './formulary.ts';
import { findPump, pumpsOf } from './pumps-of-site.ts';
import { pumpManual, siteFormulation, type SiteFormulation } from './site-knowledge.ts';

const from = instantField()
  .nullable()
  .default(null)
  .describe('from when it is to hold; null: from its approval');

/** What somebody answers once for the pharmacy: how long a formulation keeps, or what the manual of a pump says. */
export const siteAnswer = z.discriminatedUnion('kind', [
  siteFormulation.extend({ kind: z.literal('formulation'), from }),
  pumpManual.extend({
    kind: z.literal('pump'),
    pump: z.string().min(1).max(64),
    fields: z.array(ownField).max(40).describe('fields of its screens with their range and step'),
    from,
  }),
]);
export type SiteAnswer = z.infer<typeof siteAnswer>;
type FormulationAnswer = Extract<SiteAnswer, { kind: 'formulation' }>;
type PumpAnswer = Extract<SiteAnswer, { kind: 'pump' }>;

/** Are two formulations the same: the same drugs at the same concentrations, in the same diluent, container and storage? */
export const isSameFormulation = (
  a: Omit<SiteFormulation, 'days' | 'hang' | 'reference'>,
  b: Omit<SiteFormulation, 'days' | 'hang' | 'reference'>,
): boolean =>
  a.diluent === b.diluent &&
  a.container === b.container &&
  a.storage === b.storage &&
  a.contents.length === b.contents.length &&
  a.contents.every((x) =>
    b.contents.some(
      (y) =>
        x.drug === y.drug &&
        compare(quantity(x.concentration, 'mass/volume'), quantity(y.concentration, 'mass/volume')) === 0,
    ),
  );

function formulationIssues(library: Library, answer: FormulationAnswer): Issue[] {
  const { drugs, diluents } = library.formulary;
  const unknown = answer.contents.findIndex((x) => !findDrug(library, x.drug));
  if (unknown >= 0)
    return [
      issue(
        'drug-not-in-formulary',
        answer.contents[unknown]?.drug ?? null,
        { code: 'one-of', options: drugs.map((d) => d.id) },
        `contents.${unknown}.drug`,
      ),
    ];
  const known = ['none', ...diluents.map((d) => d.id)];
  if (!known.includes(answer.diluent))
    return [
      issue(
        'diluent-not-in-formulary',
        answer.diluent,
        { code: 'diluent-of-formulary', diluents: known },
        'diluent',
      ),
    ];
  return [];
}

function pumpIssues(library: Library, answer: PumpAnswer): Issue[] {
  const pump = findPump(library, answer.pump);
  if (!pump)
    return [
      issue(
        'pump-not-known',
        answer.pump,
        { code: 'one-of', options: pumpsOf(library).map((p) => p.id) },
        'pump',
      ),
    ];
  const fields = new Set(Object.values(pump.modes).flatMap((list) => list.map((f) => f.id)));
  return answer.fields.flatMap((f, i) =>
    fields.has(f.id)
      ? []
      : [issue('field-not-of-pump', f.id, { code: 'one-of', options: [...fields] }, `fields.${i}.id`)],
  );
}

/** A formulation that was answered, in place of what was answered of it before. */
function withFormulation(site: Library['site'], answer: FormulationAnswer): Library['site'] {
  const { contents, diluent, container, storage, days, hang, reference } = answer;
  const own = {
    contents,
    diluent,
    container,
    storage,
    days,
    ...(hang !== undefined && { hang }),
    reference,
  };
  return { ...site, formulations: [...site.formulations.filter((x) => !isSameFormulation(x, own)), own] };
}

/** Figures of a pump, beside those that were entered of it before. */
function withPump(site: Library['site'], answer: PumpAnswer): Library['site'] {
  const { pump, fields, reference, accuracy, tolerance, stopsAtLimit, limitWindow } = answer;
  const manual = {
    reference,
    ...(accuracy && { accuracy }),
    ...(tolerance !== undefined && { tolerance }),
    ...(stopsAtLimit !== undefined && { stopsAtLimit }),
    ...(limitWindow !== undefined && { limitWindow }),
  };
  const own = Object.fromEntries(
    fields.map(({ id, min, max, step }) => [
      id,
      {
        ...site.pumps[pump]?.[id],
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        ...(step !== undefined && { step }),
      },
    ]),
  );
  return {
    ...site,
    pumps: { ...site.pumps, [pump]: { ...site.pumps[pump], ...own } },
    pumpManuals: { ...site.pumpManuals, [pump]: { ...site.pumpManuals[pump], ...manual } },
  };
}

/**
 * The site's settings with one more answer in them. Refuses by name what the library does not hold: `drug-not-in-formulary`,
 * `diluent-not-in-formulary`, `pump-not-known`, `field-not-of-pump`.
 */
export function answeredSite(library: Library, answer: SiteAnswer): Result<Library['site']> {
  const [first] =
    answer.kind === 'formulation' ? formulationIssues(library, answer) : pumpIssues(library, answer);
  if (first) return { ok: false, failure: first };
  return {
    ok: true,
    value:
      answer.kind === 'formulation' ? withFormulation(library.site, answer) : withPump(library.site, answer),
  };
}
