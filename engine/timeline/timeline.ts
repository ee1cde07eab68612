import type { Minute } from '../calendar.ts';
import type { Facts } from '../checks/check.ts';
import { worstIn } from '../exposure.ts';
import { drugUnit, findDrug } from '../formulary.ts';
import type { Given } from '../given.ts';
import { exact, ZERO, type Exact } from '../notation.ts';
import { inBase, of, type Quantity, type Time } from '../quantity.ts';
import { Refused } from '../result.ts';
import { unit, type Unit } from '../units.ts';
import { EMPTY, ofPlan, ofRun, times, together, type Curve } from './curve.ts';
import { equivalents } from './equivalents.ts';
import { runUnder, useIssues, WORST, type Use } from './use.ts';
import { mostIn } from './window.ts';

/** One drug, or one class in a common measure, over all orders of the patient and all that was given besides. */
export interface Line {
  /** id of the drug, or `MME` */
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  /** the orders that feed it, the one that is asked about first */
  readonly orders: readonly Facts[];
  readonly worst: Curve;
  readonly expected: Curve;
  /** the most in any window of a length, whenever the patient presses: not below what `worst` holds */
  readonly bound: (window: Time) => Quantity;
  /** what belongs to the class and has no factor to its measure */
  readonly apart: readonly string[];
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

/** One order or one kind of dose: its curves, and how much of it any window holds at most. */
interface Part {
  readonly drug: string;
  readonly route: string;
  readonly facts: Facts | null;
  readonly worst: Curve;
  readonly expected: Curve;
  readonly most: (window: Time) => Exact;
}

const minutes = (from: Minute, to: Minute): Exact => exact(BigInt(to - from)).div(60n);
const mg = unit('mg', 'mass');

function orderPart(f: Facts, from: Minute, until: Exact, expected: Use): Part {
  const before = BigInt(f.schedule.start - from);
  const hours = until.sub(exact(before).div(60n));
  const curve = (u: Use): Curve =>
    hours.s < 0n || hours.n === 0n ? EMPTY : ofRun(runUnder(u, f.delivery, hours), before);
  return {
    drug: f.drug.id,
    route: f.order.route,
    facts: f,
    worst: curve(WORST),
    expected: curve(expected),
    most: (window) => (hours.s < 0n ? ZERO : inBase(worstIn(f.delivery, window).amount.result)),
  };
}

function givenPart(drug: string, route: string, given: readonly Given[], from: Minute): Part {
  const doses = given.filter((g) => g.drug === drug && g.route === route);
  const curve = ofPlan(
    doses.map((g) => ({ at: minutes(from, g.at), amount: inBase(g.amount) })),
    [],
  );
  return {
    drug,
    route,
    facts: null,
    worst: curve,
    expected: curve,
    most: (window) => inBase(mostIn(curve, window, 'half-open', mg).amount),
  };
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/**
 * What the patient can receive and is expected to receive over time, drug by drug and in oral morphine equivalents: the
 * order, the patient's other active orders, and the doses given besides. In: the facts of an order, how many hours from
 * its first start, doses per hour if somebody stated them. Out: exact step functions of elapsed time. Orders count from
 * their own start at their worst case, the past included; what their pumps gave is not entered as given a second time.
 * Refuses a stated use that the pump would not deliver.
 */
export function timelineOf(f: Facts, { hours, dosesPerHour }: Asked): Timeline {
  const expected: Use = { kind: 'expected', dosesPerHour };
  const issues = useIssues(expected, f.delivery);
  if (issues.length > 0) throw new Refused(...issues);
  const starts = [f, ...f.others].map((o) => o.schedule.start);
  const from = Math.min(...starts, ...f.given.map((g) => g.at)) as Minute;
  const until = hours.add(minutes(from, f.schedule.start));
  const parts = [
    orderPart(f, from, until, expected),
    // what was stated of this order's use says nothing of another's
    ...f.others.map((o) => orderPart(o, from, until, { kind: 'expected', dosesPerHour: null })),
    ...distinct(f.given.map((g) => g.drug)).flatMap((drug) =>
      distinct(f.given.filter((g) => g.drug === drug).map((g) => g.route)).map((route) =>
        givenPart(drug, route, f.given, from),
      ),
    ),
  ];
  const drugs = distinct(parts.map((p) => p.drug)).map((id) => drugLine(f, id, parts));
  const opioids = opioidLine(f, parts);
  return {
    from,
    hours: until,
    start: f.schedule.start,
    expected,
    lines: opioids === null ? drugs : [...drugs, opioids],
  };
}

const ordersIn = (parts: readonly Part[]): Facts[] =>
  parts.flatMap((p) => (p.facts === null ? [] : [p.facts]));
const total = (values: readonly Exact[]): Exact => values.reduce((a, b) => a.add(b), ZERO);

function drugLine(f: Facts, id: string, all: readonly Part[]): Line {
  const parts = all.filter((p) => p.drug === id);
  const drug = findDrug(f.library, id);
  const measure = unit(drug ? drugUnit(drug) : 'mg', 'mass');
  return {
    id,
    name: drug?.tall_man ?? drug?.generic_name ?? id,
    unit: measure,
    orders: ordersIn(parts),
    worst: together(parts.map((p) => p.worst)),
    expected: together(parts.map((p) => p.expected)),
    bound: (window) => of(total(parts.map((p) => p.most(window))).div(measure.factor), measure),
    apart: [],
  };
}

/** All opioids together, each by its factor; null where there is none with one. */
function opioidLine(f: Facts, parts: readonly Part[]): Line | null {
  const rated = parts.map((p) => ({ p, e: equivalents(f.library, p.drug, p.route) }));
  const counted = rated.flatMap(({ p, e }) => ('factor' in e ? [{ ...p, factor: e.factor }] : []));
  if (counted.length === 0) return null;
  const MME = unit('MME');
  return {
    id: 'MME',
    name: 'opioids in oral morphine equivalents',
    unit: MME,
    orders: ordersIn(counted),
    worst: together(counted.map((c) => times(c.worst, c.factor))),
    expected: together(counted.map((c) => times(c.expected, c.factor))),
    bound: (window) => of(total(counted.map((c) => c.most(window).mul(c.factor))), MME),
    apart: distinct(rated.flatMap(({ e }) => ('apart' in e ? [e.apart] : []))),
  };
}
