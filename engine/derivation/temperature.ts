import {
  derive,
  named,
  number,
  over,
  plus,
  minus,
  times,
  type Derivation,
  type Expr,
  type Source,
} from './derivation.ts';
import { exactText, parseDecimal, type Exact } from '../number/notation.ts';
import { plain } from '../number/quantity.ts';
import { fail, issue, ok, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';
import { NUMBER } from '../number/units.ts';

/**
 * Temperatures are readings on a scale with an arbitrary zero, not quantities: they are neither added nor multiplied, and
 * stand outside the unit table. F ↔ C ↔ K is exact (× 9/5, + 32, + 273.15); what a thermometer read is not.
 */
export type Scale = 'C' | 'F' | 'K';
export interface Temperature {
  readonly degrees: Exact;
  readonly scale: Scale;
}

const ACCEPTED = { code: 'temperature' } as const;
const SPELLINGS: Readonly<Record<string, Scale>> = { C: 'C', '°C': 'C', F: 'F', '°F': 'F', K: 'K' };
export const SCALES: Source = {
  id: 'SI-TEMP',
  title: 'C = (F − 32) × 5/9; K = C + 273.15 (SI Brochure, 2.3.1; exact by definition)',
};

/** Reads `25 C`, `77 F`, `-20 C`. Refuses other spellings and what lies below absolute zero. */
export function parseTemperature(text: string): Result<Temperature> {
  const long = tooLong(text);
  if (long) return fail(long);
  const glued = /^(-?[\d.]+)(°?[CF]|K)$/.exec(text);
  if (glued)
    return fail(
      issue('unit-not-separated', text, { code: 'space-before-unit', such: `${glued[1]} ${glued[2]}` }),
    );
  const found = /^(-?)(\S+) (\S+)$/.exec(text);
  const scale = Object.hasOwn(SPELLINGS, found?.[3] ?? '') ? SPELLINGS[found?.[3] ?? ''] : undefined;
  if (!found || scale === undefined) return fail(issue('temperature-not-read', text, ACCEPTED));
  const size = parseDecimal(found[2] ?? '');
  if (!size.ok) return fail({ ...size.failure, given: text });
  const degrees = found[1] === '-' ? size.value.neg() : size.value;
  const t: Temperature = { degrees, scale };
  if (celsius(t).compare('-273.15') < 0) return fail(issue('below-absolute-zero', text, ACCEPTED));
  return ok(t);
}

/** A temperature in the scale that it was read in, exact. */
export const temperatureText = (t: Temperature): string => `${exactText(t.degrees)} ${t.scale}`;

/** Degrees Celsius, exact. */
export const celsius = (t: Temperature): Exact =>
  t.scale === 'C'
    ? t.degrees
    : t.scale === 'K'
      ? t.degrees.sub('273.15')
      : t.degrees.sub(32n).mul(5n).div(9n);

/** A temperature on another scale, with its line in plain degrees. */
export function onScale(t: Temperature, target: Scale, id: string, name: string): Derivation<''> {
  const given = named(`degrees ${t.scale}`, plain(t.degrees));
  const inC: Expr =
    t.scale === 'C'
      ? given
      : t.scale === 'K'
        ? minus(given, number('273.15'))
        : over(times(minus(given, number('32')), number('5')), number('9'));
  if (target === t.scale) return derive(id, name, given, NUMBER, SCALES);
  const expr =
    target === 'C'
      ? inC
      : target === 'K'
        ? plus(inC, number('273.15'))
        : plus(over(times(inC, number('9')), number('5')), number('32'));
  return derive(id, name, expr, NUMBER, SCALES);
}
