import type { Missing } from '../answers/missing.ts';
import type { Facts } from '../facts/facts.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { inPopulation } from '../facts/population.ts';
import type { Source } from '../derivation/derivation.ts';
import { findDrug, type Drug, type Severity } from '../formulary/formulary.ts';
import { exact, ZERO } from '../number/notation.ts';
import { compare, of, quantity, type Quantity, type Time } from '../number/quantity.ts';
import { unit, type Unit } from '../number/units.ts';
import { libraryRoute } from '../order/routes.ts';
import type { Curve } from './curve.ts';
import { firstOver, type Ends } from './window.ts';
import type { Group, Timeline } from './timeline.ts';
import type { Exact } from '../number/notation.ts';

/** An amount that no window of a length may pass. */
export interface Limit {
  readonly id: string;
  readonly name: string;
  readonly amount: Quantity;
  readonly window: Time;
  readonly counts: 'above' | 'reached';
  readonly severity: Severity;
  readonly source: Source;
  readonly provenance: string;
  /** the fact that would say whether it is for this patient; it is held against until then */
  readonly unsure: Missing | null;
}

/** Is an amount beyond a limit, or at it where reaching it already counts? */
export const breaks = (limit: Limit, value: Quantity): boolean => {
  const order = compare(value, limit.amount);
  return limit.counts === 'above' ? order > 0 : order >= 0;
};

/** When a limit is first passed, in elapsed hours of the timeline; null: never within it. */
export interface Passed {
  readonly line: string;
  readonly limit: Limit;
  readonly use: 'worst' | 'expected';
  readonly at: Exact | null;
  /** the same where a dose at each end of the window counts */
  readonly atClosed: Exact | null;
}

const ORDERED: Source = { id: 'ORDER', title: "the order's own limit" };

/** The library's limits with a window for a drug, by the routes by which this patient gets it, for amounts in a unit. */
export function libraryLimits(f: Facts, drug: Drug | undefined, by: readonly string[], like: Unit): Limit[] {
  const routes = new Set(by.map(libraryRoute));
  // the rules of a route speak of what flows in all, in mL, and not of the amount of a drug
  return (drug?.rules ?? []).flatMap((rule): Limit[] => {
    if (rule.window_h === null || rule.direction !== 'max' || rule.comparator === 'predicate') return [];
    if (!rule.routes.some((r) => routes.has(r))) return [];
    const match = inPopulation(rule.population, f);
    if (match === 'no') return [];
    const limited = limitOf(rule, f, of(ZERO, like));
    if ('missing' in limited) return [];
    return [
      {
        id: rule.id,
        name: rule.message,
        amount: limited.limit,
        window: quantity(`${rule.window_h} h`, 'time'),
        counts: rule.comparator === 'ge' ? 'reached' : 'above',
        severity: rule.severity,
        source: rule.source,
        provenance: rule.provenance,
        unsure: match === 'yes' ? null : match.missing,
      },
    ];
  });
}

/** The class rules that speak of an amount in 24 h. */
function classLimits(f: Facts): Limit[] {
  return (f.library.formulary.classes['opioid_full_agonist']?.rules ?? []).flatMap((rule): Limit[] =>
    typeof rule === 'string' || rule.unit !== 'MME/24h'
      ? []
      : [
          {
            id: rule.id,
            name: rule.message,
            amount: of(exact(rule.amount), unit('MME')),
            window: quantity('24 h', 'time'),
            counts: rule.comparator === 'ge' ? 'reached' : 'above',
            severity: rule.severity,
            source: rule.source,
            provenance: rule.provenance,
            unsure: null,
          },
        ],
  );
}

/** Every limit of a line: the library's for its drug and patient, or those of its class. */
export function limitsOf(f: Facts, group: Group): Limit[] {
  if (group.id === 'MME') return classLimits(f);
  const routes = group.counted.map(({ part }) => part.route);
  return libraryLimits(f, findDrug(f.library, group.drug), routes, group.unit);
}

/** The order's own limit is held against the order alone: what boluses and KVO outside it add. */
function orderLimit(f: Facts): Limit | null {
  const { limit } = f.regimen;
  return limit === null
    ? null
    : {
        id: 'order-limit',
        name: 'The patient can receive more than the limit of the order: boluses and KVO outside it.',
        amount: limit.amount,
        window: limit.window,
        counts: 'above',
        severity: 'info',
        source: ORDERED,
        provenance: 'order',
        unsure: null,
      };
}

/**
 * When each limit is first passed, at worst and as expected, in both conventions of a window's ends. In: the facts and
 * their timeline. Out: one entry for each line, limit and use, also where it is never passed.
 */
export function passings(f: Facts, t: Timeline): Passed[] {
  const found = t.lines.flatMap((line) =>
    limitsOf(f, line).flatMap((limit) => [
      passed(line.id, limit, 'worst', line.worst),
      passed(line.id, limit, 'expected', line.expected),
    ]),
  );
  const own = orderLimit(f);
  if (!own) return found;
  const line = t.lines.find((l) => l.drug === f.drug.id && l.counted.some((c) => c.part.facts === f));
  const curve = line?.counted.find((c) => c.part.facts === f)?.part.worst(t);
  return line && curve ? [...found, passed(line.id, own, 'worst', curve)] : found;
}

function passed(line: string, limit: Limit, use: Passed['use'], curve: Curve): Passed {
  const at = (ends: Ends) => firstOver(curve, limit.window, limit.amount, limit.counts, ends);
  return { line, limit, use, at: at('half-open'), atClosed: at('closed') };
}
