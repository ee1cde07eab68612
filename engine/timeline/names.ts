import { MME_FACTORS } from '../formulary/mme-factors.ts';
import { findDrug, type Drug, type Library } from '../formulary/formulary.ts';
import { medicineName } from '../formulary/medicine-names.ts';

const plain = (d: Drug): string => d.generic_name.replace(/ \(.*\)$/, '');

/** One medicine by another name of it: a brand, a salt, a slip of a letter. A form that hardly reaches the blood is none. */
function namedOtherwise(library: Library, typed: string): string | null {
  const { generics, drugs, opioids, local } = medicineName(library, typed);
  if (generics.length !== 1 || local) return null;
  return drugs[0] ?? opioids[0]?.generic ?? null;
}

/**
 * What a companion or a given dose counts as. In: the library, the name as it was entered. Out: the formulary's id of a
 * drug that is named by it, by its plain name or by another name of it; the plain name of another opioid; null for a name
 * that is neither, or holds several medicines: it is in no sum.
 */
export function drugIdOf(library: Library, text: string): string | null {
  const name = text.trim().toLowerCase();
  return (
    (
      findDrug(library, text) ??
      library.formulary.drugs.find((d) => plain(d) === name) ?? {
        id: MME_FACTORS.find((m) => m.opioid === name)?.opioid ?? null,
      }
    ).id ?? namedOtherwise(library, text)
  );
}

/**
 * Drugs that stand in a name that is none by itself: `oxycodone/acetaminophen`, `Percocet`. What such a product holds of
 * each is not known from one dose. Out: their plain names; empty for a name that is counted, or holds none.
 */
export function drugsWithin(library: Library, text: string): string[] {
  if (drugIdOf(library, text) !== null) return [];
  const summed = new Set([...library.formulary.drugs.map(plain), ...MME_FACTORS.map((m) => m.opioid)]);
  const words = text.toLowerCase().split(/[^a-z]+/);
  return [...new Set([...words, ...medicineName(library, text).generics])]
    .filter((name) => summed.has(name))
    .toSorted();
}
