import { findingsOf } from '../../../engine/checks/check-order.ts';
import { blocks, type Finding } from '../../../engine/checks/report.ts';
import { checks } from '../../../engine/checks/table.ts';
import { withSettings } from '../../../engine/explain/edit.ts';
import { explain } from '../../../engine/explain/explain.ts';
import { rangesOf, type Range } from '../../../engine/explain/ranges.ts';
import { factsOf, type OrderCheck } from '../../../engine/facts/compute.ts';
import type { Facts } from '../../../engine/facts/facts.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { Refused } from '../../../engine/number/result.ts';

function computed(question: OrderCheck, library: Library): Facts | null {
  try {
    return factsOf(question, library);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/**
 * Second method for a change of one field: every value of a range in turn, nearest first, until one passes all checks, of
 * the ranges that hold at most so many values. Out: the
 * values that pass first and that the explanation does not propose; null of an order that can not be
 * computed or of which no number decides what fails.
 */
export function againstEveryValue(
  question: OrderCheck,
  library: Library,
  most: bigint,
): readonly string[] | null {
  const ordered = computed(question, library);
  if (!ordered) return null;
  const answer = explain(question, library);
  if (answer.aims.length === answer.outOfReach.length || !answer.complete) return null;
  const allowed = new Set([...answer.outOfReach, ...answer.notDone].map((f) => f.key));
  const stands = (f: Finding) => blocks(f) && !allowed.has(f.key);
  // the check that failed last is asked first: most values fail the same as their neighbour
  const asked = [...checks];
  const passes = (facts: Facts): boolean => {
    const at = asked.findIndex((check) => findingsOf(facts, [check]).some(stands));
    if (at >= 0) asked.unshift(...asked.splice(at, 1));
    return at < 0;
  };
  const first = (range: Range): string | null => {
    for (let i = 0n; i < range.count; i += 1n) {
      const move = range.at(i);
      const facts = computed({ ...question, order: withSettings(question.order, move.settings) }, library);
      if (facts && passes(facts)) return move.to;
    }
    return null;
  };
  const said = answer.changes
    .filter((c) => c.parts.length === 1)
    .flatMap((c) => c.parts.map((p) => `${p.parameter} ${p.to}`));
  const tried = rangesOf(ordered).ranges.filter((r) => r.count <= most);
  const found = (side: Range['side']) =>
    tried
      .filter((r) => r.side === side)
      .flatMap((range) => {
        const to = first(range);
        return to === null ? [] : [`${range.parameter} ${to}`];
      });
  // towards more drug only where no single field does it towards less
  const missed = [...found('safer'), ...(said.length > 0 ? [] : found('other'))];
  return missed.filter((x) => !said.includes(x));
}
