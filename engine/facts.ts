import { dayOf, type Minute } from './calendar.ts';
import type { Facts, Previous } from './checks/check.ts';
import { deliveryOf, highestOf, type Delivery } from './delivery.ts';
import { worstIn } from './exposure.ts';
import { drugName, drugUnit, findDrug, type Library } from './formulary.ts';
import { given, givenIssues, type GivenRecord } from './given.ts';
import { lazyFields } from './lazy.ts';
import { minuteOfDay } from './local-time.ts';
import { deliveryInShare, inShare } from './mixture.ts';
import { orderIssues, unitIn, type OrderContent } from './order.ts';
import { ageAt, creatinineClearance, factAge, type PatientFacts } from './patient.ts';
import { prepare } from './preparation.ts';
import { program } from './program.ts';
import { findPump } from './pumps/models.ts';
import { of, quantity, to, type Time } from './quantity.ts';
import { exact } from './notation.ts';
import { resolve } from './regimen/regimen.ts';
import type { Regimen } from './regimen/resolved.ts';
import { schedule } from './regimen/sessions.ts';
import { Refused, type Issue } from './result.ts';
import { useIssues, type Use } from './timeline/use.ts';
import { unit } from './units.ts';

export interface OrderCheck {
  readonly patient: PatientFacts;
  readonly order: OrderContent;
  readonly at: Minute;
  readonly previous?: Previous | null | undefined;
  /** other active orders of the patient */
  readonly others?: readonly OrderContent[] | undefined;
  /** what was given outside the orders */
  readonly given?: readonly GivenRecord[] | undefined;
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
  return computedFacts(check, library);
}

/** The same for an order that is known to have no issue: a search over its variants asks for those on their own. */
export function computedFacts(check: OrderCheck, library: Library): Facts {
  const { patient, order, at, previous = null } = check;
  const drug = findDrug(library, order.drug);
  const pump = findPump(library, order.pump);
  if (!drug || !pump) throw new Error('an order is computed after orderIssues');
  const weight = patient.weight ? to(quantity(patient.weight.value, 'weight'), 'kg') : null;
  const years = ageAt(patient, at).years;
  const preparation = prepare(order.preparation, drugUnit(drug), unitIn(library));
  const { concentration } = preparation;
  const mixture = order.preparation.also !== undefined;
  const basis = { weight, concentration, drugUnit: drugUnit(drug), mixture };
  const regimen = resolve(order.regimen, basis);
  const programmed = program(regimen, preparation, pump, order.route);
  const planned = schedule(order.sessions);
  const side = {
    holdsLimit: programmed.pump.limit.kind === 'amount',
    holds: programmed.holds,
    kvoAtLimit: programmed.kvoAtLimit,
    clockAtStart: clockAt(planned.start, regimen, library),
  };
  const delivery = deliveryOf(regimen, planned, side);
  const facts: Facts = {
    patient,
    order,
    library,
    drug,
    name: drugName(drug),
    at,
    years,
    weight,
    clearance: clearanceAt(patient, years, at, library),
    regimen,
    schedule: planned,
    preparation,
    program: programmed,
    delivery,
    highest: highestOf(regimen),
    expected: expectedUse(order, delivery),
    worst: worstOf(delivery),
    also: [],
    container: [order.drug, ...(order.preparation.also ?? []).map((x) => x.drug)],
    previous,
    ...othersOf(check, library),
    given: (check.given ?? []).map(given),
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
  hour: (d: Delivery) => worstIn(d, WINDOWS.hour),
  fourHours: (d: Delivery) => worstIn(d, WINDOWS.fourHours),
  day: (d: Delivery) => worstIn(d, WINDOWS.day),
  threeDays: (d: Delivery) => worstIn(d, WINDOWS.threeDays),
});
const worstOf = (d: Delivery): Facts['worst'] => worstWindows({}, d);

/** The pump's clock at the first start: only a regimen with a night asks for it. */
function clockAt(start: Minute, r: Regimen, library: Library): Time {
  const minutes = r.dayNight ? minuteOfDay(start, library.site.timeZone) : 0n;
  return of(exact(minutes), unit('min', 'time'));
}

/** The same order seen from a further drug of its container: it flows in the proportion of the concentrations. */
function mixedIn(f: Facts, x: Facts['preparation']['also'][number]): Facts {
  const found = findDrug(f.library, x.drug);
  if (!found) throw new Error('a mixture is resolved after orderIssues');
  const share = {
    from: f.preparation.concentration,
    to: x.concentration,
    unit: drugUnit(found),
    drug: x.drug,
  };
  const regimen = inShare(f.regimen, share);
  const delivery = deliveryInShare(f.delivery, share);
  return {
    ...f,
    drug: found,
    name: drugName(found),
    order: { ...f.order, drug: x.drug },
    regimen,
    preparation: { ...f.preparation, ...x, also: [] },
    delivery,
    highest: highestOf(regimen),
    worst: worstOf(delivery),
    previous: null,
  };
}

function clearanceAt(patient: PatientFacts, years: number, at: Minute, library: Library): Facts['clearance'] {
  const allowed = library.site.maxAge.creatinine;
  if (patient.creatinine) {
    const age = factAge(patient.creatinine.on, at);
    if (exact(BigInt(age)).compare(exact(allowed)) > 0)
      return { missing: `a creatinine within ${allowed} days; the last is ${age} days old` };
  }
  return creatinineClearance(patient, years);
}

export { dayOf };
