import { derive, named, times, type Derivation } from '../derivation.ts';
import type { DoseRule } from '../formulary.ts';
import { exact } from '../notation.ts';
import { idealWeight, leanWeight } from '../patient.ts';
import { compare, of, shownText, to, type Quantity, type Weight } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, notDone, pass, type Check, type Facts } from './check.ts';
import { linesOf, type Line } from './lines.ts';
import type { Match } from './match.ts';
import { inPopulation } from './population.ts';

const CHECK = 'formulary-doses';
export function limitOf(
  rule: DoseRule,
  f: Facts,
  like: Quantity,
): { limit: Quantity; steps: Derivation[] } | { readonly missing: string } {
  const base = of(exact(rule.amount), unit(rule.unit, like.unit.dimension));
  if (rule.per === 'none') return { limit: base, steps: [] };
  const body = WEIGHTS[rule.per](f);
  if ('missing' in body) return body;
  const perKg = of(base.amount, unit(perKgUnit(rule.unit)));
  const scaled = derive(
    `${rule.id}-limit`,
    'limit for this weight',
    times(named('limit per kg', perKg), named(body.name, body.kilograms)),
    base.unit,
    rule.source,
  );
  return { limit: scaled.result, steps: [...body.steps, scaled] };
}

interface Body {
  readonly name: string;
  readonly kilograms: Weight;
  readonly steps: readonly Derivation[];
}
/** Which weight a limit per kg is multiplied by. */
const WEIGHTS: Readonly<
  Record<Exclude<DoseRule['per'], 'none'>, (f: Facts) => Body | { readonly missing: string }>
> = {
  kg_actual: ({ weight }) =>
    weight ? { name: 'weight', kilograms: weight, steps: [] } : { missing: 'weight' },
  kg_IBW: ({ patient }) => {
    const ideal = idealWeight(patient);
    return ideal
      ? { name: 'ideal weight', kilograms: ideal.result, steps: [ideal] }
      : { missing: 'ideal weight (height of 60 in or more)' };
  },
  kg_LBW: ({ patient }) => {
    const lean = leanWeight(patient);
    return lean
      ? { name: 'lean weight', kilograms: lean.lean.result, steps: [...lean.steps, lean.lean] }
      : { missing: 'lean weight (weight and height)' };
  },
};

const perKgUnit = (text: string): string => {
  const [over = '', ...rest] = text.split('/');
  return [over, 'kg', ...rest].join('/');
};

function breaks(rule: DoseRule, value: Quantity, limit: Quantity): boolean {
  const order = compare(value, limit);
  return rule.comparator === 'gt' ? order > 0 : rule.comparator === 'ge' ? order >= 0 : order < 0;
}

/** One rule against one order: a finding per line that it speaks of. */
export function applyRule(rule: DoseRule, f: Facts): Finding[] {
  if (rule.comparator === 'predicate' || !rule.routes.includes(f.order.route)) return [];
  const match = inPopulation(rule.population, f);
  if (match === 'no') return [];
  return linesOf(rule, f).map((line) => held(rule, line, match, f));
}

function held(rule: DoseRule, line: Line, match: Exclude<Match, 'no'>, f: Facts): Finding {
  const missing = (what: string) =>
    notDone(CHECK, rule, what, {
      subject: line.name,
      observed: 'missing' in line ? null : shownText(line.value),
    });
  if (match !== 'yes') return missing(match.missing);
  if ('missing' in line) return missing(line.missing);
  const limited = limitOf(rule, f, line.value);
  if ('missing' in limited) return missing(limited.missing);
  const value = to(line.value, limited.limit.unit);
  const answer = {
    subject: line.name,
    observed: shownText(value),
    limit: shownText(limited.limit),
    derivations: [...line.derivations, ...limited.steps],
  };
  return breaks(rule, value, limited.limit) ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
}

export const formularyDoses: Check = {
  id: CHECK,
  asks: 'Does any line of the order, or the worst case over any window, pass an amount that the library sets for this drug, route and patient?',
  run: (f) => f.drug.rules.flatMap((rule) => applyRule(rule, f)),
};
