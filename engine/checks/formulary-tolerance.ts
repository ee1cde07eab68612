import { amount } from '../answers/facts.ts';
import { subjectName, type Term } from '../answers/subjects.ts';
import {
  derive,
  max,
  named,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
} from '../derivation/derivation.ts';
import { atHome } from '../facts/beside.ts';
import { isByTheClock } from '../order/regimen/resolved.ts';
import type { Facts } from '../facts/facts.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { rulesFor } from '../facts/rules-for.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import { medicineName } from '../formulary/medicine-names.ts';
import { exact } from '../number/notation.ts';
import {
  add,
  compare,
  inBase,
  isZero,
  plain,
  quantity,
  recorded,
  scale,
  sub,
  to,
  type Mass,
  type MassRate,
  type Quantity,
  type Time,
} from '../number/quantity.ts';
import { unwrap } from '../number/result.ts';
import type { Unit } from '../number/units.ts';
import { parseInstant } from '../time/calendar.ts';
import { baselineDay, STATED } from './baseline.ts';
import { failing, notDone, pass, type Check } from './check.ts';
import { againstDay, byUnit, classRules, gravest, type AGAINST_DAY, type ClassRule } from './class-rules.ts';
import { applyRule } from './formulary-doses.ts';
import { givenMassInDay } from './given-in-day.ts';
import type { Finding } from './report.ts';

const CHECK = 'formulary-tolerance';
const DAY = named('a day', quantity('24 h', 'time'));

/** The same order for somebody who takes no opioids: what the library lets a naive patient have, it lets a tolerant one have. */
const naive = (f: Facts): Facts => ({ ...f, patient: { ...f.patient, opioidStatus: 'naive' } });
function naiveMayHave(f: Facts, kind: DoseRule['kind'], line: string): boolean {
  const found = rulesFor(f, kind)
    .filter((r) => r.population.opioid_status === 'naive')
    .flatMap((r) => applyRule(r, naive(f)))
    .filter((x) => subjectName(x.subject) === line);
  return found.length > 0 && found.every((x) => x.outcome === 'pass');
}

/** What the library allows a naive patient in any 4 h: the least of its limits by this route; null where it holds none. */
export function naiveInFourHours(f: Facts): Mass | null {
  const like: Mass = f.worst.fourHours.amount.result;
  const limits = rulesFor(f, '4_hourly')
    .filter((r) => r.population.opioid_status === 'naive')
    .map((r) => limitOf(r, f, like))
    .flatMap((l) => ('missing' in l ? [] : [l.limit as Mass]));
  return limits.toSorted((a, b) => compare(a, b))[0] ?? null;
}

interface Held {
  readonly subject: Term;
  readonly value: Quantity;
  readonly steps: readonly Derivation[];
  /** what the rule's amount is so many times of; and what is allowed besides */
  readonly of: Expr;
  readonly and?: Expr;
  readonly unit: Unit;
  /** kept whatever the baseline, since a naive patient may have as much */
  readonly kept: boolean;
  /** less than the limit breaks the rule */
  readonly least?: true;
}

type Lines = (f: Facts, day: Derivation<'mass'>) => readonly Held[];

const massUnit = (f: Facts) => f.worst.day.amount.result.unit;
const basal: Lines = (f, day) =>
  isZero(f.highest.basal) || isByTheClock(f.regimen)
    ? []
    : [
        {
          subject: f.regimen.basalName,
          value: f.highest.basal,
          steps: [],
          of: over(step(day), DAY),
          unit: f.highest.basal.unit,
          kept: false,
        },
      ];

const single =
  (subject: 'demand dose' | 'scheduled dose', of: (f: Facts) => Quantity | null): Lines =>
  (f, day) => {
    const value = of(f);
    if (value === null) return [];
    return [
      {
        subject,
        value,
        steps: [day],
        of: step(day),
        unit: massUnit(f),
        kept: naiveMayHave(f, 'single_dose', subject),
      },
    ];
  };

/** Boluses that no button of the patient gives: against the demand dose, or an hour of the baseline where there is none. */
const boluses: Lines = (f, day) => {
  const hour = over(step(day), named('hours of a day', plain('24')));
  const of = f.regimen.demand ? named('demand dose', f.regimen.demand) : hour;
  const given = [
    ['loading dose', f.regimen.loading],
    ['clinician bolus', f.regimen.clinician?.dose ?? null],
  ] as const;
  return given.flatMap(([subject, value]) =>
    value === null
      ? []
      : [
          {
            subject,
            value,
            steps: f.regimen.demand ? [] : [day],
            of,
            unit: massUnit(f),
            kept: naiveMayHave(f, 'single_dose', subject),
          },
        ],
  );
};

