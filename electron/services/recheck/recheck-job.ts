import type { RecheckStatus } from '../../../bridge/recheck.ts';
import { countActiveOrders } from '../../../db/orders.ts';
import type { Store } from '../../../db/open.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Context } from '../context.ts';
import { blocksMore, impactByRule, recheckOrders } from './recheck.ts';
import { failureOf } from '../incident.ts';

/** House rule: nobody reads a longer list on a screen; the command line gives all of it. */
const SHOWN = 200;
/** House rule: one thread, so that the windows of the pharmacy go on while it runs. */
const THREADS = 1;

interface Job {
  status: RecheckStatus;
  readonly stop: AbortController;
}

const jobs = new WeakMap<Store, Job>();

/** The recheck that was begun last in this pharmacy, if it is the one that is asked about. */
export function recheckJob({ store }: Context, id: string): Job | undefined {
  const job = jobs.get(store);
  return job?.status.job === id ? job : undefined;
}

/** Begins the recheck of every active order under a proposed library; it goes on by itself and answers at once. */
export async function startRecheck(
  context: Context,
  about: { readonly job: string; readonly change: string; readonly at: string },
  proposed: Library,
): Promise<RecheckStatus> {
  const total = await context.store.read(countActiveOrders);
  // Nothing is waited for between this look and the entry: of two at once one runs.
  if (jobs.get(context.store)?.status.state === 'running')
    throw new Refused(issue('recheck-running', null, 'another try when the one under way has ended'));
  const job: Job = {
    status: {
      job: about.job,
      change: about.change,
      state: 'running',
      checked: 0,
      total,
      changed: 0,
      blocked: 0,
      byRule: [],
      orders: [],
    },
    stop: new AbortController(),
  };
  jobs.set(context.store, job);
  void run(context, job, { at: about.at, proposed });
  return job.status;
}

async function run(
  context: Context,
  job: Job,
  { at, proposed }: { readonly at: string; readonly proposed: Library },
): Promise<void> {
  const set = (change: Partial<RecheckStatus>) => (job.status = { ...job.status, ...change });
  try {
    const { address, path, key } = context.store;
    const orders = { address, path, key };
    const found = await recheckOrders(
      { orders, current: await context.library(), proposed, at },
      (checked) => set({ checked }),
      job.stop.signal,
      THREADS,
    );
    const blocked = found.changed.filter(blocksMore);
    const others = found.changed.filter((o) => !blocksMore(o));
    set({
      state: found.cancelled ? 'cancelled' : 'done',
      checked: found.checked,
      changed: found.changed.length,
      blocked: blocked.length,
      byRule: impactByRule(found.changed),
      orders: [...blocked, ...others]
        .slice(0, SHOWN)
        .map((o) => ({ ...o, changes: [...o.changes], refused: [...o.refused] })),
    });
  } catch (error) {
    failureOf(context, 'library.recheck', error);
    set({ state: 'failed' });
  }
}
