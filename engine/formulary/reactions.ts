import type { Library } from './formulary.ts';
import type { ReactionGrade } from './names.ts';

/** From the worst on: the worst word of a text decides. */
const WORST_FIRST: readonly ReactionGrade[] = ['allergy', 'unknown', 'pseudoallergy', 'intolerance'];

/**
 * How bad a reaction was, by the words in which it is told. In: the library and the text. Out: `allergy` (anaphylaxis,
 * swelling, trouble breathing), `pseudoallergy` (itching, flushing: histamine), `intolerance` (nausea, sleepiness), or
 * `unknown`, which counts as an allergy: also for a text that says nothing of the kind. A longer phrase is read before
 * the words in it ("hives at the site" is not "hives"). Source: db/seed/allergens.json.
 */
export function reactionGradeOf(library: Pick<Library, 'names'>, text: string): ReactionGrade {
  const phrases = library.names.allergens.reactions
    .flatMap((r) => r.words.map((words) => ({ words, grade: r.grade })))
    .toSorted((a, b) => b.words.length - a.words.length);
  let rest = text.toLowerCase();
  const told = new Set<ReactionGrade>();
  for (const { words, grade } of phrases)
    if (rest.includes(words)) {
      told.add(grade);
      rest = rest.replaceAll(words, ' ');
    }
  return WORST_FIRST.find((grade) => told.has(grade)) ?? 'unknown';
}
