import type { Library } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { compare, of, quantity, type Concentration } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { drugsIn } from './told-product.ts';

/** What a list of products says is in one: a strength and a unit for each substance. */
interface ListedProduct {
  readonly substances: readonly string[];
  readonly strengths: readonly string[];
  readonly units: readonly string[];
}

/** How a listed product differs from the vial of an order, or why that can not be said. */
type ListedDifference =
  'another-drug' | 'further-drug' | 'another-strength' | 'strength-not-compared' | 'no-ingredient';

/** `mg/mL`, `mg/.5mL`, `g/20mL`: the divisor stands between mass and volume, and 1 is left out. */
const UNIT = /^(g|mg|ug|mcg)\/(\d+|\d*\.\d+)?mL$/;
const AMOUNT = /^(?:\d+|\d*\.\d+)$/;
const zeroed = (text: string): string => (text.startsWith('.') ? `0${text}` : text);

/**
 * The strength that a list of products states. In: numerator and unit as the list has them. Out: exactly, as mass per volume;
 * null where it is none: units, equivalents, an amount in each piece. Refuses nothing. Source: FDA, National Drug Code
 * Directory, definitions of ACTIVE_NUMERATOR_STRENGTH and ACTIVE_INGRED_UNIT.
 */
export function listedStrength(amount: string, inUnit: string): Concentration | null {
  const [, mass, volume = '1'] = UNIT.exec(inUnit) ?? [];
  if (mass === undefined || !AMOUNT.test(amount)) return null;
  const divisor = exact(zeroed(volume));
  if (divisor.n === 0n) return null;
  return of(exact(zeroed(amount)).div(divisor), unit(`${mass === 'ug' ? 'mcg' : mass}/mL`, 'mass/volume'));
}

/**
 * How a listed product differs from the vial that an order asks for. In: the product, drug and strength of the vial, the
 * library, by whose names a substance is told. Out: each difference; none where it is the same drug, alone, in the same
 * strength. It approves nothing: a list of products says what exists. Source: the list; the order itself.
 */
export function listedDifferences(
  listed: ListedProduct,
  vial: { readonly drug: string; readonly strength: string },
  lib: Library,
): ListedDifference[] {
  if (listed.substances.length === 0) return ['no-ingredient'];
  const at = listed.substances.findIndex((s) => drugsIn(s, lib).includes(vial.drug));
  if (at < 0) return ['another-drug'];
  const further: ListedDifference[] = listed.substances.length > 1 ? ['further-drug'] : [];
  const strength = listedStrength(listed.strengths[at] ?? '', listed.units[at] ?? '');
  if (strength === null) return [...further, 'strength-not-compared'];
  const isOther = compare(strength, quantity(vial.strength, 'mass/volume')) !== 0;
  return isOther ? [...further, 'another-strength'] : further;
}
