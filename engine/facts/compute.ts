import { dayOf, type Minute } from '../time/calendar.ts';
import type { Facts, InLine, Previous } from './facts.ts';
import { seenFrom } from './previous.ts';
import { deliveryOf, highestOf, type Delivery } from '../exposure/delivery.ts';
import { worstIn } from '../exposure/closed-form.ts';
import type { Worst } from '../exposure/worst-case.ts';
import { drugName, drugUnit, findDrug, type Drug, type Library } from '../formulary/formulary.ts';
import { given, givenIssues, type GivenRecord } from '../order/dose-given.ts';
import { lazyFields } from '../derivation/lazy.ts';
import { minuteOfDay } from '../time/local-time.ts';
import { deliveryInShare, inShare } from '../exposure/mixture.ts';
import type { MadeRecord } from '../order/ingredient.ts';
import { asMade, measuredOf } from '../order/made.ts';
import { drugsOfOrder, orderIssues, unitIn, type OrderContent } from '../order/order.ts';
import { ageAt, creatinineClearance, factAge, type PatientFacts } from '../order/patient.ts';
import { prepare, preparationIssues, type Preparation } from '../order/preparation.ts';
import { program } from '../program/program.ts';
import type { PumpModel } from '../pumps/pump.ts';
import { findPump } from '../formulary/pumps-of-site.ts';
import { compare, of, quantity, to, type Time } from '../number/quantity.ts';
import { exact } from '../number/notation.ts';
import { stepsByTheClock } from '../order/regimen/day-night-steps.ts';
import type { Basis } from '../order/regimen/basis.ts';
import { regimenIssues, resolve } from '../order/regimen/regimen.ts';
import type { Regimen } from '../order/regimen/resolved.ts';
import { schedule, type Schedule } from '../order/regimen/sessions.ts';
import { Refused, type Issue } from '../number/result.ts';
import { useIssues, type Use } from '../exposure/use.ts';
import { unit } from '../number/units.ts';

export interface OrderCheck {
  readonly patient: PatientFacts;
  readonly order: OrderContent;
  readonly at: Minute;
  readonly previous?: Previous | null | undefined;
  /** what the container held that ran last on this line, where it was another order */
  readonly line?: readonly InLine[] | undefined;
  /** other active orders of the patient */
  readonly others?: readonly OrderContent[] | undefined;
  /** other orders of the patient that are drafted or on hold: they count in no sum */
  readonly waiting?: readonly OrderContent[] | undefined;
  /** what was given outside the orders */
  readonly given?: readonly GivenRecord[] | undefined;
  /** what went into its containers, once that is recorded; `at` is then when they were made */
  readonly made?: MadeRecord | undefined;
}

const WINDOWS = {
  hour: quantity('1 h', 'time'),
  fourHours: quantity('4 h', 'time'),
  day: quantity('24 h', 'time'),
  threeDays: quantity('72 h', 'time'),
};

/**
 * Everything that is computed of an order before any check looks at it: resolved regimen, preparation, program, delivery
 * and worst cases. Refuses, with every named issue at once, an order that can not be computed.
 */
export function factsOf(check: OrderCheck, library: Library): Facts {
  const { patient, order, at } = check;
  const issues = [...orderIssues(patient, order, library, at), ...givenIssues(check.given ?? [], at)];
  if (issues.length > 0) throw new Refused(...issues);
  return check.made === undefined ? computedFacts(check, library) : madeFacts(check, check.made, library);
}

/**
 * The facts of the order as its container was made. The pump is set by the plan, so it moves the planned volumes: the doses
 * are in the proportion of the concentration that was made to the planned one. What was measured has to be an order that
 * can be computed.
 */
function madeFacts(check: OrderCheck, record: MadeRecord, library: Library): Facts {
  const planned = computedFacts(check, library);
  const measured = measuredOf(record, check.order, planned.preparation);
  const made = { record, at: check.at, measured };
  const order = asMade(check.order, planned.preparation, measured, library);
  if (order === check.order) return { ...planned, made };
  const issues = orderIssues(check.patient, order, library, check.at);
  if (issues.length > 0) throw new Refused(...issues);
  const preparation = prepare(order.preparation, drugUnit(planned.drug), unitIn(library));
  const facts = {
    ...inConcentration(planned, preparation.concentration, planned.drug),
    order,
    preparation,
    made,
  };
  return { ...facts, also: preparation.also.map((x) => mixedIn(facts, x)) };
}

