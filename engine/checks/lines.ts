import type { Missing } from '../answers/missing.ts';
import { text, type Subject, type Term } from '../answers/subjects.ts';
import { windowText } from '../exposure/worst-case.ts';
import { parseInstant } from '../time/calendar.ts';
import type { Derivation } from '../derivation/derivation.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import type { RuleContext } from '../formulary/rule-context.ts';
import { minuteOfDay } from '../time/local-time.ts';
import { exact } from '../number/notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  of,
  quantity,
  scale,
  to,
  type Quantity,
  type Time,
} from '../number/quantity.ts';
import { unwrap } from '../number/result.ts';
import { unit } from '../number/units.ts';
import { isByTheClock } from '../order/regimen/resolved.ts';
import type { Facts } from '../facts/facts.ts';

/** One line of an order that a rule is held against, or the fact that is missing to know it. */
export type Line =
  | { readonly name: Term | Subject; readonly value: Quantity; readonly derivations: readonly Derivation[] }
  | { readonly name: Term | Subject; readonly missing: Missing };
type Lines = (f: Facts) => readonly Line[];

const line = (name: Term | Subject, value: Quantity, ...derivations: Derivation[]): Line => ({
  name,
  value,
  derivations,
});
const unknown = (name: Term, missing: Missing): Line => ({ name, missing });

const worst =
  (key: 'hour' | 'fourHours' | 'day'): Lines =>
  (f) => {
    const { amount, steps, window } = f.worst[key];
    const name = { code: 'worst case in any {window}', window: windowText(window) } as const;
    return [line(name, amount.result, ...steps, amount)];
  };
const lineOf = (name: Term, value: Quantity | null, ...derivations: Derivation[]): Line[] =>
  value === null ? [] : [line(name, value, ...derivations)];
const demand: Lines = (f) => lineOf('demand dose', f.highest.demand, ...f.regimen.steps);
const scheduled: Lines = (f) => lineOf('scheduled dose', f.regimen.dose?.amount ?? null, ...f.regimen.steps);
/** A PCA's basal rate, and what stands for it elsewhere; a KVO between doses is no rate of the therapy. */
const basal: Lines = (f) => (isByTheClock(f.regimen) ? [] : [line(f.regimen.basalName, f.highest.basal)]);
const pcaBasal: Lines = (f) => (f.regimen.demand ? basal(f) : []);
/** One injection is no rate, and is never divided by an hour: no other drug falls into its day, and it is over within the hour. */
function isOneInjection({ regimen: { dose }, worst: { day } }: Facts): boolean {
  if (!dose || compare(day.amount.result, dose.amount) !== 0) return false;
  return dose.over === null || compare(dose.over, quantity('1 h', 'time')) < 0;
}
const hourlyRate: Lines = (f) => {
  if (isOneInjection(f)) return [];
  const { amount, steps } = f.worst.hour;
  const rate = to(div(amount.result, quantity('1 h')), f.regimen.basal.unit);
  return [line('worst case per hour', rate, ...steps, amount)];
};
/** How fast a scheduled dose goes in; without a time it goes as fast as the pump delivers, which nobody stated. */
const injection: Lines = (f) => {
  const { dose } = f.regimen;
  const name = 'rate of the scheduled dose' as const;
  if (!dose) return [];
  return [
    dose.over === null ? unknown(name, { code: 'dose-time' }) : line(name, div(dose.amount, dose.over)),
  ];
};
const infusionTime: Lines = (f) => {
  const { dose } = f.regimen;
  const name = 'time of the scheduled dose' as const;
  if (!dose) return [];
  return [dose.over === null ? unknown(name, { code: 'dose-time' }) : line(name, dose.over)];
};
/** A loading dose and a clinician bolus are single doses given by hand. */
const boluses: Lines = (f) => [
  ...lineOf('loading dose', f.regimen.loading),
  ...lineOf('clinician bolus', f.regimen.clinician?.dose ?? null),
];
const lockout: Lines = (f) => lineOf('lockout', f.regimen.lockout);
const interval: Lines = (f) => lineOf('interval of doses', f.regimen.dose?.every ?? null);
const intervalAbove650: Lines = (f) =>
  f.regimen.dose && compare(f.regimen.dose.amount, quantity('650 mg', 'mass')) > 0 ? interval(f) : [];
const manualInterval: Lines = (f) =>
  f.regimen.clinician ? [line('interval of the clinician bolus', f.regimen.clinician.interval)] : [];
