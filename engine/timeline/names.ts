import { MME_FACTORS } from '../calculators/total/mme-factors.ts';
import { findDrug, type Drug, type Library } from '../formulary.ts';

const plain = (d: Drug): string => d.generic_name.replace(/ \(.*\)$/, '');

/**
 * What a companion or a given dose counts as. In: the library, the name as it was entered. Out: the formulary's id of a
 * drug that is named by it or by its plain name, in any case of letters; the plain name of an opioid of the MME table;
 * null for a name that is neither, which is in no sum.
 */
export function drugIdOf(library: Library, text: string): string | null {
  const name = text.trim().toLowerCase();
  return (
    findDrug(library, text) ??
    library.formulary.drugs.find((d) => plain(d) === name) ?? {
      id: MME_FACTORS.find((m) => m.opioid === name)?.opioid ?? null,
    }
  ).id;
}

/**
 * Drugs that stand in a name that is none by itself: `oxycodone/acetaminophen`, `morphine sulfate`. What such a product
 * holds of each is not known from one dose. Out: their plain names; empty for a name that is counted, or holds none.
 */
export function drugsWithin(library: Library, text: string): string[] {
  if (drugIdOf(library, text) !== null) return [];
  const words = new Set(text.toLowerCase().split(/[^a-z]+/));
  const names = [...library.formulary.drugs.map(plain), ...MME_FACTORS.map((m) => m.opioid)];
  return [...new Set(names)].filter((name) => words.has(name));
}
