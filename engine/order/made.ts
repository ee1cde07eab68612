import type { Minute } from '../time/calendar.ts';
import { drugName, drugUnit, findDrug, type Library } from '../formulary/formulary.ts';
import type { Tolerance } from '../formulary/made-tolerance.ts';
import { decimalText, exact, type Exact } from '../number/notation.ts';
import { add, compare, inBase, mul, quantity, quantityText, to, type Volume } from '../number/quantity.ts';
import { issue, type Issue } from '../number/result.ts';
import type { Ingredient, MadeRecord } from './ingredient.ts';
import { readNdc } from './ndc.ts';
import type { OrderContent } from './order.ts';
import { diluentsIn, drugsIn, presentationsOf, strengthOf, strengthsIn } from './told-product.ts';
import type { Preparation } from './preparation.ts';

/** Something that was measured beside what the recipe asks for. */
export interface Measured {
  /** id of the drug, or `diluent` */
  readonly of: string;
  readonly planned: Volume;
  readonly drawn: Volume;
  /** |drawn − planned| ÷ planned */
  readonly deviation: Exact;
}

/** What went in, seen from the order. */
export interface Made {
  readonly record: MadeRecord;
  readonly at: Minute;
  readonly measured: readonly Measured[];
}

interface Row {
  readonly ingredient: Ingredient;
  readonly path: string;
}
const rowsOf = (made: MadeRecord, role: Ingredient['role']): Row[] =>
  made.ingredients
    .map((x, i) => ({ ingredient: x, path: `ingredients.${i}` }))
    .filter((x) => x.ingredient.role === role);

/** The vial that the order asks for of a drug of its container. */
export function vialOf(order: Pick<OrderContent, 'drug' | 'preparation'>, drug: string | undefined) {
  const also = order.preparation.also?.find((x) => x.drug === drug);
  return also ? { drug: also.drug, vial: also.vial } : { drug: order.drug, vial: order.preparation.vial };
}

const isOfContainer = ({ drug, preparation: { also } }: OrderContent, id: string | undefined): boolean =>
  id === undefined ? also === undefined : id === drug || (also?.some((x) => x.drug === id) ?? false);

const NONE: ReadonlySet<string> = new Set();

/**
 * What keeps a preparation from being recorded at all. In: what went in, the order, the library, and codes of eleven digits that a
 * list of products has besides, by which alone ten digits without hyphens are told. Out: named issues: an NDC
 * that could be several products, a vial of another drug or of another strength than the order's, another diluent, a drug
 * where the empty container stands. What a
 * text or an NDC says beyond doubt is compared; what says nothing is left to a check. Source: PA Patient Safety Advisory
 * 2007-09 and 2010-09 (look-alike vials); the order itself.
 */
export function madeIssues(
  made: MadeRecord,
  order: OrderContent,
  lib: Library,
  listed: ReadonlySet<string> = NONE,
): Issue[] {
  const known = new Set([...lib.products.presentations.flatMap((p) => p.ndcs), ...listed]);
  return [
    ...made.ingredients.flatMap((x, i) => {
      const read = x.ndc === null ? null : readNdc(x.ndc, (ndc) => known.has(ndc));
      return read === null || read.ok ? [] : [{ ...read.failure, path: `ingredients.${i}.ndc` }];
    }),
    // a drug that is not of this container is refused as that, and has no vial to be compared with
    ...rowsOf(made, 'drug')
      .filter(({ ingredient: x }) => isOfContainer(order, x.drug))
      .flatMap((row) => drugIssues(row, order, lib)),
    ...rowsOf(made, 'diluent').flatMap((row) => diluentIssues(row, order, lib)),
    ...rowsOf(made, 'container').flatMap((row) => containerIssues(row, lib)),
  ];
}