const fourHours: Lines = (f, day) => {
  const allowed = naiveInFourHours(f);
  if (allowed === null) return [];
  const { amount: worst, steps } = f.worst.fourHours;
  return [
    {
      subject: 'worst case in any 4 h against the baseline',
      value: worst.result,
      steps: [...steps, worst, day],
      of: step(day),
      and: named('allowed without tolerance', allowed),
      unit: massUnit(f),
      kept: compare(worst.result, allowed) <= 0,
    },
  ];
};

const hourOf = (day: Derivation<'mass'>): Expr => over(step(day), DAY);

/** The least single dose that the library lets a naive patient have by this route; null where it holds none. */
function naiveOnce(f: Facts): Mass | null {
  const like: Mass = f.worst.day.amount.result;
  const limits = rulesFor(f, 'single_dose')
    .filter((r) => r.direction === 'max' && r.population.opioid_status === 'naive')
    .map((r) => limitOf(r, f, like))
    .flatMap((l) => ('missing' in l ? [] : [l.limit as Mass]));
  return limits.toSorted((a, b) => compare(a, b))[0] ?? null;
}

/** A demand dose beside a background: against what an hour of the background gives, or of the baseline where that is more. */
const demandAgainstBasal: Lines = (f, day) => {
  const { demand, basal: rate } = f.highest;
  if (demand === null || isZero(rate)) return [];
  const hour = named('1 h', quantity('1 h', 'time'));
  const once = naiveOnce(f);
  return [
    {
      subject: 'demand dose',
      value: demand,
      steps: [day],
      of: max(times(named(f.regimen.basalName, rate), hour), times(hourOf(day), hour)),
      ...(once && { and: named('a first dose without tolerance', once) }),
      unit: massUnit(f),
      kept: naiveMayHave(f, 'single_dose', 'demand dose'),
    },
  ];
};

/** A press that is next to nothing beside what flows: nobody orders a button for that. */
const demandBesideBasal: Lines = (f) => {
  const { demand, basal: rate } = f.regimen;
  if (demand === null || isZero(rate)) return [];
  const hour = named('1 h', quantity('1 h', 'time'));
  return [
    {
      subject: 'demand dose',
      value: demand,
      steps: [],
      of: times(named(f.regimen.basalName, rate), hour),
      unit: massUnit(f),
      kept: false,
      least: true,
    },
  ];
};

/** The basal rate of the last order, where this one's is higher. */
function basalBefore(f: Facts): MassRate | null {
  const text = f.previous?.regimen?.basal;
  if (text === null || text === undefined || isByTheClock(f.regimen)) return null;
  const before = recorded(text, 'mass/time');
  return isZero(before) || compare(f.highest.basal, before) <= 0 ? null : before;
}
const RISE = 'basal rate against the last order';
const rise: Lines = (f) => {
  const before = basalBefore(f);
  if (before === null) return [];
  const of = named('basal rate of the last order', before);
  return [{ subject: RISE, value: f.highest.basal, steps: [], of, unit: f.highest.basal.unit, kept: false }];
};
/** How long ago the dose was changed, where it rises again: less than the rule's hours is too soon. */
const sinceChange: Lines = (f) => {
  const changed = f.order.course?.doseChangedAt;
  if (basalBefore(f) === null || changed === undefined) return [];
  const minutes = f.schedule.start - unwrap(parseInstant(changed));
  if (minutes < 0) return [];
  const since = quantity(`${minutes} min`, 'time');
  const hour = quantity('1 h', 'time');
  return [
    {
      subject: 'time since the last change',
      value: since,
      steps: [],
      of: named('1 h', hour),
      unit: hour.unit,
      kept: false,
      least: true,
    },
  ];
};

/** The most hours of a day that sessions fill, wherever the day begins. */
function hoursOfDay({ schedule: { duration, every, count } }: Facts): Time {
  const [day, zero] = [quantity('24 h', 'time'), quantity('0 h', 'time')];
  if (compare(duration, every) >= 0) {
    const all = scale(every, count);
    return compare(all, day) < 0 ? all : day;
  }
  const whole = exact(inBase(day).div(inBase(every)).floor(0).n);
  const rest = sub(day, scale(every, whole));
  const last = compare(rest, duration) < 0 ? rest : duration;
  if (count.compare(whole) <= 0) return scale(duration, count);
  return add(scale(duration, whole), compare(last, zero) > 0 ? last : zero);
}

/** What the background gives in a day of its sessions, against a day of the baseline: nobody's rate is that of 24 hours. */
const background: Lines = (f, day) => {
  if (isZero(f.highest.basal) || isByTheClock(f.regimen)) return [];
  const given = derive(
    'background-day',
    'background in any 24 h',
    times(named(f.regimen.basalName, f.highest.basal), named('hours of sessions in any 24 h', hoursOfDay(f))),
    massUnit(f),
    STATED,
  );
  return [
    {
      subject: 'background in any 24 h',
      value: given.result,
      steps: [given, day],
      of: step(day),
      unit: massUnit(f),
      kept: false,
    },
  ];
};

