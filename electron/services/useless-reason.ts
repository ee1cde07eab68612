/**
 * Words that say nothing of why a finding was passed. House rule: fewer than three words, or one of the phrases that
 * fill the studies (field study (e): "Clinician Reviewed" 89.4 % in the NHIA data; 53 % "no reason" at the VA).
 */
const STOCK = [
  /^(?:clinician|pharmacist|md|provider|rph)? ?(?:is )?(?:reviewed|aware|notified|ok|okay|approved)(?: by (?:clinician|pharmacist|md|rph))?$/,
  /^(?:see|as per|per) (?:the )?(?:chart|note|notes|md|provider|pharmacist|order|above)$/,
  /^(?:no|without) (?:reason|comment)s?(?: given)?$/,
];
const FEWEST_WORDS = 3;
/** House rule: the same words for one rule so often are a habit, not a reason. */
const COPIED = 3;

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();

/** How many of one rule's reasons are of no use. In: the words of each, one a signature's finding. */
export function uselessReasons(all: readonly string[]): number {
  const said = all.map(plain);
  const times = new Map<string, number>();
  for (const words of said) times.set(words, (times.get(words) ?? 0) + 1);
  return said.filter(
    (words) =>
      words.split(' ').length < FEWEST_WORDS ||
      STOCK.some((s) => s.test(words)) ||
      (times.get(words) ?? 0) >= COPIED,
  ).length;
}
