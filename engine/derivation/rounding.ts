import {
  derive,
  floor,
  ceil,
  named,
  number,
  over,
  plus,
  step as stepOf,
  times,
  type Derivation,
  type Source,
} from './derivation.ts';
import { exact, magnitude, parseDecimal, type Direction, type Exact } from '../number/notation.ts';
import { compare, inBase, of, parseQuantity, quantity, to, type Quantity } from '../number/quantity.ts';
import { fail, issue, ok, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';
import { NUMBER, unit, type Unit } from '../number/units.ts';

/** A rounding for one use: its name, the step for a value, which way, and why. Done once, at the end. */
export interface Rounding {
  readonly name: string;
  readonly direction: Direction;
  readonly reason: string;
  /** The step for this value, in a unit of its dimension; null if the rule has no step for such a value. */
  readonly stepFor: (value: Quantity) => Quantity | null;
}

const RULE: Source = {
  id: 'ROUND-ONCE',
  title: 'round once, at the end, with the direction and the error shown (calculations.md 0, house rule)',
};

const fixed = (name: string, direction: Direction, step: string, reason: string): Rounding => {
  const size = quantity(step, ...([''] as const).filter(() => !step.includes(' ')));
  return {
    name,
    direction,
    reason,
    stepFor: (value) => (value.unit.dimension === size.unit.dimension ? size : null),
  };
};

/** The place of the last of so many significant digits, so that a small value never becomes zero. */
const digits = (
  count: number,
  direction: Direction = 'nearest',
  reason = 'for reading; later steps start from the exact value (house rule)',
): Rounding => ({
  name: `${direction}, ${count} significant digits`,
  direction,
  reason,
  stepFor: (value) => {
    const places = value.amount.n === 0n ? 0 : count - magnitude(value.amount);
    const ten = exact(`1${'0'.repeat(Math.abs(places))}`);
    return of(places >= 0 ? ten.inverse() : ten, value.unit);
  },
});

/** Graduations by syringe size. Source: calculations.md 0 (manufacturer data, from general knowledge, verify). */
const GRADUATIONS = [
  ['1 mL', '0.01 mL'],
  ['10 mL', '0.1 mL'],
  ['20 mL', '0.2 mL'],
].map(([holds = '', marks = '']) => ({
  holds: quantity(holds, 'volume'),
  marks: quantity(marks, 'volume'),
}));
const syringe: Rounding = {
  name: 'nearest syringe graduation',
  direction: 'nearest',
  reason: '0.01 mL up to 1 mL, 0.1 mL up to 10 mL, 0.2 mL up to 20 mL, 1 mL above (house rule)',
  stepFor: (value) =>
    value.unit.dimension === 'volume'
      ? (GRADUATIONS.find((g) => compare(value as Quantity<'volume'>, g.holds) <= 0)?.marks ??
        quantity('1 mL', 'volume'))
      : null,
};

/** The named uses. */
export const roundings = {
  'pump-step': fixed(
    'nearest 0.1 mL/h',
    'nearest',
    '0.1 mL/h',
    'pump rate step; give the step of the pump at hand where it differs (house rule)',
  ),
  'syringe-graduation': syringe,
  'whole-drops': fixed('nearest whole drop a minute', 'nearest', '1 gtt/min', 'drops are counted whole'),
  'half-tablets': fixed(
    'nearest half tablet',
    'nearest',
    '0.5 tablets',
    'only scored tablets are halved (house rule)',
  ),
  'vials-up': fixed('up to whole vials', 'up', '1 vials', 'a part of a vial needs the vial'),
  'billing-units-up': fixed(
    'up to whole billing units',
    'up',
    '1 billing units',
    'the descriptor says up to or per: a begun unit is a unit (calculations.md 16)',
  ),
  'sessions-down': fixed(
    'down to whole sessions',
    'down',
    '1 sessions',
    'a part of a session can not be given',
  ),
  'doses-down': fixed('down to whole doses', 'down', '1 doses', 'a part of a dose can not be given'),
  'start-down': digits(2, 'down', 'a start is never rounded up (house rule)'),
  reading: digits(4),
  precise: digits(6),
} as const;
export type RoundingName = keyof typeof roundings;

const RULE_TEXT =
  /^(nearest|down to|up to|down|up) (?:(whole|half)(?: (.+))?|(\d+) significant digits|([\d.]+(?: .+)?))$/;

/**
 * Reads a rounding rule given as an input. In: `nearest|down to|up to` and a step: a quantity (`0.1 mL`), `whole` or
 * `half` of a unit (`whole drops`), or a number of significant digits. Refuses anything else, and a step of zero.
 */
export function parseRounding(text: string): Result<Rounding> {
  const long = tooLong(text);
  if (long) return fail(long);
  const refused = fail(issue('rounding-not-read', text, { code: 'rounding' }));
  const found = RULE_TEXT.exec(text);
  if (!found) return refused;
  const [, way = '', share, ofWhat, count, stepText] = found;
  const direction: Direction = way.startsWith('down') ? 'down' : way.startsWith('up') ? 'up' : 'nearest';
  const reason = 'as asked for';
  if (count !== undefined) {
    const whole = parseDecimal(count);
    const most = 30n;
    if (direction !== 'nearest' || !whole.ok || whole.value.n < 1n || whole.value.n > most) return refused;
    return ok({ ...digits(parseInt(count, 10)), reason });
  }
  const size =
    share === undefined
      ? (stepText ?? '')
      : `${share === 'half' ? '0.5' : '1'}${ofWhat === undefined ? '' : ` ${ofWhat}`}`;
  const bare = !size.includes(' ');
  const step = bare ? parseQuantity(size, '') : parseQuantity(size);
  if (!step.ok) return fail({ ...step.failure, given: text, accepted: { code: 'rounding' } });
  if (step.value.amount.n === 0n) return fail(issue('rounding-step-zero', text, { code: 'step-above-zero' }));
  const inUnit = step.value;
  // "whole drops" is meant per minute where the result is a drop rate
  const perMinute = inUnit.unit.dimension === 'drop' ? of(inUnit.amount, unit('gtt/min')) : null;
  return ok({
    name: text,
    direction,
    reason,
    stepFor: (value) => {
      if (bare) return of(inUnit.amount, value.unit);
      if (perMinute && value.unit.dimension === perMinute.unit.dimension) return perMinute;
      return value.unit.dimension === inUnit.unit.dimension ? inUnit : null;
    },
  });
}

const HALF = number('0.5');

/**
 * A result rounded by a rule, as a derivation of its own, in the result's unit; null if the rule has no step for it.
 * `nearest` sends half a step up.
 */
export function roundedBy(d: Derivation, rule: Rounding): Derivation | null {
  const size = rule.stepFor(d.result);
  if (size === null) return null;
  const grid = named('step', sameUnit(size, d.result.unit));
  const steps = over(stepOf(d), grid);
  const whole =
    rule.direction === 'down'
      ? floor(steps)
      : rule.direction === 'up'
        ? ceil(steps)
        : floor(plus(steps, HALF));
  return derive(`${d.id}-rounded`, `${d.name}, ${rule.name}`, times(whole, grid), d.result.unit, RULE);
}

/** The step in the unit of the result where that ends as a decimal, so that the line reads easily. */
function sameUnit(step: Quantity, target: Unit): Quantity {
  return step.unit.dimension === '' ? of(inBase(step), NUMBER) : to(step, target);
}

/** rounded − exact, in the unit of the result. */
export const roundingError = (d: Derivation, rounded: Derivation): Exact =>
  rounded.result.amount.sub(d.result.amount);
