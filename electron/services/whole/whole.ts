import type { Read } from '../../../db/handle.ts';
import { ALTERED, RESTORE } from '../../../db/kept.ts';
import type { Store } from '../../../db/open.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { lossesIn, verifyLive } from '../log-state.ts';
import { pageProblemsAside } from './aside.ts';

/** What is known to be wrong with an open data file: then nothing is printed, signed or released from it. */
const known = new WeakMap<Store, string>();

/** Another file, which was checked, stands in the place of the one that was looked at. */
export const isReplaced = (store: Store): void => void known.delete(store);

/** Refuses what leaves a data file of which something is known not to be what the log says; reading goes on. */
export async function refuseAltered(store: Store, db: Read): Promise<void> {
  const wrong = known.get(store);
  if (wrong !== undefined) throw new Refused(issue(ALTERED, wrong, RESTORE));
  const loss = (await lossesIn(db)).find((l) => l.correctedBy === null);
  if (loss !== undefined)
    throw new Refused(
      issue(
        ALTERED,
        `event ${loss.from}: lost`,
        'a log whose loss a correction explains, or the last good backup',
      ),
    );
}

/**
 * Looks at everything in an open data file while its windows work: pages, chain, digests, rows, links. What it finds
 * stands until the file is another. Answers how to stop, and when it has ended.
 */
export function lookAtEverything(
  store: Store,
  tell: (wrong: string) => void,
): { readonly stop: () => void; readonly ended: Promise<void> } {
  let stopped = false;
  known.delete(store);
  const found = (wrong: string) => {
    if (stopped || known.has(store)) return;
    known.set(store, wrong);
    tell(wrong);
  };
  const look = async () => {
    try {
      const verdict = await verifyLive(store, () => stopped);
      if (verdict.broken !== null && !verdict.losses.some((l) => l.from === verdict.broken))
        found(`event ${verdict.broken}: ${verdict.why ?? ''}`);
      if (stopped) return;
      // PostgreSQL looks after its own pages.
      const [page] = store.address === null ? await pageProblemsAside(store.path, store.key) : [];
      if (page !== undefined) found(`data file: ${page}`);
    } catch (error) {
      // Closed while it was looked at: there is nothing to say of it any more.
      if (error instanceof TypeError && error.message.includes('not open')) return;
      found(error instanceof Error && 'code' in error ? `data file: ${String(error.code)}` : 'data file');
    }
  };
  return { stop: () => (stopped = true), ended: look() };
}