/** What is known of a question before its order: no number of the order changes it. */
type Question = Omit<Facts, keyof Planned>;
/** What follows from the order. */
type Planned = Pick<
  Facts,
  | 'order'
  | 'regimen'
  | 'schedule'
  | 'preparation'
  | 'made'
  | 'program'
  | 'delivery'
  | 'highest'
  | 'expected'
  | 'worst'
  | 'most'
  | 'also'
  | 'container'
>;

/** The facts of an order that is known to have no issue, as it is planned. */
function computedFacts(check: OrderCheck, library: Library): Facts {
  const { patient, order, at, previous = null } = check;
  const drug = findDrug(library, order.drug);
  const pump = findPump(library, order.pump);
  if (!drug || !pump) throw new Error('an order is computed after orderIssues');
  const years = ageAt(patient, at).years;
  const question = {
    patient,
    library,
    drug,
    name: drugName(drug),
    at,
    years,
    weight: patient.weight ? to(quantity(patient.weight.value, 'weight'), 'kg') : null,
    clearance: clearanceAt(patient, years, at, library),
    previous: seenFrom(previous, order.drug),
    line: check.line ?? [],
    ...othersOf(check, library),
    waiting: check.waiting ?? [],
    given: (check.given ?? []).map(given),
  };
  const preparation = prepare(order.preparation, drugUnit(drug), unitIn(library));
  return plannedFacts(question, order, { pump, preparation, planned: schedule(order.sessions) });
}

/**
 * Can a variant of an order be computed: one of the same question, sessions and pump, with other numbers in its regimen or
 * its preparation? In: the facts of the order, and the variant.
 */
export function isComputable(like: Facts, order: OrderContent): boolean {
  const preparation = preparationOf(like, order);
  return (
    preparation !== null &&
    regimenIssues(order.regimen, basisOf(like, order, preparation), order.sessions).length === 0
  );
}

/** The facts of a variant that can be computed. In as `isComputable`; what both orders have in common is taken from there. */
export function variantOf(like: Facts, order: OrderContent): Facts {
  const preparation = preparationOf(like, order);
  if (preparation === null) throw new Error('a variant is computed after isComputable');
  return plannedFacts(like, order, { pump: like.program.pump, preparation, planned: like.schedule });
}

function preparationOf(like: Facts, order: OrderContent): Preparation | null {
  if (order.preparation === like.order.preparation) return like.preparation;
  const { library, drug } = like;
  const [unitOf, own] = [unitIn(library), drugUnit(drug)];
  const refused = preparationIssues(
    order.preparation,
    [own],
    library.formulary.diluents.map((x) => x.id),
    unitOf,
  );
  return refused.length > 0 ? null : prepare(order.preparation, own, unitOf);
}

const basisOf = (
  { drug, weight }: Question,
  { preparation: { also } }: OrderContent,
  { concentration }: Preparation,
): Basis => ({
  weight,
  concentration,
  drugUnit: drugUnit(drug),
  mixture: also !== undefined,
});

function plannedFacts(
  question: Question,
  order: OrderContent,
  { pump, preparation, planned }: { pump: PumpModel; preparation: Preparation; planned: Schedule },
): Facts {
  const { library } = question;
  const regimen = inSteps(resolve(order.regimen, basisOf(question, order, preparation)), planned, library);
  const programmed = program(regimen, preparation, pump, order.route);
  const side = {
    atLimit: programmed.atLimit,
    holds: programmed.holds,
    kvoAtLimit: programmed.kvoAtLimit,
    clockAtStart: clockAt(planned.start, regimen, library),
  };
  const delivery = deliveryOf(regimen, planned, side);
  const facts: Facts = {
    ...question,
    order,
    regimen,
    schedule: planned,
    preparation,
    made: null,
    program: programmed,
    delivery,
    highest: highestOf(regimen),
    expected: expectedUse(order, delivery),
    ...exposureOf(delivery),
    also: [],
    container: drugsOfOrder(order),
  };
  return { ...facts, also: preparation.also.map((x) => mixedIn(facts, x)) };
}

