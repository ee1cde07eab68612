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