const loadingTime: Lines = (f) => {
  if (!f.regimen.loading) return [];
  const over = f.order.course?.loadingOver;
  const name = 'time of the loading dose' as const;
  return [over === undefined ? unknown(name, { code: 'loading-time' }) : line(name, quantity(over))];
};
const reservoir: Lines = (f) => {
  const made = f.preparation.concentration;
  return [line('reservoir concentration', made.result, made)];
};
const vial: Lines = (f) => [line('source vial', f.preparation.strength)];

/** From the first start to the last end. */
const courseOf = (f: Facts): Time =>
  add(f.schedule.duration, to(scale(f.schedule.every, f.schedule.count.sub(1n)), f.schedule.duration.unit));
const course: Lines = (f) => [line('course', courseOf(f))];
/** How long a pump runs without standing still: sessions that begin where the last one ends are one run, a gap ends it. */
const run: Lines = (f) => [
  line(
    'longest run without a break',
    compare(f.schedule.every, f.schedule.duration) > 0 ? f.schedule.duration : courseOf(f),
  ),
];

/**
 * Calendar days with any dose, those before this order included: days of the site's clock, from the local midnight before
 * the first start on in elapsed time, so that a change to or from daylight-saving time adds no day.
 */
const days: Lines = (f) => {
  const name = 'days of the course' as const;
  const before = f.order.course?.daysBefore;
  if (before === undefined && !f.order.firstOrder) return [unknown(name, { code: 'days-before' })];
  const day = 1440n;
  const start = minuteOfDay(f.schedule.start, f.library.site.timeZone);
  const every = inBase(f.schedule.every).mul(60n);
  const length = inBase(f.schedule.duration).mul(60n);
  const dosed = new Set<bigint>();
  for (let i = 0n; f.schedule.count.compare(i) > 0; i += 1n) {
    const from = start + every.mul(i).floor(0).n;
    const last = from + length.floor(0).n - 1n;
    for (let d = from / day; d <= last / day; d += 1n) dosed.add(d);
  }
  return [line(name, of(exact(BigInt(dosed.size)).add(exact(before ?? '0')), unit('day')))];
};

/** All that this order can give, with what was given in the episode before. */
const episode: Lines = (f) => {
  const name = 'total of the episode' as const;
  const before = f.order.course?.amountBefore;
  if (before === undefined && !f.order.firstOrder) return [unknown(name, { code: 'amount-before' })];
  const all = f.most(courseOf(f));
  const total = before === undefined ? all.amount.result : add(all.amount.result, quantity(before, 'mass'));
  return [line(name, total, ...all.steps, all.amount)];
};

const sinceStart = (f: Facts, instant: string): Time =>
  of(exact(BigInt(f.schedule.start - unwrap(parseInstant(instant)))).div(60n), unit('h', 'time'));

const separation: Lines = (f) => {
  const name = 'time since another local anaesthetic' as const;
  const last = f.patient.lastLocalAnaesthetic;
  if (last === 'none') return [];
  return [
    last === undefined ? unknown(name, { code: 'last-local-anaesthetic' }) : line(name, sinceStart(f, last)),
  ];
};
const sinceChange: Lines = (f) => {
  const name = 'time since the last change' as const;
  if (f.order.firstOrder) return [];
  const changed = f.order.course?.doseChangedAt;
  return [
    changed === undefined ? unknown(name, { code: 'last-dose-change' }) : line(name, sinceStart(f, changed)),
  ];
};
const taper: Lines = (f) => {
  const steps = f.regimen.kind === 'taper' ? f.regimen.taper : [];
  const [first, ...rest] = steps.map((t) => t.lasts);
  if (first)
    return [
      line(
        'taper',
        rest.reduce((sum, t) => add(sum, t), first),
      ),
    ];
  const planned = f.order.course?.taper;
  return [
    planned === undefined ? unknown('taper', { code: 'taper-planned' }) : line('taper', quantity(planned)),
  ];
};
const weight: Lines = (f) => [f.weight ? line('weight', f.weight) : unknown('weight', { code: 'weight' })];
const qtc: Lines = (f) => [
  f.patient.qtc ? line('QTc', quantity(f.patient.qtc.value)) : unknown('QTc', { code: 'qtc' }),
];
const together =
  (...parts: readonly Lines[]): Lines =>
  (f) =>
    parts.flatMap((part) => part(f));
const firstOnly =
  (lines: Lines): Lines =>
  (f) =>
    f.order.firstOrder ? lines(f) : [];
