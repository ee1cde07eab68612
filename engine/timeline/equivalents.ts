import { MME_FACTORS } from '../formulary/mme-factors.ts';
import { findDrug, type Library } from '../formulary/formulary.ts';
import { exact, type Exact } from '../number/notation.ts';
import { inBase, of } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { isBesideTheBlood, isSwallowed, isThroughTheSkin } from '../order/routes.ts';

/** MME in a base unit of mass of the drug by this route; or an opioid that has no factor; or not an opioid at all. */
export type Equivalents =
  { readonly factor: Exact } | { readonly apart: string } | { readonly other: 'not an opioid' };

const OPIOIDS = ['opioid_full_agonist', 'opioid_partial_agonist', 'opioid_agonist_antagonist'];

/**
 * The factor of a drug and route to oral morphine equivalents. In: the library, the drug's id or name, the route. By any
 * route into the blood the formulary's own parenteral factor (derived, a house rule); by mouth the CDC 2022 table; into
 * the epidural space, the spine or beside a nerve none; of a patch neither, since its factor is of a rate and not of an amount.
 * Buprenorphine and nalbuphine have none and are named apart. Never for conversion between opioids.
 */
export function equivalents(library: Library, id: string, route: string): Equivalents {
  const drug = findDrug(library, id);
  const opioid = drug?.class_ids.some((c) => OPIOIDS.includes(c)) ?? MME_FACTORS.some((m) => m.opioid === id);
  if (!opioid) return { other: 'not an opioid' };
  if (isSwallowed(route)) {
    const row = MME_FACTORS.find((m) => m.opioid === id && m.route === 'oral');
    return row?.factor ? { factor: inBase(of(exact(row.factor), unit('MME/mg'))) } : { apart: `${id} oral` };
  }
  if (isBesideTheBlood(route) || isThroughTheSkin(route)) return { apart: `${id} ${route}` };
  const parenteral = drug?.opioid_conversion?.parenteral_to_oral_mme;
  if (!drug || !parenteral) return { apart: `${id} ${route}` };
  const per = drug.dosing_units.includes('mcg') ? 'MME/mcg' : 'MME/mg';
  return { factor: inBase(of(exact(parenteral), unit(per))) };
}
