import { amount, type Fact } from '../answers/facts.ts';
import type { Missing } from '../answers/missing.ts';
import { text, type Subject, type Term } from '../answers/subjects.ts';
import {
  derive,
  max,
  named,
  over,
  plus,
  step,
  times,
  total,
  type Derivation,
  type Expr,
} from '../derivation/derivation.ts';
import { useFact, useIssues } from '../exposure/use.ts';
import { atHome } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { medicineName } from '../formulary/medicine-names.ts';
import { MME } from '../formulary/mme-factors.ts';
import { exact, ZERO, type Exact } from '../number/notation.ts';
import { compare, isZero, of, plain, quantity, quantityText, type Quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { isUnasked } from '../order/asked-lists.ts';
import { isBesideTheBlood, isThroughTheSkin } from '../order/routes.ts';
import { equivalents, type Equivalents } from '../timeline/equivalents.ts';
import { drugIdOf } from '../timeline/names.ts';
import { meetInADay, partsOf, type Part } from '../timeline/parts.ts';
import { baselineFor } from './baseline.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import { againstBaseline, byUnit, classRules, gravest, type ClassRule } from './class-rules.ts';
import { naiveInFourHours } from './formulary-tolerance.ts';
import { givenInDay } from './given-in-day.ts';
import { mmeFactorOf } from './mme.ts';
import type { Finding } from './report.ts';
import { opioidStatus } from './opioid-status.ts';
import { toleranceGround } from './tolerance-ground.ts';

const CHECK = 'exposure-opioids';
const DAY = quantity('24 h', 'time');
const mme = unit('MME');

/** CDC 2022 does not speak of these patients: recorded, never read from tolerance. */
const EXEMPT = ['cancer', 'sickle-cell-disease', 'palliative-care', 'end-of-life'] as const;
const isExempt = (f: Facts): boolean =>
  f.order.course?.indication === 'cancer-pain' || EXEMPT.some((c) => f.patient.conditions.includes(c));

const isPca = (part: Part): boolean => part.facts?.delivery.kind === 'pca';

interface Counted {
  readonly name: string;
  readonly own: boolean;
  readonly worst: Quantity;
  readonly given: Quantity;
}
interface Opioids {
  readonly counted: readonly Counted[];
  readonly missing: readonly Missing[];
  /** something is not in the sum, so that it is too small to pass by it */
  readonly short: boolean;
  readonly pca: boolean;
}

/**
 * An opioid that is taken, whose name, the answer that somebody gave for it, or kind says so; a partial agonist has no factor
 * by design, and is a matter of its own.
 */
function isHomeOpioid(f: Facts, m: Facts['patient']['medicines'][number]): boolean {
  if (m.stopped !== undefined || m.kind === 'buprenorphine' || m.kind === 'nalbuphine') return false;
  const within = atHome(f, m).read.opioids;
  if (within.length === 0) return m.kind === 'opioid' || m.kind === 'transdermal-opioid';
  return within.some((o) => o.factors.length === 0 || o.factors.some((row) => row.factor !== null));
}

/** Without a factor by its way in: beside the blood none is known, and a patch is no amount. */
const isByItsRoute = ({ route }: Part): boolean => isBesideTheBlood(route) || isThroughTheSkin(route);

/** Opioids that the table of factors does not have at all: no sum can hold them. */
const hasNoFactor = (f: Facts, part: Part, e: Equivalents): boolean =>
  'apart' in e ||
  ('other' in e && part.facts === null && medicineName(f.library, part.drug).opioids.length > 0);

/** Everything that gives the patient an opioid, each in oral morphine equivalents in 24 h; and what has no factor or amount. */
function opioidsOf(f: Facts): Opioids {
  const own = new Set([f, ...f.also]);
  const isOwn = (part: Part): boolean => part.facts !== null && own.has(part.facts);
  const rated = partsOf(f).map((part) => ({ part, e: equivalents(f.library, part.drug, part.route) }));
  const parts = rated.flatMap(({ part, e }): Counted[] => {
    if (!('factor' in e)) return [];
    const counted = (mass: Exact) => of(mass.mul(e.factor), mme);
    const worst = counted(part.most(DAY, f.at));
    return [
      {
        name: part.name,
        own: isOwn(part),
        worst,
        given: isPca(part) && part.facts ? counted(givenInDay(part.facts)) : worst,
      },
    ];
  });
  const home = f.patient.medicines.filter((m) => isHomeOpioid(f, m));
  const known = home.flatMap(({ name, dailyMme }): Counted[] => {
    if (dailyMme === undefined) return [];
    const value = of(exact(dailyMme), mme);
    return [{ name: `${name}, at home`, own: false, worst: value, given: value }];
  });
  const missing = [
    ...new Set([
      ...home.filter((m) => m.dailyMme === undefined).map((m) => m.name),
      // what has no factor by design stands in no sum, and beside another opioid is a matter of its own
      ...rated.flatMap(({ part, e }) =>
        hasNoFactor(f, part, e) && !isByItsRoute(part) && !isOwn(part) ? [part.drug] : [],
      ),
    ]),
  ];
  const beside = rated.flatMap(({ part, e }) => ('apart' in e && isByItsRoute(part) ? [part] : []));
  // alone it is held by the limits of its route; beside another opioid a sum of both would be too small
  const isAlone = parts.length + home.length + missing.length === 0 && beside.every(isOwn);
  const all: Missing[] = [
    ...missing.map((medicine) => ({ code: 'daily-mme' as const, medicine })),
    ...(isAlone
      ? []
      : beside.map(({ drug, route }) => ({ code: 'mme-factor-by-route' as const, drug, route }))),
  ];
  return {
    counted: [...parts, ...known],
    missing: [...new Map(all.map((m) => [JSON.stringify(m), m])).values()],
    short: all.length > 0 || isUnasked(f.patient, 'medicines'),
    pca: rated.some(({ part, e }) => 'factor' in e && isPca(part)),
  };
}

type Sum = 'worst' | 'given';
function sumOf(o: Opioids, which: Sum): Derivation {
  const [first, ...rest] = o.counted.map((c) => named(c.name, c[which]));
  return derive(
    which === 'worst' ? 'mme-24h' : 'mme-24h-expected',
    `oral morphine equivalents in any 24 h, ${which === 'worst' ? 'worst case' : 'expected use'}`,
    total(first ?? named('none', of(ZERO, mme)), ...rest),
    mme,
    MME,
  );
}

/** Alone, the order's own line; with anything else, that of all together. */
const isAlone = (o: Opioids): boolean => o.missing.length === 0 && o.counted.every((c) => c.own);
const TOGETHER = {
  code: '{line} of all orders and doses in any {window}',
  line: 'opioids in oral morphine equivalents',
  window: '24 h',
} as const;
const subjectOf = (o: Opioids, which: Sum): Term | Subject => {
  if (which === 'given')
    return isAlone(o)
      ? 'expected use in any 24 h, MME'
      : 'expected use of all orders and doses in any 24 h, MME';
  return isAlone(o) ? 'worst case in any 24 h, MME' : TOGETHER;
};

/**
 * The threshold speaks of what is prescribed to be taken. The programmed maximum of a PCA is not that: nearly every one
 * passes 50 MME if the button were pressed without end, so it is shown, and the windows of the library hold it.
 */
const PROGRAMMED = { severity: 'info', message: { code: 'programmed-mme' } } as const;
const namesOf = (o: Opioids): string[] => o.counted.filter((c) => !isZero(c.given)).map((c) => c.name);

function threshold(f: Facts, o: Opioids, rule: ClassRule): Finding[] {
  if (f.years < 18) return [];
  const limit = of(exact(rule.amount), mme);
  const exempt = isExempt(f);
  const [worst, given] = [sumOf(o, 'worst'), sumOf(o, 'given')];
  const held = (sum: Derivation, which: Sum, observed: Fact, more: object): Finding[] => {
    const answer = { subject: subjectOf(o, which), observed, limit: amount(limit), derivations: [sum] };
    if (compare(sum.result, limit) >= 0 && !exempt) return [failing(CHECK, rule, { ...answer, ...more })];
    return o.short ? [] : [pass(CHECK, rule, answer)];
  };
  // who is tolerant and has naloxone is held against the baseline: the line is told, and nothing is left to do about it
  const addressed = f.patient.opioidStatus === 'tolerant' && f.order.naloxone !== 'none';
  const grade = addressed ? ({ severity: 'info' } as const) : {};
  if (!o.pca)
    return held(
      worst,
      'worst',
      isAlone(o)
        ? amount(worst.result)
        : { code: 'amount-of', value: quantityText(worst.result), of: namesOf(o) },
      grade,
    );
  const told =
    addressed && compare(given.result, limit) >= 0
      ? []
      : held(worst, 'worst', amount(worst.result), PROGRAMMED);
  return [
    ...told,
    ...held(
      given,
      'given',
      isAlone(o)
        ? { code: 'expected-use', value: quantityText(given.result), use: useFact(f.expected) }
        : { code: 'amount-of', value: quantityText(given.result), of: namesOf(o) },
      { message: { code: 'expected-mme' }, ...grade },
    ),
  ];
}

/** rel-h4: all opioids together against the stated baseline of a tolerant patient, each rule a multiple of it. */
function tolerated(f: Facts, o: Opioids, rules: readonly ClassRule[]): Finding[] {
  const baseline = baselineFor(f);
  if (f.patient.opioidStatus !== 'tolerant') return [];
  if ('missing' in baseline) {
    const hard = rules.find((r) => r.severity === 'hard');
    const subject = 'opioids in any 24 h against the baseline' as const;
    return hard ? [notDone(CHECK, hard, baseline.missing, { subject })] : [];
  }
  const told = byUnit(rules).flatMap((grades) =>
    gravest(grades.flatMap((rule) => multiple(f, rule, o, baseline))),
  );
  // what is given is part of what could be: one question, by the graver line, and of two alike by what is given
  const broken = told.filter((x) => x.outcome === 'fail');
  const [stays] = gravest(broken.toReversed());
  return told.filter((x) => x.outcome !== 'fail' || x === stays);
}

/** What the library lets a naive patient be offered of the order in 24 h, as long as its sessions run. */
function withoutTolerance(f: Facts): Expr | null {
  const [allowed, factor] = [naiveInFourHours(f), mmeFactorOf(f.drug)];
  const { day, fourHours } = f.worst;
  if (allowed === null || factor === null || isZero(fourHours.amount.result)) return null;
  const windows = over(step(day.amount), step(fourHours.amount));
  return times(times(named('allowed without tolerance in 4 h', allowed), windows), named('factor', factor));
}

function multiple(f: Facts, rule: ClassRule, o: Opioids, baseline: Derivation): Finding[] {
  const which: Sum = againstBaseline(rule) === 'times the baseline, given' ? 'given' : 'worst';
  const sum = sumOf(o, which);
  const share = (factor: Expr): Expr => times(factor, step(baseline));
  const days = rule.naive_and;
  const besides = days === undefined ? null : withoutTolerance(f);
  const own = share(named('times', plain(exact(rule.amount))));
  const limit = derive(
    `${rule.id}-limit`,
    'so many times the baseline',
    days !== undefined && besides
      ? max(
          own,
          plus(besides, share(named('times, beside what is allowed without tolerance', plain(exact(days))))),
        )
      : own,
    mme,
    rule.source,
  );
  const answer = {
    subject:
      which === 'given'
        ? 'opioids given in any 24 h against the baseline'
        : 'opioids in any 24 h against the baseline',
    observed: amount(sum.result),
    limit: amount(limit.result),
    derivations: [sum, baseline, limit],
  } as const;
  if (compare(sum.result, limit.result) > 0) return [failing(CHECK, rule, answer)];
  return o.short ? [] : [pass(CHECK, rule, answer)];
}

const ABOVE_LOCKOUT = houseRule('expected-use-above-lockout', 'soft');
function aboveLockout(f: Facts): Finding[] {
  if (f.delivery.kind !== 'pca' || useIssues(f.expected, f.delivery).length === 0) return [];
  return [
    failing(CHECK, ABOVE_LOCKOUT, {
      subject: 'expected doses',
      observed: { code: 'use', use: useFact(f.expected) },
      limit: { code: 'lockout-of', value: quantityText(f.delivery.lockout) },
    }),
  ];
}

/** The order itself, or a companion of it: what a patient takes besides an order of something else is not asked here. */
const givesOpioid = (f: Facts): boolean =>
  [
    ...[f, ...f.also].map((x) => [x.drug.id, x.order.route] as const),
    ...(f.order.companions ?? []).map((c) => [drugIdOf(f.library, c.drug) ?? c.drug, c.route] as const),
  ].some(([drug, route]) => !('other' in equivalents(f.library, drug, route)));

const UNKNOWN_AMOUNT = houseRule('opioid-not-counted', 'soft');
const notCounted = (missing: Missing): Finding =>
  missing.code === 'mme-factor-by-route'
    ? notDone(CHECK, UNKNOWN_AMOUNT, missing, {
        subject: text(`${missing.drug} ${missing.route}`),
        message: { code: 'mme-not-by-route' },
      })
    : notDone(CHECK, UNKNOWN_AMOUNT, missing, {
        subject: text('medicine' in missing ? missing.medicine : 'opioid'),
      });

export const exposureOpioids: Check = {
  id: CHECK,
  asks: 'What do all opioids come to together in any 24 h, of this order, other orders, companions, home medicines and doses given: against 50 oral morphine equivalents a day, and for a tolerant patient against the stated baseline?',
  run: (asked) => {
    if (!givesOpioid(asked)) return [];
    // an order that was over a day before is out of every sum
    const f = { ...asked, others: asked.others.filter((o) => meetInADay(asked, o)) };
    const o = opioidsOf(f);
    if (o.counted.length === 0)
      return o.missing.filter((m) => m.code === 'mme-factor-by-route').map(notCounted);
    const rules = classRules(f.library, 'opioid_full_agonist');
    return [
      ...o.missing.map(notCounted),
      ...rules.filter((r) => r.unit === 'MME/24h').flatMap((r) => threshold(f, o, r)),
      ...tolerated(
        f,
        o,
        rules.filter((r) => againstBaseline(r) !== null),
      ),
      ...opioidStatus(
        f,
        rules.find((r) => r.id === 'mme-60tol'),
      ),
      ...toleranceGround(f),
      ...aboveLockout(f),
    ];
  },
};
