/** Lists of which nothing listed means that nobody asked, each with the statement that there is nothing to list. */
export const NONE_STATED = {
  allergies: 'noKnownAllergies',
  conditions: 'noKnownConditions',
  medicines: 'noHomeMedicines',
} as const;
export type AskedList = keyof typeof NONE_STATED;
type Lists = Readonly<Record<AskedList, readonly unknown[]>> & {
  readonly [N in (typeof NONE_STATED)[AskedList]]?: unknown;
};

/**
 * Has nobody asked: nothing is listed, and nobody has stated that there is nothing to list? In: the facts of a patient, and
 * which list. Of conditions and medicines a record says so itself, with null; one that comes from where no such statement is
 * known is read as it stands. Source: allergens.json (nkda); for the other lists the house.
 */
export function isUnasked(p: Lists, list: AskedList): boolean {
  const stated = p[NONE_STATED[list]];
  return p[list].length === 0 && (stated === null || (stated === undefined && list === 'allergies'));
}
