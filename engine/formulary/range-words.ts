/** Where a range ends, as it is said after “asked about” or “stops”; null: it ends nowhere. */
export function outsideWords(least: string | undefined, most: string | undefined): string | null {
  if (least === undefined) return most === undefined ? null : `above ${most}`;
  if (most === undefined) return `below ${least}`;
  return least === most ? `unless it is ${most}` : `outside ${least} to ${most}`;
}
