import {
  ceil,
  derive,
  minus,
  named,
  over,
  times,
  type Derivation,
  type Source,
} from '../derivation/derivation.ts';
import type { Facts } from '../facts/facts.ts';
import { isSameRoute } from '../facts/previous.ts';
import {
  compare,
  div,
  inBase,
  isZero,
  mul,
  quantity,
  recorded,
  type Concentration,
  type Mass,
  type Volume,
} from '../number/quantity.ts';
import { NUMBER, unit } from '../number/units.ts';
import { withChange, type Curve } from './curve.ts';

/**
 * A new container on a line that is not primed anew: what the line still holds of the old concentration runs first, while
 * the pump counts it at the new one.
 */
export interface ChangeOver {
  /** false: nobody said what the line holds, and the version before says it: its concentration, in a line of the priming volume */
  readonly told: boolean;
  readonly line: Volume;
  readonly before: Concentration;
  readonly after: Concentration;
  /** how many times the programmed amount comes out while the line empties */
  readonly factor: Derivation<''>;
  /** in the line at the moment of change */
  readonly inLine: Derivation<'mass'>;
  /** more (or, below zero, less) than programmed until the line is empty of it */
  readonly more: Derivation<'mass'>;
}

const SOURCE: Source = {
  id: 'HOUSE-LINE',
  title:
    'house rule: what a line that is kept still holds runs first, while the pump counts the new concentration (mass balance; field study row 71)',
};

/** Of one drug of a container, whichever it is. */
type OneDrug = Pick<Facts, 'drug' | 'order' | 'preparation' | 'previous' | 'line'>;

/** The concentration that the container before left in the line: of what ran last on it, else of the order before by this route. */
const leftOf = ({ previous, order, line, drug }: OneDrug): string | undefined =>
  line.find((x) => x.drug === drug.id)?.concentration ??
  (isSameRoute(previous, order.route) ? previous?.concentration : undefined);

/** The concentration of this drug in the line, as somebody said it. */
function toldOf({ order: { preparation: p }, drug }: OneDrug): string | undefined {
  const further = p.also?.find((x) => x.drug === drug.id);
  return further ? further.lineHolds : p.lineHolds?.concentration;
}

/** A line is said to hold something, and neither is said nor known what it holds of this drug, or how much it holds. */
export function isLineUnknown(f: OneDrug): boolean {
  const { lineHolds, priming } = f.order.preparation;
  const told = toldOf(f);
  if (told === undefined) return lineHolds !== undefined && leftOf(f) === undefined;
  return lineHolds === undefined && priming === undefined;
}

/**
 * The change of concentration that an order brings with it, of one drug of its container: what the line was said to hold,
 * else what the version before left in it. In: the facts of that drug. Out: null where the line holds nothing else, or
 * nothing says so.
 */
export function changeOverOf(f: OneDrug): ChangeOver | null {
  const after = f.preparation.concentration.result;
  const { lineHolds, priming } = f.order.preparation;
  const told = toldOf(f);
  const left = leftOf(f);
  const volume = lineHolds?.volume ?? priming;
  if (volume === undefined || (told === undefined && left === undefined)) return null;
  const line = quantity(volume, 'volume');
  const before = told === undefined ? recorded(left ?? '', 'mass/volume') : quantity(told, 'mass/volume');
  if (told === undefined && (isZero(line) || compare(before, after) === 0)) return null;
  const mass = unit<'mass'>(after.unit.code.replace('/mL', ''), 'mass');
  const [old, now, held] = [
    named('old concentration', before),
    named('new concentration', after),
    named('line volume', line),
  ];
  return {
    told: told !== undefined,
    line,
    before,
    after,
    factor: derive('line-factor', 'old over new concentration', over(old, now), NUMBER, SOURCE),
    inLine: derive('in-line', 'in the line at the change', times(held, old), mass, SOURCE),
    more: derive(
      'line-more',
      'more than programmed from the line',
      minus(times(held, old), times(held, now)),
      mass,
      SOURCE,
    ),
  };
}

/** What a line of a volume holds of a drug. In: the volume, the concentration in it. */
export const heldOf = (line: Volume, before: Concentration): Derivation<'mass'> =>
  derive(
    'in-line',
    'in the line at the change',
    times(named('line volume', line), named('old concentration', before)),
    unit<'mass'>(before.unit.code.replace('/mL', ''), 'mass'),
    SOURCE,
  );

/** How many demand doses the line gives at the old concentration, the last of them perhaps in part. */
export const dosesInLine = (c: ChangeOver, demand: Mass): Derivation<''> =>
  derive(
    'doses-in-line',
    'PCA doses from the line',
    ceil(
      over(
        times(named('line volume', c.line), named('new concentration', c.after)),
        named('demand dose', demand),
      ),
    ),
    NUMBER,
    SOURCE,
  );

/** What comes out of the line for what the pump counts. In: a curve as programmed. Out: the curve as delivered. */
export const delivered = (programmed: Curve, c: ChangeOver): Curve =>
  withChange(programmed, inBase(mul(c.after, c.line)), inBase(div(c.before, c.after)));
