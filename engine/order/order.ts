import * as z from 'zod';
import { dayOf, parseInstant, type Minute } from '../time/calendar.ts';
import { course, courseIssues } from './course.ts';
import { findDrug, drugName, drugUnit, routesOf, type Drug, type Library } from '../formulary/formulary.ts';
import { givenRecord } from './dose-given.ts';
import { medicineName } from '../formulary/medicine-names.ts';
import { lazyFields } from '../derivation/lazy.ts';
import { patientFacts, patientIssues, type PatientFacts } from './patient.ts';
import { madeRecord } from './ingredient.ts';
import { companion, companionIssues } from './companions.ts';
import { prepare, preparation, preparationIssues, type PreparationOrder } from './preparation.ts';
import { lineBefore, previousOrder } from './order-before.ts';
import { findPump, pumpsOf } from '../formulary/pumps-of-site.ts';
import { quantity, to } from '../number/quantity.ts';
import type { Basis } from './regimen/basis.ts';
import { regimen, regimenIssues } from './regimen/regimen.ts';
import { sessionIssues, sessions } from './regimen/sessions.ts';
import { issue, unwrap, type Issue } from '../number/result.ts';
import { instantField, quantityField, wordsField } from '../number/fields.ts';

/** One order: what the prescriber wants, what goes into the container, which pump runs it. */
export const orderContent = z.strictObject({
  drug: z.string().describe('id of a drug of the formulary'),
  route: z.string(),
  firstOrder: z.boolean().describe('first order of this drug for this patient'),
  naloxone: z
    .enum(['ordered', 'refused', 'none'])
    .describe('rescue naloxone: ordered, refused in writing, or neither'),
  regimen,
  sessions,
  course: course.optional(),
  concentration: quantityField('mass/volume')
    .optional()
    .describe('as the prescriber ordered it; what is in the bag is held against it'),
  preparation,
  pump: z.string().describe('id of a pump model'),
  protocol: z.string().min(1).max(64).optional().describe('name of the protocol that it started from'),
  companions: z
    .array(companion)
    .max(30)
    .optional()
    .describe('medicines beside the infusion that count in its sums'),
  note: wordsField(600).optional(),
});
export type OrderContent = z.infer<typeof orderContent>;

/** What `meniscus check` reads: one order with its patient, and the instant as of which it is checked. */
export const orderFile = z.strictObject({
  at: instantField().optional().describe('as of when; now, if absent'),
  source: wordsField(400).optional(),
  patient: patientFacts,
  order: orderContent,
  previous: previousOrder.optional().describe('what was ordered of this drug before'),
  line: lineBefore
    .optional()
    .describe('the drugs of the container that ran last on this line, where it was another order'),
  others: z.array(orderContent).max(20).optional().describe('other orders of the patient that are active'),
  waiting: z
    .array(orderContent)
    .max(20)
    .optional()
    .describe('other orders of the patient that are drafted or on hold'),
  given: z.array(givenRecord).max(500).optional().describe('doses given outside the orders'),
  made: madeRecord.optional().describe('what went in, where the container is made: `at` is when'),
});
export type OrderFile = z.infer<typeof orderFile>;

const under = (prefix: string, issues: readonly Issue[]): Issue[] =>
  issues.map((i) => ({ ...i, path: i.path === '' ? prefix : `${prefix}.${i.path}` }));

/** Implanted pumps: out of scope whatever the drug. */
const OUT_OF_SCOPE = 'intrathecal';

function drugIssues(d: Drug, order: OrderContent): Issue[] {
  const accepted = { code: 'route-of-drug', routes: routesOf(d), drug: drugName(d) } as const;
  if (order.route === OUT_OF_SCOPE) return [issue('route-out-of-scope', order.route, accepted, 'route')];
  return routesOf(d).includes(order.route)
    ? []
    : [issue('route-not-in-formulary', order.route, accepted, 'route')];
}

