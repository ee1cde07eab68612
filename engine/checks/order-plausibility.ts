import { amount, type Fact } from '../answers/facts.ts';
import { text as words, type Subject, type Term } from '../answers/subjects.ts';
import { exact, exactText } from '../number/notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  isZero,
  mul,
  of,
  quantity,
  recorded,
  scale,
  quantityText,
  type Quantity,
} from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';
import type { UsualDose } from '../formulary/usual-dose.ts';
import type { Facts, PreviousLine } from '../facts/facts.ts';
import { isKnown } from '../facts/previous.ts';
import { rulesFor } from '../facts/rules-for.ts';
import { ratioOf, slipOf } from './entry-error.ts';

const CHECK = 'order-plausibility';
const BEFORE = houseRule('far-from-last-order', 'soft');
const STEP = houseRule('far-from-last-step', 'soft');
const INITIAL = houseRule('far-from-initial-value', 'soft');
const USUAL = houseRule('below-usual-dose', 'soft');
const LOCKOUT = houseRule('lockout-looks-like-hours', 'soft');
const LIMIT = houseRule('limit-out-of-proportion', 'soft');
type Lines = Readonly<Record<PreviousLine, readonly [name: Term, value: Quantity | null]>>;

const linesOf = (f: Facts): Lines => ({
  demand: ['demand dose', f.regimen.demand],
  dose: ['scheduled dose', f.regimen.dose?.amount ?? null],
  lockout: ['lockout', f.regimen.lockout],
  basal: ['basal rate', f.regimen.basal],
  loading: ['loading dose', f.regimen.loading],
  clinician: ['clinician bolus', f.regimen.clinician?.dose ?? null],
  limit: ['pump limit', f.regimen.limit && div(f.regimen.limit.amount, f.regimen.limit.window)],
});

/** The number asked about, with the slip that it looks like. */
function asked(
  code: 'far-from-last-order' | 'far-from-last-step' | 'far-from-initial-value',
  rule: Rule,
  f: Facts,
  name: Term | Subject,
  value: Quantity,
  yardstick: Quantity,
  told: Fact,
  sameDrug = false,
): Finding[] {
  const ratio = ratioOf(value, yardstick);
  if (ratio === null) return [];
  const slip = slipOf(f.library.site.plausibility, sameDrug ? null : f.drug.id, ratio);
  const answer = { subject: name, observed: amount(value), limit: told };
  if (slip === null) return [pass(CHECK, rule, answer)];
  const message = { code, ratio: exactText(ratio), slip };
  return [failing(CHECK, rule, { ...answer, message })];
}

/** `4 mg in 4 h`, as reports give a limit, per hour; other lines as they are. */
function before(text: string): Quantity {
  const [ordered = '', window] = text.split(' in ');
  return window === undefined ? recorded(text) : div(recorded(ordered, 'mass'), recorded(window, 'time'));
}

function againstBefore(f: Facts): Finding[] {
  const known = f.previous?.regimen;
  if (!known) return [];
  return (Object.entries(linesOf(f)) as [PreviousLine, Lines[PreviousLine]][]).flatMap(
    ([id, [name, value]]) => {
      const text = known[id];
      if (value === null || text === null || text === undefined) return [];
      const [ordered = '', window] = text.split(' in ');
      const told = {
        code: 'in-last-order',
        value: ordered,
        ...(window !== undefined && { window }),
      } as const;
      return asked(
        'far-from-last-order',
        BEFORE,
        f,
        name,
        value,
        before(text),
        told,
        f.previous?.drug === f.drug.id,
      );
    },
  );
}

/** The steps of a plan, each against the one before: a misplaced point in one of them leaves the others as they were. */
const againstSteps = (f: Facts): Finding[] =>
  f.regimen.taper.flatMap(({ rate }, i, steps) => {
    const last = steps[i - 1]?.rate;
    return last === undefined || isZero(rate)
      ? []
      : asked('far-from-last-step', STEP, f, words(`step ${i + 1}`), rate, last, amount(last));
  });

/** Tolerant patients get what they need: only for the others is the starting dose of the library a yardstick. */
function againstInitial(f: Facts): Finding[] {
  const rule = rulesFor(f).find((r) => r.context === 'PCA demand, first order');
  const { demand } = f.regimen;
  if (!rule || demand === null || f.patient.opioidStatus === 'tolerant' || f.previous?.regimen?.demand)
    return [];
  const initial = of(exact(rule.amount), unit(rule.unit));
  const cited: Rule = { ...INITIAL, source: rule.source };
  return [
    ...asked('far-from-initial-value', cited, f, 'demand dose', demand, initial, {
      code: 'initial-value',
      value: quantityText(initial),
    }),
    ...limitAgainstLibrary(f),
  ];
}

