import { derive, named, times, type Derivation } from '../derivation/derivation.ts';
import { parseMeasure } from '../number/two-step-measure.ts';
import { quantity, type Quantity } from '../number/quantity.ts';
import { baseUnit, unit, type Dimension } from '../number/units.ts';
import { dimensionsOf, type Fields } from './field.ts';

const NIST = { id: 'UNITS', title: 'NIST Handbook 44, Appendix C (exact)' };

/** Units of the United States in which a person is measured, with the exact factor that a reader may know as a rounded one. */
const FACTORS: readonly (readonly [Dimension, string, string])[] = [
  ['weight', 'lb', '0.45359237 kg/lb'],
  ['height', 'in', '2.54 cm/in'],
  ['height', 'ft', '30.48 cm/ft'],
];

/**
 * A line for each measure of a person that was typed in another system: `154 lb × 0.45359237 kg/lb = 69.85322498 kg`, so
 * that somebody who uses 2.2 finds the difference. In: the fields of a calculator and the texts that were read.
 */
export function convertedInputs(fields: Fields, input: Readonly<Record<string, unknown>>): Derivation[] {
  return Object.entries(fields).flatMap(([name, f]) => {
    const text = input[name];
    if (f.kind !== 'quantity' || typeof text !== 'string') return [];
    const read = parseMeasure(text, ...dimensionsOf(f));
    return read.ok ? lineFor(name, f.label, read.value) : [];
  });
}

function lineFor(name: string, label: string, q: Quantity): Derivation[] {
  const found = FACTORS.find(([dimension, code]) => dimension === q.unit.dimension && code === q.unit.code);
  if (!found) return [];
  const [dimension, code, factor] = found;
  const target = baseUnit(dimension);
  const expr = times(named(label, q), named(`${target.code} in 1 ${code}`, quantity(factor, '')));
  return [
    derive(
      `${name}-in-${target.code}`,
      `${label} in ${target.code}`,
      expr,
      unit(target.code, dimension),
      NIST,
    ),
  ];
}
