import { issue, Refused } from '../engine/number/result.ts';

/** House rule: so many may wait; more would be answered long after whoever asked has gone. */
export const MOST_WAITING = 1_000;

export const tooMany = (waiting: number) =>
  new Refused(
    issue('data-file-busy', String(waiting), 'another try in a moment: many wait for the data file'),
  );

/** One at a time, in the order in which they came. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Nobody is at it, and nobody waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) throw tooMany(this.#waiting);
    this.#waiting += 1;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}
