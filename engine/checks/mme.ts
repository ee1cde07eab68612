import { derive, named, times, type Source } from '../derivation/derivation.ts';
import type { Facts } from '../facts/facts.ts';
import type { Drug } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { of, type Quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { isBesideTheBlood } from '../order/routes.ts';

/** The library's parenteral factor of a drug to oral morphine equivalents; null where it has none. */
export function mmeFactorOf(drug: Drug): Quantity | null {
  const factor = drug.opioid_conversion?.parenteral_to_oral_mme;
  if (!factor) return null;
  return of(exact(factor), unit(drug.dosing_units.includes('mcg') ? 'MME/mcg' : 'MME/mg'));
}

/**
 * Oral morphine equivalents of an amount of the drug, by the library's parenteral factor; null where it has none, or the
 * route is not into the blood. Never for conversion.
 */
export function mmeOf(f: Pick<Facts, 'drug' | 'order'>, mass: Quantity<'mass'>, name: string) {
  const factor = isBesideTheBlood(f.order.route) ? null : mmeFactorOf(f.drug);
  const source: Source | undefined = f.drug.opioid_conversion?.source;
  if (factor === null || source === undefined) return null;
  return derive(
    'mme-24h',
    'oral morphine equivalents in any 24 h, worst case',
    times(named(name, mass), named('factor', factor)),
    unit('MME'),
    source,
  );
}
