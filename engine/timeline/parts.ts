import type { Minute } from '../time/calendar.ts';
import type { Facts } from '../facts/facts.ts';
import { spanOf } from '../facts/span.ts';
import type { Companion } from '../order/companions.ts';
import { exact, ZERO, type Exact } from '../number/notation.ts';
import { inBase, of, quantity, type Mass, type Time } from '../number/quantity.ts';
import { unit, type Unit } from '../number/units.ts';
import { changeOverOf, delivered, type ChangeOver } from './change-over.ts';
import { EMPTY, ofPlan, ofRun, type Curve, type Dose } from './curve.ts';
import { drugIdOf } from './names.ts';
import { NO_PRESSES, runUnder, WORST, type Use } from '../exposure/use.ts';
import { mostIn } from './window.ts';

/** Elapsed time of a timeline: from an instant, for so many hours. */
export interface Span {
  readonly from: Minute;
  readonly hours: Exact;
}

/** One thing that gives a drug: an order through its pump, a companion of it, the doses given by hand. */
export interface Part {
  readonly kind: 'order' | 'companion' | 'given';
  readonly name: string;
  /** id of a drug of the formulary, or another one's name */
  readonly drug: string;
  readonly route: string;
  /** the order that gives it, where one does */
  readonly facts: Facts | null;
  readonly worst: (span: Span) => Curve;
  /** `stated`: what was stated of the patient's use of the order that is asked about */
  readonly expected: (span: Span, stated: Use) => Curve;
  /**
   * the most in any window of a length, whenever it is given; base units of mass. `from`: only windows that end after it,
   * so that a dose given by hand longer ago than the window counts no more
   */
  readonly most: (window: Time, from?: Minute) => Exact;
  /** by how much that is more if the limit window of its pump does not roll, where no source says so */
  readonly moreIfFixed: (window: Time) => Exact;
}

const mg = unit('mg', 'mass');

/** Hours from one minute to another, exact. */
export const elapsed = (from: Minute, to: Minute): Exact => exact(BigInt(to - from)).div(60n);

/**
 * Can a window of 24 h hold something of both orders? In: two orders. Out: false where the one is over a day or more
 * before the other begins, so that nothing of it counts beside it.
 */
export function meetInADay(a: Pick<Facts, 'schedule'>, b: Pick<Facts, 'schedule'>): boolean {
  const [one, other] = [spanOf(a), spanOf(b)];
  const day = 24 * 60;
  return one.from < other.to + day && other.from < one.to + day;
}

function orderPart(f: Facts, name: string, own: boolean, change: ChangeOver | null): Part {
  const more = change === null ? ZERO : inBase(change.more.result);
  const curve = ({ from, hours }: Span, use: Use): Curve => {
    const left = hours.sub(elapsed(from, f.schedule.start));
    if (left.s < 0n || left.n === 0n) return EMPTY;
    const programmed = ofRun(runUnder(use, f.delivery, left), BigInt(f.schedule.start - from));
    return change === null ? programmed : delivered(programmed, change);
  };
  return {
    kind: 'order',
    name,
    drug: f.drug.id,
    route: f.order.route,
    facts: f,
    worst: (span) => curve(span, WORST),
    // what was stated of one order's use says nothing of another's
    expected: (span, stated) => curve(span, own ? stated : NO_PRESSES),
    most: (window) => inBase(f.most(window).amount.result).add(more.s > 0n ? more : ZERO),
    moreIfFixed: (window) => {
      const { amount, ifFixed } = f.most(window);
      return ifFixed ? inBase(ifFixed.result).sub(inBase(amount.result)) : ZERO;
    },
  };
}

/** As early and as often as the order allows it: its interval, and so many in any 24 h. */
function companionDoses(c: Companion, hours: Exact): Dose[] {
  const [amount, every] = [inBase(quantity(c.dose)), inBase(quantity(c.every, 'time'))];
  const most = parseInt(c.mostPerDay, 10);
  const doses: Dose[] = [];
  for (let at = ZERO; at.compare(hours) < 0;) {
    doses.push({ at, amount });
    const full = doses.at(-most)?.at.add(24n);
    const next = at.add(every);
    at = full && full.compare(next) > 0 ? full : next;
  }
  return doses;
}

/** The most of a companion in any window of a length. In: the companion, whose dose is a mass, and the window. */
export const mostOfCompanion = (c: Companion, window: Time, as: Unit<'mass'>): Mass =>
  of(
    companionDoses(c, inBase(window))
      .reduce((sum, d) => sum.add(d.amount), ZERO)
      .div(as.factor),
    as,
  );

function companionPart(c: Companion, f: Facts): Part {
  const curve = ({ from, hours }: Span): Curve => {
    const start = elapsed(from, f.schedule.start);
    const doses = companionDoses(c, hours.sub(start));
    return ofPlan(
      doses.map((d) => ({ ...d, at: d.at.add(start) })),
      [],
    );
  };
  return {
    kind: 'companion',
    name: `${c.drug} ${c.route}, ${c.kind}`,
    drug: drugIdOf(f.library, c.drug) ?? c.drug,
    route: c.route,
    facts: null,
    worst: curve,
    expected: (span) => (c.kind === 'scheduled' ? curve(span) : EMPTY),
    most: (window) => companionDoses(c, inBase(window)).reduce((sum, d) => sum.add(d.amount), ZERO),
    moreIfFixed: () => ZERO,
  };
}

const isWithin = (window: Time, then: Minute, now: Minute): boolean =>
  elapsed(then, now).compare(inBase(window)) < 0;

function givenPart(f: Facts, drug: string, route: string): Part {
  const doses = f.given.filter((g) => g.drug === drug && g.route === route);
  const first = Math.min(...doses.map((g) => g.at)) as Minute;
  const curve = (from: Minute, some = doses): Curve =>
    ofPlan(
      some.map((g) => ({ at: elapsed(from, g.at), amount: inBase(g.amount) })),
      [],
    );
  return {
    kind: 'given',
    name: `${drug} ${route}, given`,
    drug: drugIdOf(f.library, drug) ?? drug,
    route,
    facts: null,
    worst: ({ from }) => curve(from),
    expected: ({ from }) => curve(from),
    most: (window, now) => {
      const counted = now === undefined ? doses : doses.filter((g) => isWithin(window, g.at, now));
      return inBase(mostIn(curve(first, counted), window, 'half-open', mg).amount);
    },
    moreIfFixed: () => ZERO,
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
const nameOf = (f: Facts, what: string): string => `${f.name} ${f.order.route}, ${what}`;

/**
 * Everything that gives the patient a drug: the order with every drug of its container and its companions, the other
 * active orders with theirs, and the doses given besides. A companion whose dose is not a mass is in no sum.
 */
export function partsOf(f: Facts): Part[] {
  const orders = [f, ...f.others];
  return [
    ...orders.flatMap((o) =>
      [o, ...o.also].map((x) =>
        orderPart(x, nameOf(x, o === f ? 'this order' : 'another order'), o === f, changeOverOf(x)),
      ),
    ),
    ...orders.flatMap((o) =>
      (o.order.companions ?? [])
        .filter((c) => quantity(c.dose).unit.dimension === 'mass')
        .map((c) => companionPart(c, o)),
    ),
    ...distinct(f.given.map((g) => g.drug)).flatMap((drug) =>
      distinct(f.given.filter((g) => g.drug === drug).map((g) => g.route)).map((route) =>
        givenPart(f, drug, route),
      ),
    ),
  ];
}