/** Doses an hour as somebody stated them; what can not be stated of this order is refused. */
function expectedUse(order: OrderContent, delivery: Delivery): Use {
  const stated = order.course?.dosesPerHour;
  const use: Use = { kind: 'expected', dosesPerHour: stated === undefined ? null : exact(stated) };
  // more than the lockout allows is asked about by a check, since the lockout may be what is wrong
  const issues = useIssues(use, delivery).filter((i) => i.code !== 'doses-per-hour-above-lockout');
  if (issues.length > 0) throw new Refused(...issues.map((i) => ({ ...i, path: `order.course.${i.path}` })));
  return use;
}

/** The other active orders, each computed like the one that is asked about; one that can not be is kept with its issues. */
function othersOf(
  { patient, at, others = [] }: OrderCheck,
  library: Library,
): Pick<Facts, 'others' | 'othersUnread'> {
  const read: Facts[] = [];
  const unread: { order: OrderContent; issues: readonly Issue[] }[] = [];
  for (const order of others)
    try {
      read.push(factsOf({ patient, order, at }, library));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      unread.push({ order, issues: error.issues });
    }
  return { others: read, othersUnread: unread };
}

const worstWindows = lazyFields({
  hour: (most: Facts['most']) => most(WINDOWS.hour),
  fourHours: (most: Facts['most']) => most(WINDOWS.fourHours),
  day: (most: Facts['most']) => most(WINDOWS.day),
  threeDays: (most: Facts['most']) => most(WINDOWS.threeDays),
});

/** The worst cases of a delivery: each window once, under the words in which it was asked for (24 h is not 1 day). */
function exposureOf(d: Delivery): Pick<Facts, 'worst' | 'most'> {
  const asked: Worst[] = [];
  const most = (window: Time): Worst => {
    const before = asked.find((w) => w.window.unit === window.unit && compare(w.window, window) === 0);
    if (before) return before;
    const worst = worstIn(d, window);
    asked.push(worst);
    return worst;
  };
  return { worst: worstWindows({}, most), most };
}

/** A rate alone that changes by the clock, as the steps of a session: each begins at the same time of day. */
function inSteps(r: Regimen, s: Schedule, library: Library): Regimen {
  return r.kind === 'continuous' && r.dayNight
    ? { ...r, taper: stepsByTheClock(r.dayNight, clockAt(s.start, r, library), s.duration) }
    : r;
}

/** The pump's clock at the first start: only a regimen with a night asks for it. */
function clockAt(start: Minute, r: Regimen, library: Library): Time {
  const minutes = r.dayNight ? minuteOfDay(start, library.site.timeZone) : 0n;
  return of(exact(minutes), unit('min', 'time'));
}

/** The same order seen from a further drug of its container. */
function mixedIn(f: Facts, x: Facts['preparation']['also'][number]): Facts {
  const found = findDrug(f.library, x.drug);
  if (!found) throw new Error('a mixture is resolved after orderIssues');
  return {
    ...inConcentration(f, x.concentration, found),
    drug: found,
    name: drugName(found),
    order: { ...f.order, drug: x.drug },
    preparation: { ...f.preparation, ...x, also: [] },
    previous: previousIn(f, x.drug),
  };
}

/** What was before of a further drug of the container, by the route of all of it. */
function previousIn({ previous }: Facts, drug: string): Facts['previous'] {
  const own = previous?.also?.find((before) => before.drug === drug);
  return own === undefined ? null : { ...own, drug, route: previous?.route };
}

/** What the same flow gives at another concentration: doses in the proportion of the concentrations. */
function inConcentration(f: Facts, concentration: Facts['preparation']['concentration'], drug: Drug): Facts {
  const share = { from: f.preparation.concentration, to: concentration, unit: drugUnit(drug), drug: drug.id };
  const regimen = inShare(f.regimen, share);
  const delivery = deliveryInShare(f.delivery, share);
  return { ...f, regimen, delivery, highest: highestOf(regimen), ...exposureOf(delivery) };
}

function clearanceAt(patient: PatientFacts, years: number, at: Minute, library: Library): Facts['clearance'] {
  const allowed = library.site.maxAge.creatinine;
  if (patient.creatinine) {
    const age = factAge(patient.creatinine.on, at);
    if (exact(BigInt(age)).compare(exact(allowed)) > 0)
      return { missing: { code: 'creatinine', within: allowed, last: `${age}` } };
  }
  return creatinineClearance(patient, years);
}

export { dayOf };
