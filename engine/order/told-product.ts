import { findDrug, type Library } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { of, quantity, type Concentration } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { ndcsOf, productOfNdc } from './ndc.ts';

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(\d)\s+%/g, '$1%')
    .match(/\d+(?:\.\d+)?%|[a-z]+\d*[a-z]*/g) ?? [];

/** By which word a drug is told: that of its own name, and those of its products. */
function drugWords(lib: Library): Map<string, string> {
  const words = new Map<string, string>();
  for (const { drug, names } of lib.products.presentations)
    if (findDrug(lib, drug))
      for (const name of names) {
        const [first] = wordsIn(name);
        if (first !== undefined) words.set(first, drug);
      }
  for (const { id, generic_name } of lib.formulary.drugs) {
    const [first] = wordsIn(generic_name);
    if (first !== undefined) words.set(first, id);
  }
  return words;
}

/** Drugs of the formulary that a text names. In: the text, the library. Out: their ids. Source: names of formulary and products. */
export function drugsIn(text: string, lib: Library): string[] {
  const words = drugWords(lib);
  return [...new Set(wordsIn(text).flatMap((w) => words.get(w) ?? []))];
}

/** Diluents that a text names, by id or, where the formulary does not have them, by name. Source: what the library says they are called. */
export function diluentsIn(text: string, lib: Library): string[] {
  const said = new Set(wordsIn(text));
  const named = lib.products.diluents.filter(({ names }) =>
    names.some((name) => wordsIn(name).every((w) => said.has(w))),
  );
  const ids = named.map((d) => d.id);
  // bacteriostatic saline is called by the name of saline as well
  return ids.includes('bns') ? ids.filter((id) => id !== 'ns09') : ids;
}

// no digit or comma before it: the 5 of a decimal comma is no 5
const STRENGTH =
  /(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(mg|mcg|ug|μg|g)\s*(?:\/|per)\s*(\d+(?:\.\d+)?)?\s*ml\b/g;
const PERCENT = /(\d+(?:\.\d+)?)\s*%/g;
const UNITS: Readonly<Record<string, string>> = { ug: 'mcg', μg: 'mcg' };

const figure = (digits: string) => exact(digits.replaceAll(',', ''));

/**
 * Strengths that the name of a vial holds. In: the name. Out: each as mass per volume; a percentage counts where nothing
 * else is said, as g in 100 mL. Source: USP <7> labeling of strength.
 */
export function strengthsIn(text: string): Concentration[] {
  const plainly = text.normalize('NFKC').toLowerCase();
  const said = [...plainly.matchAll(STRENGTH)].flatMap(([, amount = '', mass = '', volume = '1']) =>
    figure(volume).n === 0n
      ? []
      : [of(figure(amount).div(figure(volume)), unit(`${UNITS[mass] ?? mass}/mL`, 'mass/volume'))],
  );
  if (said.length > 0) return said;
  return [...plainly.matchAll(PERCENT)].map(([, amount = '']) =>
    of(figure(amount).mul(10n), unit('mg/mL', 'mass/volume')),
  );
}

/**
 * Presentations that an NDC can mean. In: the code as read off the package, the library. Out: those that list it; where
 * no package of that code is listed, those of its labeler and product, without a volume, since the package says the size.
 * Source: the library's products; FDA, National Drug Code Directory (the product code is strength, form and formulation).
 */
export function presentationsOf(ndc: string, lib: Library): Library['products']['presentations'] {
  const read = ndcsOf(ndc);
  const codes = read.ok ? read.value : [];
  const listed = lib.products.presentations.filter((p) => p.ndcs.some((x) => codes.includes(x)));
  if (listed.length > 0) return listed;
  const products = new Set(codes.map(productOfNdc));
  return lib.products.presentations
    .filter((p) => p.ndcs.some((x) => products.has(productOfNdc(x))))
    .map(({ volume: _volume, ...p }) => p);
}

/** The strength of a presentation; null where it holds several drugs. */
export const strengthOf = (p: Library['products']['presentations'][number]): Concentration | null =>
  p.strength === undefined ? null : quantity(p.strength, 'mass/volume');
