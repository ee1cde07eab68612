import * as fc from 'fast-check';
import { findingsOf } from '../../engine/check-order.ts';
import { factsOf, type OrderCheck } from '../../engine/facts.ts';
import type { Library } from '../../engine/formulary.ts';
import { exact, exactText } from '../../engine/notation.ts';
import type { Finding } from '../../engine/report.ts';
import { Refused } from '../../engine/result.ts';
import { library, questionOf, type Changes } from '../engine/base-order.ts';
import { randomChanges } from '../engine/order-changes.ts';

/** Findings that say "too much": those of the formulary's amounts. */
const overdoses = (findings: readonly Finding[]): string[] =>
  findings
    .filter((f) => f.check === 'formulary-doses' && f.outcome === 'fail')
    // what is below a least amount is no overdose
    .filter((f) => !/lockout|interval|time /.test(f.subject))
    .map((f) => f.key)
    .toSorted();

/** Every greatest amount of the library 10 % higher; least amounts and flags stay. */
function raised(): Library {
  const higher = structuredClone(library);
  for (const d of higher.formulary.drugs)
    for (const r of d.rules)
      if (r.direction === 'max' && r.comparator !== 'predicate')
        r.amount = exactText(exact(r.amount).mul(exact('1.1')));
  return higher;
}

function found(question: OrderCheck, lib: Library): Finding[] | null {
  try {
    return findingsOf(factsOf(question, lib));
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** The order with one of its doses 10 % to 90 % lower. */
const LOWERED = [
  'order.regimen.demand',
  'order.regimen.basal',
  'order.regimen.loading',
  'order.regimen.limit.amount',
] as const;

const scaled = (text: string, percent: number): string => {
  const [number = '', unit = ''] = text.split(' ');
  return `${exactText(
    exact(number)
      .mul(exact(BigInt(percent)))
      .div(100n),
  )} ${unit}`;
};

function lowered(changes: Changes, path: (typeof LOWERED)[number], percent: number): Changes | null {
  if (path === 'order.regimen.limit.amount') {
    const limit = changes['order.regimen.limit'] as { kind: string; amount: string; window: string };
    return limit.kind === 'none'
      ? null
      : { ...changes, 'order.regimen.limit': { ...limit, amount: scaled(limit.amount, percent) } };
  }
  const text = changes[path] as string | undefined;
  return text === undefined ? null : { ...changes, [path]: scaled(text, percent) };
}

export interface MonotoneFigures {
  readonly orders: number;
  readonly compared: number;
  /** orders, as changes of the base order, on which a property did not hold */
  readonly broken: readonly string[];
}

/**
 * Random orders against two properties: raising a limit of the library never adds a finding, and lowering a dose never
 * adds an overdose finding. What the lower dose makes uncomputable is not compared.
 */
export function monotone(count: number, seed: number): MonotoneFigures {
  const higher = raised();
  const broken: string[] = [];
  let compared = 0;
  const cases = fc.sample(
    fc.tuple(randomChanges, fc.constantFrom(...LOWERED), fc.integer({ min: 10, max: 90 })),
    {
      numRuns: count,
      seed,
    },
  );
  for (const [changes, path, percent] of cases) {
    const before = found(questionOf(changes), library);
    if (before === null) continue;
    const now = overdoses(before);
    const withHigher = found(questionOf(changes), higher);
    compared += 1;
    const added = overdoses(withHigher ?? []).filter((key) => !now.includes(key));
    if (added.length > 0) broken.push(`a raised limit adds ${added.join(', ')}: ${JSON.stringify(changes)}`);
    const less = lowered(changes, path, percent);
    const after = less && found(questionOf(less), library);
    if (!after) continue;
    compared += 1;
    const more = overdoses(after).filter((key) => !now.includes(key));
    if (more.length > 0)
      broken.push(`a lower ${path} (${percent} %) adds ${more.join(', ')}: ${JSON.stringify(changes)}`);
  }
  return { orders: count, compared, broken };
}
