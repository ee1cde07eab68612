import {
  derive,
  named,
  over,
  printed,
  times,
  type Expr,
  type PrintedDerivation,
} from '../derivation/derivation.ts';
import { aboutText, exactText } from '../number/notation.ts';
import { isZero, parseQuantity, type Quantity } from '../number/quantity.ts';
import { parseStepped } from '../number/two-step-measure.ts';
import { recheck } from '../derivation/reread.ts';
import { fail, issue, ok, type Result } from '../number/result.ts';
import { onScale, parseTemperature, SCALES, type Scale } from '../derivation/temperature.ts';
import { tooLong } from '../number/text-bound.ts';
import { combined, commonReading, readUnit, type Unit } from '../number/units.ts';

interface Converted {
  /** decimal text, shortened to twelve significant digits where it is longer */
  readonly value: string;
  readonly unit: string;
  readonly exact: string;
  readonly derivation: PrintedDerivation;
}

/** Each factor doubles the ways that are tried; no conversion of the field needs more than three (house rule). */
const MOST_FACTORS = 6;

const UNITS = {
  id: 'UNITS',
  title: 'unit table: SI prefixes; lb, oz, grains, in by NIST Handbook 44, Appendix C (exact)',
};

/**
 * Converts a quantity. In: `0.1 mcg/kg/min` and `mg/kg/h`; or a temperature and `C`, `F`, `K`; and, to get from one
 * dimension to another, the named factors to use, each once: `convert('5 mL', 'mg', '10 mg/mL')`. Out: the exact value
 * in the unit. Refuses unknown and error-prone units, unlike dimensions without a factor that leads across, and a result
 * that the second opinion does not confirm.
 */
export function convert(text: string, target: string, ...factors: readonly string[]): Result<Converted> {
  const long = [text, target, ...factors].map((t) => tooLong(t)).find((i) => i !== undefined);
  if (long) return fail(long);
  if (factors.length > MOST_FACTORS)
    return fail(
      issue('too-many-factors', String(factors.length), { code: 'at-most-factors', most: MOST_FACTORS }),
    );
  const scale = /^(?:°?C|°?F|K)$/.exec(target)?.[0].replace('°', '');
  if (scale !== undefined) return convertTemperature(text, scale as Scale);
  const wanted = readUnit(asWritten(target, text));
  if (!wanted.ok) return wanted;
  const read = parseMeasured(text, wanted.value);
  if (!read.ok) return read;
  const known: Quantity[] = [];
  for (const f of factors) {
    const factor = parseQuantity(f);
    if (!factor.ok) return factor;
    if (isZero(factor.value)) return fail(issue('factor-zero', f, { code: 'factor-above-zero' }));
    known.push(factor.value);
  }
  if (known.length > 0) return across(read.value, wanted.value, known, text);
  const pair = commonReading(read.value.unit.code, wanted.value.code);
  if (!pair.ok) return pair;
  if (pair.value === undefined)
    return fail(
      issue('unit-of-other-dimension', text, {
        code: 'quantity-or-named-factor',
        dimension: wanted.value.dimension,
      }),
    );
  const [from, into] = pair.value;
  return answer(named(text, { amount: read.value.amount, unit: from }), into);
}

/** What a person writes: `5 ft 10 in`, and a bare percent where a strength is asked for, as labels print it. */
function parseMeasured(text: string, into: Unit): Result<Quantity> {
  if (into.dimension === 'mass/volume' && /^\S+ ?%$/.test(text)) return parseQuantity(`${text} w/v`);
  return parseStepped(text, into.dimension) ?? parseQuantity(text);
}

/** A bare percent of a strength is of weight in volume, as labels print it. */
function asWritten(target: string, text: string): string {
  if (target.trim() !== '%') return target;
  const given = parseQuantity(text);
  return given.ok && given.value.unit.dimension === 'mass/volume' ? '% w/v' : target;
}

function answer(e: Expr, into: Unit): Result<Converted> {
  const d = derive('convert', 'conversion', e, into, UNITS);
  const derivation = printed(d);
  const second = recheck(derivation);
  if (!second.ok) return second;
  return ok({
    value: aboutText(d.result.amount, 12),
    unit: into.code,
    exact: exactText(d.result.amount),
    derivation,
  });
}

/** Multiplies or divides by each factor once, in the way that arrives at the wanted dimension. */
function across(q: Quantity, into: Unit, factors: readonly Quantity[], text: string): Result<Converted> {
  type Way = { expr: Expr; dimension: string };
  const ways = factors.reduce<Way[]>(
    (list, f, i) =>
      list.flatMap((w) => [
        {
          expr: times(w.expr, named(`factor ${i + 1}`, f)),
          dimension: combined(w.dimension, f.unit.dimension, 1),
        },
        {
          expr: over(w.expr, named(`factor ${i + 1}`, f)),
          dimension: combined(w.dimension, f.unit.dimension, -1),
        },
      ]),
    [{ expr: named('given', q), dimension: q.unit.dimension }],
  );
  const found = ways.find((w) => w.dimension === into.dimension);
  if (!found)
    return fail(
      issue('factor-does-not-lead', text, {
        code: 'factors-that-lead',
        from: q.unit.dimension,
        into: into.dimension,
      }),
    );
  return answer(found.expr, into);
}

function convertTemperature(text: string, scale: Scale): Result<Converted> {
  const read = parseTemperature(text);
  if (!read.ok) return read;
  const d = onScale(read.value, scale, 'convert', `degrees ${scale}`);
  const derivation = printed({ ...d, source: SCALES });
  const second = recheck(derivation);
  if (!second.ok) return second;
  return ok({
    value: aboutText(d.result.amount, 12),
    unit: scale,
    exact: exactText(d.result.amount),
    derivation,
  });
}
