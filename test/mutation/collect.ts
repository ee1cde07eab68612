import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chai, expect } from 'vitest';

/**
 * Stands in for vitest's `test` and `describe` in a mutation run: keeps the tests of a file as functions, so that one process
 * can run any of them again and again. `expect` is vitest's own.
 */
export interface Collected {
  readonly id: string;
  readonly run: () => unknown;
}
export const collected: Collected[] = [];

let place: readonly string[] = [];
let folder = '';

type Body = (...row: never[]) => unknown;
type Declare = (name: string, body: Body, timeout?: number) => void;

const withEach = (declare: Declare) =>
  Object.assign(declare, {
    each:
      (rows: readonly unknown[]): Declare =>
      (name, body) => {
        for (const [i, row] of rows.entries()) {
          const call = () => body(...((Array.isArray(row) ? row : [row]) as never[]));
          declare(`${name} (${i + 1})`, call);
        }
      },
  });

const keep: Declare = (name, body) => {
  const here = folder;
  collected.push({
    id: [...place, name, collected.length].join(' > '),
    run: () => {
      folder = here;
      return body();
    },
  });
};
const leaveOut: Declare = () => {};
export const test = Object.assign(withEach(keep), {
  skipIf: (skipped: unknown): Declare => (skipped ? leaveOut : keep),
});

export const describe = withEach((name, body) => {
  const outer = place;
  place = [...outer, name];
  body();
  place = outer;
});

// vitest's own asks the worker that it runs in where the file is
chai.util.addMethod(chai.Assertion.prototype, 'toMatchFileSnapshot', function (this: object, file: string) {
  chai.assert.strictEqual(
    String(chai.util.flag(this, 'object')),
    readFileSync(resolve(folder, file), 'utf8'),
  );
});

/** Loads a test file and keeps its tests. */
export async function collectFrom(file: string): Promise<void> {
  [folder, place] = [resolve(file, '..'), [file]];
  await import(/* @vite-ignore */ file);
}
export { expect };
