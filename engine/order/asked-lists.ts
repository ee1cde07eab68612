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
 * which list. What left the list out, or comes from where no such statement is known, has not asked either. Source:
 * allergens.json (nkda); for the other lists the house.
 */
export const isUnasked = (p: Lists, list: AskedList): boolean =>
  p[list].length === 0 && (p[NONE_STATED[list]] ?? null) === null;