const withEpinephrine =
  (wanted: boolean, lines: Lines): Lines =>
  (f) =>
    (f.order.course?.epinephrine === true) === wanted ? lines(f) : [];

const SINGLE = together(demand, scheduled, boluses);

/** A scheduled dose without a time is an injection, one with a time a flow. */
const atOnce: Lines = (f) => (f.regimen.dose?.over === null ? scheduled(f) : []);
const flow: Lines = (f) => (f.regimen.dose && f.regimen.dose.over !== null ? injection(f) : []);

const RATES = together(basal, hourlyRate);
const isForCancer = (f: Facts): boolean =>
  f.order.course?.indication === 'cancer-pain' || f.patient.conditions.includes('cancer');

/**
 * Which lines of an order a rule's context speaks of; null where only the worst case in a window can be meant. A new context
 * of the library does not compile until it stands here.
 */
const CONTEXTS: Readonly<Record<RuleContext, Lines | null>> = {
  'PCA demand': demand,
  'PCA demand, first order': firstOnly(demand),
  PCA: lockout,
  'PCA basal': pcaBasal,
  'PCA reservoir': reservoir,
  'PCA, worst case incl. basal': null,
  'all parenteral morphine': null,
  infusion: reservoir,
  // what is under the skin at once, and what flows into it
  bolus: together(demand, atOnce, boluses),
  'rate of flow': together(basal, flow),
  'first infusion order': firstOnly(basal),
  'first order': firstOnly(basal),
  // one press is no less of a dose than one by the clock
  'intermittent IV dose': SINGLE,
  'intermittent dose': SINGLE,
  'scheduled intermittent dose, not PCA': interval,
  'single dose > 650 mg': intervalAbove650,
  'manual full block, not pump bolus': manualInterval,
  'loading dose': loadingTime,
  'cancer pain': (f) => (isForCancer(f) ? RATES(f) : []),
  'outside cancer pain': (f) => (isForCancer(f) ? [] : run(f)),
  // what builds up from session to session knows no gap
  'whole treatment': course,
  'with epinephrine': withEpinephrine(true, SINGLE),
  // not stated counts as without: the lower limit
  'without epinephrine': withEpinephrine(false, SINGLE),
};

/** Without a context a rule speaks of every line of the order that its kind can bound. */
const KINDS: Readonly<Partial<Record<DoseRule['kind'], Lines>>> = {
  single_dose: SINGLE,
  hourly: worst('hour'),
  '4_hourly': worst('fourHours'),
  '24h': worst('day'),
  rate: RATES,
  min_infusion_time: infusionTime,
  concentration: together(reservoir, vial),
  product_dilution: reservoir,
  lockout_min: lockout,
  min_interval: together(interval, manualInterval),
  repeat_interval: together(lockout, interval, manualInterval),
  duration_hours: run,
  duration_days: days,
  lifetime_episode: episode,
  titration_dose: SINGLE,
  titration_interval: sinceChange,
  taper_days: taper,
  weight_floor: weight,
  qtc,
  separation_h: separation,
};

const WINDOWED = new Set<DoseRule['kind']>(['hourly', '4_hourly', '24h']);

/** An amount of drug as the volume that holds it, for a limit in mL. */
function inVolume(l: Line, f: Facts): Line {
  if ('missing' in l || !l.value.unit.dimension.startsWith('mass')) return l;
  return { ...l, value: div(l.value, f.preparation.concentration.result) };
}

/** An amount per kg bounds doses; a rate of drug per minute bounds how fast one goes in. */
function perDose(rule: DoseRule): Lines | undefined {
  if (rule.kind === 'weight_based') return rule.unit.includes('/') ? RATES : SINGLE;
  if (rule.kind === 'rate' && rule.unit === 'mg/min') return together(injection, basal);
  return undefined;
}

/** The lines of an order that a rule speaks of; none where its kind or context is not about this order. */
export function linesOf(rule: DoseRule, f: Facts): readonly Line[] {
  const byKind = perDose(rule) ?? KINDS[rule.kind];
  const lines =
    rule.context === undefined || (WINDOWED.has(rule.kind) && rule.context !== 'first order')
      ? byKind
      : WINDOWED.has(rule.kind) && byKind
        ? firstOnly(byKind)
        : CONTEXTS[rule.context];
  if (!lines)
    return [{ name: text(rule.kind), missing: { code: 'rule-meaning', text: rule.context ?? rule.kind } }];
  const found = lines(f);
  return rule.unit.startsWith('mL') ? found.map((l) => inVolume(l, f)) : found;
}
