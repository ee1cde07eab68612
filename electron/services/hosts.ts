import { appendEvent } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import type { Store } from '../../db/open.ts';
import { unfinishedJobs } from '../../db/printing.ts';
import { endSessionsOfHosts, hostsSatAt } from '../../db/sessions.ts';
import { settleJob } from '../delivery/queue.ts';

interface Host {
  readonly store: Store;
  readonly clock: () => string;
}

/** House rule: how often a host looks whether another one is gone. */
const LOOK_MS = 20_000;

const atWork = async (db: Read): Promise<string[]> => [
  ...new Set([...(await hostsSatAt(db)), ...(await unfinishedJobs(db)).map(({ host }) => host)]),
];

/**
 * At a start: what this host left behind, and hosts that will not go on. A window's key dies with its process: nobody sits there any
 * more; and what was on its way to a printer is never sent by itself: a person decides.
 */
export async function settleAtStart(store: Store, now: string): Promise<void> {
  const left = await store.read(atWork);
  const mine = [store.host, ...(await store.gone(left.filter((host) => host !== store.host)))];
  await store.write((db) => endSessionsOfHosts(db, mine, now));
  if ((await store.read(unfinishedJobs)).length > 0)
    await store.write(async (db) => {
      for (const job of await unfinishedJobs(db)) if (mine.includes(job.host)) await settleJob(db, job, now);
    });
}

/** The same for a host that is gone, by one that is at work. The log names it. */
export async function settleGone({ store, clock }: Host): Promise<string[]> {
  const others = (await store.read(atWork)).filter((host) => host !== store.host);
  const gone = await store.gone(others);
  for (const host of gone)
    await store.write(async (db) => {
      const at = clock();
      const jobs = (await unfinishedJobs(db)).filter((job) => job.host === host);
      const sittings = await endSessionsOfHosts(db, [host], at);
      // Another host may have been first.
      if (sittings === 0 && jobs.length === 0) return;
      for (const job of jobs) await settleJob(db, job, at);
      await appendEvent(db, {
        at,
        user: '-',
        station: '-',
        command: 'host.gone',
        subject: 'host',
        subjectId: host,
        change: { sittings, jobs: jobs.map(({ id }) => id), settledBy: store.host },
      });
    });
  return gone;
}

/** Looks from time to time, where there are other hosts; answers how to stop. */
export function watchHosts(context: () => Host | null): () => void {
  const timer = setInterval(() => {
    const now = context();
    // A database that does not answer is told to whoever asks it.
    if (now !== null && now.store.host !== '') settleGone(now).catch(() => undefined);
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