/** A drug that is not carried: one that is refused by its name says why, and what its label gives. */
function notCarried(lib: Library, id: string, path: string): Issue {
  const named = medicineName(lib, id).generics;
  const known = lib.formulary.out_of_scope.find((x) =>
    x.drugs.some((name) => named.includes(name) || name === id),
  );
  if (known) return issue('drug-out-of-scope', id, { code: 'another-drug', why: known.message }, path);
  const options = lib.formulary.drugs.map((x) => x.id);
  return issue('drug-not-in-formulary', id, { code: 'one-of', options }, path);
}

/**
 * Everything that keeps an order from being computed at all. In: a decoded order and patient, the library, the instant.
 * Out: named issues with their paths; empty if the order can be checked. Clinical doubts are findings, not issues.
 */
export function orderIssues(patient: PatientFacts, order: OrderContent, lib: Library, at: Minute): Issue[] {
  const d = findDrug(lib, order.drug);
  if (!d) return [notCarried(lib, order.drug, 'order.drug')];
  return [
    ...under('patient', patientIssues(patient, dayOf(at))),
    ...contentIssues(patient, order, d, lib, at),
  ];
}

function contentIssues(
  patient: PatientFacts,
  order: OrderContent,
  d: Drug,
  lib: Library,
  at: Minute,
): Issue[] {
  const found = under('order', drugIssues(d, order));
  const weight = patient.weight ? to(quantity(patient.weight.value, 'weight'), 'kg') : null;
  const unitOf = unitIn(lib);
  const recipe = [
    ...mixtureIssues(order, lib),
    ...preparationIssues(
      order.preparation,
      [drugUnit(d)],
      lib.formulary.diluents.map((x) => x.id),
      unitOf,
    ),
  ];
  const basis = madeWhenAsked(
    { weight, mixture: order.preparation.also !== undefined, drugUnit: drugUnit(d) },
    () => (recipe.length > 0 ? null : prepare(order.preparation, drugUnit(d), unitOf).concentration),
  );
  const timed = sessionIssues(order.sessions);
  found.push(...under('order.regimen', regimenIssues(order.regimen, basis, order.sessions)));
  found.push(...under('order.sessions', timed));
  found.push(...under('order.course', courseIssues(order.course, at)));
  found.push(...under('order.preparation', recipe));
  found.push(...under('order.companions', companionIssues(order.companions ?? [])));
  if (!findPump(lib, order.pump)) {
    const known = pumpsOf(lib).map((p) => p.id);
    found.push(issue('pump-not-known', order.pump, { code: 'one-of', options: known }, 'order.pump'));
  }
  return found;
}

// only a regimen that is ordered by volume asks for the concentration
const madeWhenAsked = lazyFields({ concentration: (make: () => Basis['concentration']) => make() });

/** The unit of mass of a drug by its id; null of an unknown id, which is refused elsewhere. */
export const unitIn =
  (lib: Library) =>
  (id: string): string | null => {
    const d = findDrug(lib, id);
    return d ? drugUnit(d) : null;
  };

/** Drugs that can not be mixed in: unknown ones, the same one twice, ones that the library does not have by this route. */
function mixtureIssues(order: OrderContent, lib: Library): Issue[] {
  const also: PreparationOrder['also'] = order.preparation.also ?? [];
  const ids = also.map((x) => x.drug);
  return also.flatMap(({ drug: id }, i) => {
    const d = findDrug(lib, id);
    if (!d) return [notCarried(lib, id, `also.${i}.drug`)];
    if (id === order.drug || ids.indexOf(id) !== i)
      return [issue('drug-mixed-with-itself', id, { code: 'each-drug-once' }, `also.${i}.drug`)];
    return under(`also.${i}`, drugIssues(d, order)).map((x) => ({ ...x, path: `also.${i}.drug` }));
  });
}

/** The ids of every drug of the container, the one that the regimen is written in first. In: a decoded order. It refuses nothing. */
export const drugsOfOrder = (order: {
  readonly drug: string;
  readonly preparation: { readonly also?: readonly { readonly drug: string }[] | undefined };
}): readonly [string, ...string[]] => [order.drug, ...(order.preparation.also ?? []).map((x) => x.drug)];

/** As of when an order file is asked about: its own instant, or the one that is given. */
export const instantOf = (file: OrderFile, now: Minute): Minute =>
  file.at === undefined ? now : unwrap(parseInstant(file.at));