function containerIssues({ ingredient: x, path }: Row, lib: Library): Issue[] {
  const accepted = { code: 'empty-container' } as const;
  const isNamed = drugsIn(x.name, lib).length > 0;
  const isDrug = x.ndc !== null && presentationsOf(x.ndc, lib).length > 0;
  return [
    ...(isNamed ? [issue('container-holds-a-drug', x.name, accepted, `${path}.name`)] : []),
    ...(isDrug ? [issue('container-holds-a-drug', x.ndc, accepted, `${path}.ndc`)] : []),
  ];
}

function drugIssues({ ingredient: x, path }: Row, order: OrderContent, lib: Library): Issue[] {
  const { drug: id, vial } = vialOf(order, x.drug);
  const drug = findDrug(lib, id);
  const accepted = { code: 'vial', drug: drug ? drugName(drug) : id, ...vial } as const;
  const found: Issue[] = [];
  if (drugsIn(x.name, lib).some((other) => other !== id))
    found.push(issue('vial-of-another-drug', x.name, accepted, `${path}.name`));
  const products = x.ndc === null ? [] : presentationsOf(x.ndc, lib);
  const ours = products.filter((p) => p.drug === id);
  if (products.length > 0 && ours.length === 0)
    found.push(issue('vial-of-another-drug', x.ndc, accepted, `${path}.ndc`));
  const strength = quantity(vial.strength, 'mass/volume');
  const differs = (s: ReturnType<typeof strengthOf>) => s !== null && compare(s, strength) !== 0;
  if (strengthsIn(x.name).some(differs))
    found.push(issue('vial-of-another-strength', x.name, accepted, `${path}.name`));
  if (x.strength !== undefined && differs(quantity(x.strength, 'mass/volume')))
    found.push(issue('vial-of-another-strength', x.strength, accepted, `${path}.strength`));
  if (ours.length > 0 && ours.every((p) => differs(strengthOf(p))))
    found.push(issue('vial-of-another-strength', x.ndc, accepted, `${path}.ndc`));
  return found;
}

function diluentIssues({ ingredient: x, path }: Row, order: OrderContent, lib: Library): Issue[] {
  const { diluent } = order.preparation;
  const name = lib.formulary.diluents.find((d) => d.id === diluent)?.name ?? diluent;
  const another = (at: 'name' | 'ndc') =>
    issue('diluent-of-another-kind', x[at], { code: 'one-of', options: [name] }, `${path}.${at}`);
  const isNamed = diluentsIn(x.name, lib).some((id) => id !== diluent) || drugsIn(x.name, lib).length > 0;
  const isDrug = x.ndc !== null && presentationsOf(x.ndc, lib).length > 0;
  return [...(isNamed ? [another('name')] : []), ...(isDrug ? [another('ndc')] : [])];
}

/** Is it plain which drug a recorded vial holds: does its name or its NDC say the one of the order? */
export const isTold = (x: Ingredient, id: string, lib: Library): boolean =>
  drugsIn(x.name, lib).includes(id) ||
  (x.ndc !== null && presentationsOf(x.ndc, lib).some((p) => p.drug === id));

/** Is it plain which strength a recorded vial has? It is not where packages of its NDC's product are listed in several. */
export function isStrengthTold(x: Ingredient, id: string, lib: Library): boolean {
  const [first, ...others] = (x.ndc === null ? [] : presentationsOf(x.ndc, lib)).flatMap((p) =>
    p.drug === id ? (strengthOf(p) ?? []) : [],
  );
  if (first === undefined) return x.strength !== undefined || strengthsIn(x.name).length > 0;
  return others.every((s) => compare(s, first) === 0);
}

/** What was measured, beside the recipe. */
export function measuredOf(made: MadeRecord, order: OrderContent, recipe: Preparation): Measured[] {
  const drugs = [order.drug, ...recipe.also.map((x) => x.drug)].flatMap((id) => {
    const planned = recipe.also.find((x) => x.drug === id)?.draw ?? recipe.draw;
    const drawn = sumDrawn(rowsOf(made, 'drug').filter((r) => vialOf(order, r.ingredient.drug).drug === id));
    return drawn === null ? [] : [measured(id, planned.result, drawn)];
  });
  const diluent = sumDrawn(rowsOf(made, 'diluent'));
  return recipe.diluent === null || diluent === null || recipe.diluent.result.amount.n === 0n
    ? drugs
    : [...drugs, measured('diluent', recipe.diluent.result, diluent)];
}

