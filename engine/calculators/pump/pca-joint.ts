import { exact, ZERO, type Exact } from '../../notation.ts';
import { inBase, quantity, type Time } from '../../quantity.ts';
import type { Pca } from './pca.ts';

/** A demand dose as it is given: hours from the start, and mg. */
interface Given {
  readonly at: Exact;
  readonly amount: Exact;
}
interface Cap {
  readonly window: Exact;
  /** what the limit leaves for demand doses: the basal rate keeps its share of every window */
  readonly room: Exact;
}

const HOUR = exact('1');
const before = (a: Exact, b: Exact): boolean => a.compare(b) < 0;
const smaller = (a: Exact, b: Exact): Exact => (before(b, a) ? b : a);
const larger = (a: Exact, b: Exact): Exact => (before(a, b) ? b : a);

function capsOf(p: Pca): Cap[] {
  const basal = inBase(p.basal);
  const cap = (limit: Pca['limit1h'], hours: string): Cap[] =>
    limit ? [{ window: exact(hours), room: inBase(limit).sub(basal.mul(exact(hours))) }] : [];
  return [...cap(p.limit1h, '1'), ...cap(p.limit4h, '4')];
}

/**
 * Dose by dose, under all limits at once: the patient presses at each instant at which the pump would deliver, a dose is cut
 * to what the tightest limit still holds, and the basal rate runs throughout. Knows nothing of the closed form.
 */
function run(p: Pca, hours: Exact): Given[] {
  const [demand, lockout] = [inBase(p.demand), inBase(p.lockout)];
  const caps = capsOf(p);
  const given: Given[] = [];
  let at = ZERO;
  while (before(at, hours)) {
    const within = (window: Exact) => given.filter((g) => before(at.sub(window), g.at));
    const rooms = caps.map((c) => c.room.sub(within(c.window).reduce((sum, g) => sum.add(g.amount), ZERO)));
    const size = rooms.reduce(smaller, demand);
    const lastHour = within(HOUR);
    const counted = p.maxDosesPerHour !== null && p.maxDosesPerHour.compare(BigInt(lastHour.length)) <= 0;
    if (size.compare(ZERO) > 0 && !counted) {
      given.push({ at, amount: size });
      at = at.add(lockout);
      continue;
    }
    // the oldest dose of each window that is full has to leave it
    const leaving = caps.flatMap((c, i) => {
      const oldest = within(c.window)[0];
      return oldest && rooms[i] && rooms[i].compare(ZERO) <= 0 ? [oldest.at.add(c.window)] : [];
    });
    if (counted && lastHour[0]) leaving.push(lastHour[0].at.add(HOUR));
    if (leaving.length === 0) return given;
    at = leaving.reduce(larger);
  }
  return given;
}

/** The most that run gives in any half-open window, in mg: demand doses in it and the basal over all of it. */
export function jointMost(p: Pca, windows: readonly Time[]): Exact[] {
  const given = run(p, inBase(quantity('24 h', 'time')));
  return windows.map((w) => {
    const [length, basal] = [inBase(w), inBase(p.basal)];
    const doses = given.map((first, i) =>
      given
        .slice(i)
        .filter((g) => before(g.at, first.at.add(length)))
        .reduce((sum, g) => sum.add(g.amount), ZERO),
    );
    return doses.reduce(larger, ZERO).add(basal.mul(length));
  });
}
