import type { Minute } from '../time/calendar.ts';
import type { Facts } from '../facts/facts.ts';
import { drugName, drugUnit, findDrug } from '../formulary/formulary.ts';
import { ONE, ZERO, type Exact } from '../number/notation.ts';
import { of, type Quantity, type Time } from '../number/quantity.ts';
import { Refused } from '../number/result.ts';
import { unit, type Unit } from '../number/units.ts';
import { times, together, type Curve } from './curve.ts';
import { isBesideTheBlood, isSwallowed, isThroughTheSkin } from '../order/routes.ts';
import { equivalents } from './equivalents.ts';
import { elapsed, partsOf, type Part, type Span } from './parts.ts';
import { useIssues, type Use } from '../exposure/use.ts';

/** A part in the measure of a line: so many base units of it for a base unit of mass. */
interface Counted {
  readonly part: Part;
  readonly factor: Exact;
}

/** One drug, or one class in a common measure, over everything that gives it. */
export interface Group {
  /** id of the drug, with its route where that is the mouth or beside the blood and the drug an opioid; or `MME` */
  readonly id: string;
  readonly drug: string;
  readonly name: string;
  readonly unit: Unit;
  readonly counted: readonly Counted[];
  /** what belongs to the class and has no factor to its measure */
  readonly apart: readonly string[];
}

/** A group over time. */
export interface Line extends Group {
  readonly worst: Curve;
  readonly expected: Curve;
}

export interface Timeline {
  /** elapsed time counts from here: the first start of an order, or the first dose given */
  readonly from: Minute;
  readonly hours: Exact;
  /** the first start of the order that is asked about */
  readonly start: Minute;
  readonly expected: Use;
  readonly lines: readonly Line[];
}

interface Asked {
  /** how long, from the first start of the order */
  readonly hours: Exact;
  readonly dosesPerHour: Exact | null;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** An opioid by mouth, through the skin or beside the blood, is not the same amount of drug as one by any other way in: it is a line of its own. */
function lineOf(f: Facts, { drug, route }: Part): string {
  const factor = equivalents(f.library, drug, route);
  if ('other' in factor) return drug;
  if (isSwallowed(route)) return `${drug} oral`;
  return isBesideTheBlood(route) || isThroughTheSkin(route) ? `${drug} ${route}` : drug;
}

function drugGroup(f: Facts, id: string, parts: readonly Part[]): Group {
  const own = parts.filter((p) => lineOf(f, p) === id);
  const drug = findDrug(f.library, own[0]?.drug ?? id);
  return {
    id,
    drug: drug?.id ?? id,
    name: drug ? id.replace(drug.id, drugName(drug)) : id,
    unit: unit(drug ? drugUnit(drug) : 'mg', 'mass'),
    counted: own.map((part) => ({ part, factor: ONE })),
    apart: [],
  };
}

/** All opioids together, each by its factor; null where there is none with one. */
function opioidGroup(f: Facts, parts: readonly Part[]): Group | null {
  const rated = parts.map((part) => ({ part, e: equivalents(f.library, part.drug, part.route) }));
  const counted = rated.flatMap(({ part, e }) => ('factor' in e ? [{ part, factor: e.factor }] : []));
  if (counted.length === 0) return null;
  return {
    id: 'MME',
    drug: 'MME',
    name: 'opioids in oral morphine equivalents',
    unit: unit('MME'),
    counted,
    apart: distinct(rated.flatMap(({ e }) => ('apart' in e ? [e.apart] : []))),
  };
}

/** The drugs that a patient gets, the order's own first, and the opioids together. */
export function groupsOf(f: Facts): Group[] {
  const parts = partsOf(f);
  const drugs = distinct(parts.map((p) => lineOf(f, p))).map((id) => drugGroup(f, id, parts));
  const opioids = opioidGroup(f, parts);
  return opioids === null ? drugs : [...drugs, opioids];
}

/** The most of one counted part in any window of a length, in the group's own unit. */
export const mostOf = (g: Group, { part, factor }: Counted, window: Time, from?: Minute): Quantity =>
  of(part.most(window, from).mul(factor).div(g.unit.factor), g.unit);

/**
 * The most of a group in any window of a length, whenever the patient presses and whenever the orders begin: the sum of
 * what each part gives at most. Never below what the group's line holds. `from`: in any window that ends after it, which
 * is what a check asks now: what was given longer ago than the window is over.
 */
export const boundOf = (g: Group, window: Time, from?: Minute): Quantity =>
  of(
    g.counted.reduce((sum, c) => sum.add(mostOf(g, c, window, from).amount), ZERO),
    g.unit,
  );

/** The same if the limit windows do not roll of whose pumps no source says it; null where that is not more. */
export function boundIfFixed(g: Group, window: Time): Quantity | null {
  const more = g.counted.reduce((sum, c) => sum.add(c.part.moreIfFixed(window).mul(c.factor)), ZERO);
  return more.n === 0n ? null : of(boundOf(g, window).amount.add(more.div(g.unit.factor)), g.unit);
}

/**
 * What the patient can receive and is expected to receive over time, drug by drug and in oral morphine equivalents: the
 * order, the patient's other active orders, their companions, and the doses given besides. In: the facts of an order, how
 * many hours from its first start, doses per hour if somebody stated them. Out: exact step functions of elapsed time.
 * Orders count from their own start at their worst case, the past included; what their pumps gave is not entered as given
 * a second time. Refuses a stated use that the pump would not deliver.
 */
export function timelineOf(f: Facts, { hours, dosesPerHour }: Asked): Timeline {
  const expected: Use = { kind: 'expected', dosesPerHour };
  const issues = useIssues(expected, f.delivery);
  if (issues.length > 0) throw new Refused(...issues);
  const starts = [f, ...f.others].map((o) => o.schedule.start);
  const from = Math.min(...starts, ...f.given.map((g) => g.at)) as Minute;
  const span: Span = { from, hours: hours.add(elapsed(from, f.schedule.start)) };
  return {
    ...span,
    start: f.schedule.start,
    expected,
    lines: groupsOf(f).map((g) => ({
      ...g,
      worst: together(g.counted.map((c) => times(c.part.worst(span), c.factor))),
      expected: together(g.counted.map((c) => times(c.part.expected(span, expected), c.factor))),
    })),
  };
}
