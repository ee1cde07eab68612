import { exact, parseDecimal, type Exact } from './notation.ts';
import { of, parseQuantity, type Quantity } from './quantity.ts';
import { fail, issue, ok, type Result } from './result.ts';
import { tooLong } from './text-bound.ts';
import { readUnit, type Dimension } from './units.ts';

/** Measures that people write in two steps, and how many of the smaller unit make one of the larger. */
const STEPS: readonly (readonly [string, string, string, Dimension])[] = [
  ['ft', 'in', '12', 'height'],
  ['lb', 'oz', '16', 'weight'],
  ['day', 'h', '24', 'time'],
  ['h', 'min', '60', 'time'],
  ['min', 's', '60', 'time'],
];

/**
 * Reads a measure of a person or of time that is written in two steps, `5 ft 10 in`, `7 lb 8 oz`, `1 h 30 min`.
 * In: text, and the dimensions that are accepted. Out: the exact quantity in the smaller unit; undefined if the text is
 * no such measure. Refuses a first step that is not whole and a second that holds a whole first one (`5 ft 14 in`).
 * Never a drug amount: that is written in one unit.
 */
export function parseStepped(text: string, ...wanted: readonly Dimension[]): Result<Quantity> | undefined {
  const long = tooLong(text);
  if (long) return fail(long);
  const [first, large = '', second, small = '', ...rest] = text.split(' ');
  if (first === undefined || second === undefined || rest.length > 0) return undefined;
  for (const dimension of wanted) {
    const [a, b] = [readUnit(large, dimension), readUnit(small, dimension)];
    const step = STEPS.find(
      ([above, below, , measures]) =>
        measures === dimension && a.ok && b.ok && above === a.value.code && below === b.value.code,
    );
    if (step && b.ok)
      return sum(text, parseDecimal(first), parseDecimal(second), step[2], (n) => of(n, b.value));
  }
  return undefined;
}

function sum(
  text: string,
  first: Result<Exact>,
  second: Result<Exact>,
  many: string,
  made: (amount: Exact) => Quantity,
): Result<Quantity> {
  if (!first.ok) return fail({ ...first.failure, given: text });
  if (!second.ok) return fail({ ...second.failure, given: text });
  if (first.value.d !== 1n || second.value.compare(exact(many)) >= 0)
    return fail(issue('steps-do-not-fit', text, { code: 'two-steps', most: many }));
  return ok(made(first.value.mul(exact(many)).add(second.value)));
}

/** A quantity in one step or, for a person's measures and for time, in two. */
export const parseMeasure = (text: string, ...wanted: readonly Dimension[]): Result<Quantity> =>
  parseStepped(text, ...wanted) ?? parseQuantity(text, ...wanted);