/** Methadone for another opioid: a day of it, as it is used and at worst, by the factor, against the baseline. */
const rotation = (f: Facts): boolean => {
  const taken = f.patient.medicines.filter((m) => m.stopped === undefined).map((m) => atHome(f, m).read);
  const takesIt = [medicineName(f.library, f.patient.opioidEvidence ?? ''), ...taken].some((read) =>
    read.generics.includes('methadone'),
  );
  return f.drug.id === 'methadone' && f.order.firstOrder && !takesIt;
};

/** The converted dose is the background, what the clock gives and the presses that are expected, not every press there could be. */
const rotated: Lines = (f, day) => {
  if (!rotation(f)) return [];
  const { amount: worst, steps } = f.worst.day;
  const used = f.delivery.kind === 'pca' ? to(givenMassInDay(f), massUnit(f)) : null;
  return [
    {
      subject: 'rotation to methadone',
      value: used ?? worst.result,
      steps: used === null ? [...steps, worst, day] : [day],
      of: step(day),
      unit: massUnit(f),
      kept: false,
    },
  ];
};
const rotatedAtWorst: Lines = (f, day) => {
  if (!rotation(f)) return [];
  const { amount: worst, steps } = f.worst.day;
  return [
    {
      subject: 'rotation to methadone, worst case in any 24 h',
      value: worst.result,
      steps: [...steps, worst, day],
      of: step(day),
      unit: massUnit(f),
      kept: false,
    },
  ];
};

/** What each rule of the class speaks of, by its unit. */
const LINES: Readonly<Record<(typeof AGAINST_DAY)[number], Lines>> = {
  'times the baseline per hour': basal,
  'of a baseline day, background': background,
  'of a baseline day, demand': single('demand dose', (f) => f.highest.demand),
  'of a baseline day, scheduled': single('scheduled dose', (f) => f.regimen.dose?.amount ?? null),
  'times the demand dose': boluses,
  'times the basal rate or an hour of the baseline, demand': demandAgainstBasal,
  'times the basal rate, demand at least': demandBesideBasal,
  'times the basal rate before': rise,
  'h since the last change, with a rise': sinceChange,
  'of a baseline day, rotation to methadone': rotated,
  'of a baseline day, rotation to methadone at worst': rotatedAtWorst,
  'baseline days above the naive limit in 4 h': fourHours,
};

function held(rule: ClassRule, h: Held): Finding {
  const share = times(named('times', plain(exact(rule.amount))), h.of);
  const limit = derive(
    `${rule.id}-limit`,
    'limit for this baseline',
    h.and ? plus(h.and, share) : share,
    h.unit,
    rule.source,
  );
  const answer = {
    subject: h.subject,
    observed: amount(h.value),
    limit: amount(limit.result),
    derivations: [...h.steps, limit],
  };
  const order = compare(h.value, limit.result);
  const broken = !h.kept && (h.least ? order < 0 : order > 0);
  return broken ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
}

/** Is this an order that the rules of tolerance can bound: a tolerant patient's, of an opioid with a factor, with a baseline? */
export const boundByBaseline = (f: Facts): boolean =>
  f.patient.opioidStatus === 'tolerant' &&
  f.drug.class_ids.includes('opioid_full_agonist') &&
  ['IV', 'SC'].includes(f.order.route) &&
  !('missing' in baselineDay(f));

export const formularyTolerance: Check = {
  id: CHECK,
  asks: 'Does a dose, a rate or the worst case of a tolerant patient fit what the stated baseline is of this drug?',
  run: (f) => {
    if (f.patient.opioidStatus !== 'tolerant' || !f.drug.class_ids.includes('opioid_full_agonist')) return [];
    if (!['IV', 'SC'].includes(f.order.route)) return [];
    const rules = classRules(f.library, 'opioid_full_agonist').filter((r) => againstDay(r) !== null);
    const [first] = rules;
    const day = baselineDay(f);
    if ('missing' in day)
      // the baseline itself is asked for once, with the sum of all opioids
      return day.missing.code === 'opioid-baseline' || !first
        ? []
        : [notDone(CHECK, first, day.missing, { subject: 'opioid status' })];
    return byUnit(rules).flatMap((grades) => {
      const each = grades.map((rule) => {
        const asked = againstDay(rule);
        return asked === null ? [] : LINES[asked](f, day).map((h) => held(rule, h));
      });
      // the grades of a question speak of the same lines in the same order
      return (each[0] ?? []).flatMap((_, i) => gravest(each.flatMap((line) => line.slice(i, i + 1))));
    });
  },
};
