import * as fc from 'fast-check';
import { findingsOf } from '../../engine/checks/check-order.ts';
import { withSettings } from '../../engine/explain/edit.ts';
import { explain } from '../../engine/explain/explain.ts';
import { factsOf, type OrderCheck } from '../../engine/facts/compute.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { exact, exactText } from '../../engine/number/notation.ts';
import { orderContent } from '../../engine/order/order.ts';
import { blocks, type Finding } from '../../engine/checks/report.ts';
import { Refused } from '../../engine/number/result.ts';
import { secondOpinion } from '../../engine/checks/second-opinion.ts';
import { library, questionOf, type Changes } from '../engine/base-order.ts';
import { randomChanges } from '../engine/explain/order-changes.ts';

/** Findings that say "too much": those of the formulary's amounts. */
const overdoses = (findings: readonly Finding[]): string[] =>
  findings
    .filter((f) => f.check === 'formulary-doses' && f.outcome === 'fail')
    // what is below a least amount is no overdose
    .filter((f) => !/lockout|interval|time /.test(f.key))
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

export interface OrderFigures {
  readonly orders: number;
  /** raised limits and lowered doses that were compared with the order as it was */
  readonly compared: number;
  /** changes that the explanation proposed, each checked again as a whole */
  readonly proposed: number;
  /** orders, as changes of the base order, on which a property did not hold, under the name of that property */
  readonly broken: Readonly<Record<Property, readonly string[]>>;
}

type Property = 'second opinion' | 'raised limit' | 'lowered dose' | 'proposed change';

const failed = (findings: readonly Finding[]): Set<string> =>
  new Set(findings.filter((f) => f.outcome === 'fail' && blocks(f)).map((f) => f.key));

/**
 * Random orders against four properties: closed form and simulation of the worst case agree, and mathjs with every
 * printed line; raising a limit of the library adds no finding; lowering a dose adds no overdose finding; every change
 * that the explanation proposes passes when it is entered and checked again. What can not be computed is not compared.
 */
export function randomOrders(
  count: number,
  seed: number,
  tell = (_done: number): void => undefined,
): OrderFigures {
  const higher = raised();
  const broken: Record<Property, string[]> = {
    'second opinion': [],
    'raised limit': [],
    'lowered dose': [],
    'proposed change': [],
  };
  let [orders, compared, proposed] = [0, 0, 0];
  const cases = fc.sample(
    fc.tuple(randomChanges, fc.constantFrom(...LOWERED), fc.integer({ min: 10, max: 90 })),
    { numRuns: count, seed },
  );
  for (const [i, [changes, path, percent]] of cases.entries()) {
    if (i % 1000 === 0) tell(i);
    const question = questionOf(changes);
    const before = found(question, library);
    if (before === null) continue;
    orders += 1;
    const say = (property: Property, what: string) =>
      broken[property].push(`${what}: ${JSON.stringify(changes)}`);
    for (const differs of secondOpinion(question, library))
      say('second opinion', differs.given ?? differs.code);
    const now = overdoses(before);
    const added = overdoses(found(question, higher) ?? []).filter((key) => !now.includes(key));
    compared += 1;
    if (added.length > 0) say('raised limit', added.join(', '));
    const less = lowered(changes, path, percent);
    const after = less && found(questionOf(less), library);
    if (after) {
      compared += 1;
      const more = overdoses(after).filter((key) => !now.includes(key));
      if (more.length > 0) say('lowered dose', `${path} at ${percent} % adds ${more.join(', ')}`);
    }
    const answer = explain(question, library, { budget: 150 });
    const allowed = new Set(answer.outOfReach.map((f) => f.key));
    for (const change of answer.changes) {
      proposed += 1;
      const order = orderContent.parse(withSettings(question.order, change.settings));
      const still = [...failed(found({ ...question, order }, library) ?? before)].filter(
        (k) => !allowed.has(k),
      );
      if (still.length > 0)
        say(
          'proposed change',
          `${change.parts.map((x) => `${x.label} ${x.to}`).join(', ')} leaves ${still.join(', ')}`,
        );
    }
  }
  return { orders, compared, proposed, broken };
}