/** Several vials of one drug give one draw together; where one of them was not measured nothing is known of the sum. */
function sumDrawn(rows: readonly Row[]): Volume | null {
  const [first, ...rest] = rows.map((r) => r.ingredient.drawn);
  if (first === undefined || rest.includes(undefined)) return null;
  return rest.reduce<Volume>(
    (sum, text) => (text === undefined ? sum : add(sum, quantity(text, 'volume'))),
    quantity(first, 'volume'),
  );
}

function measured(id: string, planned: Volume, drawn: Volume): Measured {
  const deviation = inBase(drawn).div(inBase(planned)).sub(1n).abs();
  return { of: id, planned, drawn, deviation };
}

/**
 * How far a draw of this order may be off. In: drug and route, the recipe with every drug of it, the library. Out: parts of what was planned, up
 * to which a draw is accepted, and from which the container is made anew. Source: the house rule of the site.
 */
export function toleranceOf(
  order: Pick<OrderContent, 'drug' | 'route'>,
  recipe: Pick<Preparation, 'concentration' | 'also'>,
  { site: { made } }: Pick<Library, 'site'>,
): Tolerance {
  const { drugs, routes, above } = made.strictFor;
  const inIt = [{ drug: order.drug, concentration: recipe.concentration }, ...recipe.also];
  const isStrict =
    routes.includes(order.route) ||
    inIt.some(
      (x) =>
        drugs.includes(x.drug) ||
        above.some(
          (a) =>
            a.drug === x.drug &&
            compare(x.concentration.result, quantity(a.concentration, 'mass/volume')) > 0,
        ),
    );
  return isStrict ? made.strict : made.usual;
}

const isOutside = (m: Measured, { accept }: Tolerance): boolean => m.deviation.compare(exact(accept)) > 0;

/**
 * The order as its container was really made: the amounts that were measured instead of the planned ones. In: order, its
 * recipe, what was measured, the library. Out: the same order where everything is within the tolerance. Refuses nothing.
 */
export function asMade(
  order: OrderContent,
  recipe: Preparation,
  list: readonly Measured[],
  lib: Library,
): OrderContent {
  if (!list.some((m) => isOutside(m, toleranceOf(order, recipe, lib)))) return order;
  const drawnOf = (id: string) => list.find((m) => m.of === id)?.drawn;
  const massOf = (id: string, strength: string, planned: string): string => {
    const drawn = drawnOf(id);
    const drug = findDrug(lib, id);
    return drawn === undefined
      ? planned
      : quantityText(to(mul<'mass'>(drawn, quantity(strength, 'mass/volume')), drug ? drugUnit(drug) : 'mg'));
  };
  const p = order.preparation;
  const amounts = {
    drugAmount: massOf(order.drug, p.vial.strength, p.drugAmount),
    ...(p.also && {
      also: p.also.map((x) => ({ ...x, amount: massOf(x.drug, x.vial.strength, x.amount) })),
    }),
  };
  if (p.method !== 'exact-fill') return { ...order, preparation: { ...p, ...amounts } };
  const filled = filledTo(recipe, order.drug, drawnOf);
  return { ...order, preparation: { ...p, ...amounts, finalVolume: filled ?? p.finalVolume } };
}

/** The volume of a container that was filled by measure; null where its diluent was not measured, or the sum has no decimal. */
function filledTo(
  recipe: Preparation,
  drug: string,
  drawnOf: (id: string) => Volume | undefined,
): string | null {
  const diluent = drawnOf('diluent');
  if (diluent === undefined) return null;
  const drugs = [{ drug, draw: recipe.draw }, ...recipe.also].map((x) => drawnOf(x.drug) ?? x.draw.result);
  const sum = drugs.reduce((all, d) => add(all, d), diluent);
  return decimalText(sum.amount) === null ? null : quantityText(sum);
}
