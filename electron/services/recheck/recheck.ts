import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FindingChange } from '../../../engine/checks/finding-changes.ts';
import type { Store } from '../../../db/store.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';

/** What a change of the rule set does to one order. `refused`: why it can not be computed under the proposed one. */
export interface OrderChange {
  readonly order: string;
  readonly version: number | null;
  readonly changes: readonly FindingChange[];
  readonly refused: readonly string[];
}

const WEIGHT: Readonly<Record<string, number>> = { 'could-not-be-done': 1, soft: 1, hard: 2, absolute: 3 };
const weight = (severity: string | null): number => WEIGHT[severity ?? ''] ?? 0;

/** Whether something stands in the way of an order that did not before, or weighs more than before. */
export const blocksMore = (o: OrderChange): boolean =>
  o.refused.length > 0 || o.changes.some((c) => weight(c.after) > weight(c.before));

interface Impact {
  readonly rule: string;
  readonly failing: number;
  readonly passing: number;
  readonly moved: number;
}

/** Of one order the most that a rule does to it: it may be held against several lines. */
function mostOf({ changes }: OrderChange): Map<string, number> {
  const most = new Map<string, number>();
  for (const { key, before, after } of changes) {
    const rule = key.split(':')[0] ?? key;
    most.set(rule, Math.max(most.get(rule) ?? -Infinity, weight(after) - weight(before)));
  }
  return most;
}

/** What changes by rule: in how many orders it fails now, passes now, or has another limit and says the same. */
export function impactByRule(orders: readonly OrderChange[]): Impact[] {
  const rules = new Map<string, Impact>();
  for (const [rule, by] of orders.flatMap((o) => [...mostOf(o)])) {
    const { failing, passing, moved } = rules.get(rule) ?? { failing: 0, passing: 0, moved: 0 };
    rules.set(rule, {
      rule,
      failing: failing + (by > 0 ? 1 : 0),
      passing: passing + (by < 0 ? 1 : 0),
      moved: moved + (by === 0 ? 1 : 0),
    });
  }
  return [...rules.values()].toSorted((a, b) => b.failing - a.failing || (a.rule < b.rule ? -1 : 1));
}

/** Where the orders stand: where a store has its data, or a folder of order files as `meniscus check` reads them. */
export type Orders = Pick<Store, 'address' | 'path' | 'key'> | { readonly folder: string };

export interface Work {
  readonly orders: Orders;
  readonly current: Library;
  readonly proposed: Library;
  /** as of when both rule sets are asked: the passing of time is no change of the rules */
  readonly at: string;
  /** this worker takes every `of`th order, beginning with its own */
  readonly worker: number;
  readonly of: number;
}

export interface Progress {
  readonly checked: number;
  readonly changed: readonly OrderChange[];
}

export interface Rechecked {
  readonly checked: number;
  readonly changed: readonly OrderChange[];
  readonly cancelled: boolean;
}

/** The worker as it runs from its source, and as the build puts it beside the entries or above the chunks. */
const FILES = ['./worker.ts', './recheck-worker.js', '../recheck-worker.js'];

function workerFile(): URL {
  const found = FILES.map((file) => new URL(file, import.meta.url)).find((url) => existsSync(url));
  if (!found) throw new Error('the recheck worker is not in this build');
  return found;
}

/**
 * Checks every active order under two rule sets, in worker threads, each with its own read-only connection. Tells its
 * progress after every piece; `cancel` ends it with what was found until then.
 */
export async function recheckOrders(
  work: Omit<Work, 'worker' | 'of'>,
  progress: (checked: number) => void,
  cancel: AbortSignal,
  threads = availableParallelism(),
): Promise<Rechecked> {
  let checked = 0;
  const changed: OrderChange[] = [];
  const runs = Array.from({ length: threads }, (_, worker) => {
    const thread = new Worker(workerFile(), { workerData: { ...work, worker, of: threads } satisfies Work });
    thread.on('message', (m: Progress) => {
      checked += m.checked;
      changed.push(...m.changed);
      progress(checked);
    });
    const stop = () => void thread.terminate();
    cancel.addEventListener('abort', stop, { once: true });
    return new Promise<void>((resolve, reject) => {
      thread.once('error', reject);
      thread.once('exit', () => resolve());
    });
  });
  await Promise.all(runs);
  return {
    checked,
    changed: changed.toSorted((a, b) => (a.order < b.order ? -1 : 1)),
    cancelled: cancel.aborted,
  };
}
