import { findDrug, type Contents } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { compare, of, quantity } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { presentationsOf, strengthOf } from '../order/told-product.ts';
import type { Facts } from './facts.ts';

/** One thing that goes into the container, with what the data of the product say that it holds besides. */
export interface Component {
  readonly name: string;
  /** null: the library has no data of this product */
  readonly contents: Contents | null;
}

type Vial = Facts['order']['preparation']['vial'];

/** What a vial of this strength and volume holds. Two products of one size: what both may hold. */
function vialOf(f: Facts, id: string, vial: Vial): Component {
  const drug = findDrug(f.library, id);
  const name = `${drug?.generic_name ?? id} ${vial.strength}, ${vial.volume}`;
  const rows = (drug?.vials ?? []).filter(
    (v) =>
      compare(of(exact(v.strength), unit(v.unit, 'mass/volume')), quantity(vial.strength, 'mass/volume')) ===
        0 &&
      compare(of(exact(v.container_volume_mL), unit('mL', 'volume')), quantity(vial.volume, 'volume')) === 0,
  );
  const [first] = rows.flatMap((v) => v.contents ?? []);
  return { name, contents: first ?? null };
}

/**
 * The vials of a drug: the planned one, and once the container is made those that went in, each of the size that its NDC
 * says. A strength is sold preserved in one size and free in another. What says nothing of its size stands for the plan.
 */
function vialsOf(f: Facts, id: string, planned: Vial): Component[] {
  const [first] = f.container;
  const went = (f.made?.record.ingredients ?? []).filter(
    (x) => x.role === 'drug' && (x.drug ?? first) === id,
  );
  const sizes = went.map((x) => sizeOf(f, id, planned, x.ndc) ?? planned.volume);
  return [...new Set(went.length === 0 ? [planned.volume] : sizes)].map((volume) =>
    vialOf(f, id, { ...planned, volume }),
  );
}

/** The one size in which an NDC is this drug of this strength; null where it tells none, or several. */
function sizeOf(f: Facts, id: string, planned: Vial, ndc: string | null): string | null {
  const strength = quantity(planned.strength, 'mass/volume');
  const sizes = (ndc === null ? [] : presentationsOf(ndc, f.library)).flatMap((p) => {
    const told = p.drug === id ? strengthOf(p) : null;
    return told !== null && compare(told, strength) === 0 && p.volume !== undefined ? [p.volume] : [];
  });
  const [only = null, ...others] = new Set(sizes);
  return others.length === 0 ? only : null;
}

/** Everything that goes into the container, or went in once it is made: the vials of every drug, and the diluent. */
export function componentsOf(f: Facts): Component[] {
  const { preparation, drug } = f.order;
  const [first = drug] = f.container;
  const diluent = f.library.formulary.diluents.find((d) => d.id === preparation.diluent);
  return [
    ...vialsOf(f, first, preparation.vial),
    ...(preparation.also ?? []).flatMap((x) => vialsOf(f, x.drug, x.vial)),
    ...(diluent ? [{ name: diluent.name, contents: diluent.contents ?? null }] : []),
  ];
}

/** Components that hold a preservative by their data: each with the name of it. */
export const preservedIn = (f: Facts): { readonly name: string; readonly holds: readonly string[] }[] =>
  componentsOf(f).flatMap(({ name, contents }) => {
    const holds = (contents?.holds ?? []).filter((x) => f.library.formulary.preservatives.includes(x));
    return holds.length > 0 ? [{ name, holds }] : [];
  });
