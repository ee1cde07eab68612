/** What one try may do: go on, and give itself back when it succeeds; or wait. */
export type Attempt =
  | { readonly ok: true; readonly succeeded: () => void }
  | { readonly ok: false; readonly waitSeconds: number };

/**
 * Slows guessing down, for the whole host: every connection comes from this machine. A bucket of failed tries that
 * refills steadily; tries under way count, so that many at once gain nothing. The lock-out of one user is the
 * dispatcher's, and outlives a restart; this one only keeps the machine from being kept busy.
 * House rule: `burst` failures at once, then one every `seconds`.
 */
export function attempts(burst: number, seconds: number, now: () => number): () => Attempt {
  let used = 0;
  let at = now();
  return () => {
    const moment = now();
    used = Math.max(0, used - (moment - at) / (seconds * 1_000));
    at = moment;
    if (used + 1 > burst) return { ok: false, waitSeconds: Math.ceil((used + 1 - burst) * seconds) };
    used += 1;
    return { ok: true, succeeded: () => void (used = Math.max(0, used - 1)) };
  };
}

/** House rule: of more than these the one that tried longest ago is forgotten. */
const MOST = 10_000;

interface Bucket {
  readonly burst: number;
  readonly seconds: number;
}

/** The same for each who tries and for all together: one who guesses keeps nobody else out, and many gain nothing by being many. */
export function attemptsOf(each: Bucket, all: Bucket, now: () => number): (who: string) => Attempt {
  const together = attempts(all.burst, all.seconds, now);
  const byWho = new Map<string, () => Attempt>();
  return (who) => {
    const own = byWho.get(who) ?? attempts(each.burst, each.seconds, now);
    byWho.delete(who);
    byWho.set(who, own);
    const [longest] = byWho.keys();
    if (byWho.size > MOST && longest !== undefined) byWho.delete(longest);
    const mine = own();
    if (!mine.ok) return mine;
    const ours = together();
    if (!ours.ok) mine.succeeded();
    return ours.ok ? { ok: true, succeeded: () => (mine.succeeded(), ours.succeeded()) } : ours;
  };
}