/** Far below what the library allows in 4 h; above it the rule itself speaks. */
function limitAgainstLibrary(f: Facts): Finding[] {
  const rule = rulesFor(f, '4_hourly').find((r) => r.per === 'none');
  const { limit: ordered } = f.regimen;
  if (!rule || !ordered) return [];
  const allowed = of(exact(rule.amount), unit(rule.unit, 'mass'));
  const [perHour, most] = [div(ordered.amount, ordered.window), div(allowed, quantity('4 h', 'time'))];
  if (compare(perHour, most) > 0) return [];
  const told = { code: 'in-library', amount: quantityText(allowed), window: '4 h' } as const;
  const cited: Rule = { ...INITIAL, source: rule.source };
  return asked('far-from-initial-value', cited, f, 'pump limit', perHour, most, told);
}

/** Who is rightly given a part of the usual dose: there the least is a quarter. */
const isReduced = (f: Facts): boolean =>
  f.years >= 65 || f.years < 18 || f.patient.conditions.length > 0 || 'missing' in f.clearance;

/** A rate beside a button may be as low as anybody likes: what the patient takes is the dose, with a block what both give. */
function lineNamed(f: Facts, name: UsualDose['line']): Quantity | null {
  const { regimen } = f;
  const block = regimen.kind === 'nerve-block' && regimen.demand !== null;
  if (name === 'patient bolus') return block ? regimen.demand : null;
  if (name === 'worst case per hour') return block ? f.worst.hour.amount.result : null;
  if (name === 'demand dose') return regimen.demand;
  if (name === 'scheduled dose') return regimen.dose?.amount ?? null;
  return regimen.demand === null && regimen.dose === null && regimen.basalName === name
    ? regimen.basal
    : null;
}

/** A first order has no order before it: the least that is published is its yardstick. */
function againstUsual(f: Facts): Finding[] {
  if (isKnown(f.previous)) return [];
  return f.library.usualDoses.flatMap((u) => {
    const value = u.drug === f.drug.id && u.routes.includes(f.order.route) ? lineNamed(f, u.line) : null;
    if (value === null || isZero(value)) return [];
    const kg = f.weight && inBase(f.weight);
    const per = u.per_kg === true ? kg : exact('1');
    if (per === null || (u.least_weight_kg !== undefined && !kg?.gte(exact(u.least_weight_kg)))) return [];
    const least = scale(quantity(u.least), isReduced(f) ? per.div(4n) : per);
    const rule: Rule = { ...USUAL, source: u.source, provenance: u.provenance };
    const answer = {
      subject: u.line,
      observed: amount(value),
      limit: { code: 'at-least', value: quantityText(least) },
    } as const;
    return [compare(value, least) < 0 ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer)];
  });
}

function lockout(f: Facts): Finding[] {
  const value = f.regimen.lockout;
  if (value === null) return [];
  const long = quantity(f.library.site.plausibility.longLockout, 'time');
  const answer = {
    subject: 'lockout',
    observed: amount(value),
    limit: { code: 'less-than', value: quantityText(long) },
  } as const;
  return [compare(value, long) >= 0 ? failing(CHECK, LOCKOUT, answer) : pass(CHECK, LOCKOUT, answer)];
}

function limit(f: Facts): Finding[] {
  const { limit: ordered, demand, lockout: wait, basal } = f.regimen;
  if (!ordered || demand === null || wait === null) return [];
  const doses = scale(demand, div(ordered.window, wait).amount.ceil());
  const allowed = add(doses, mul(basal, ordered.window));
  const ratio = ratioOf(ordered.amount, allowed);
  if (ratio === null) return [];
  const answer = {
    subject: 'pump limit',
    observed: {
      code: 'amount-in',
      amount: quantityText(ordered.amount),
      window: quantityText(ordered.window),
    },
    limit: { code: 'lockout-allows', value: quantityText(allowed) },
  } as const;
  const { least, most } = f.library.site.plausibility.limitProportion;
  const fits = ratio.compare(exact(least)) >= 0 && ratio.compare(exact(most)) <= 0;
  return [fits ? pass(CHECK, LIMIT, answer) : failing(CHECK, LIMIT, answer)];
}

export const orderPlausibility: Check = {
  id: CHECK,
  asks: 'Is each number near the last order or the initial value of the library, or does it look like a slip: tenfold, a thousandfold, another drug, hours for minutes?',
  run: (f) => [
    ...againstBefore(f),
    ...againstSteps(f),
    ...againstInitial(f),
    ...againstUsual(f),
    ...lockout(f),
    ...limit(f),
  ],
};
