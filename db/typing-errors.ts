/** House rule: so many letters wrong, left out, put in or swapped for their neighbour are forgiven in a word. */
export const mostErrors = (typed: string): number => (typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2);

/**
 * How many errors lead from what was typed to the beginning of a word: whoever is still typing has not come to its end. One more
 * than `most` where there are more. Optimal string alignment: wrong, missing, additional letters, and two neighbours swapped.
 */
export function distanceToBeginning(typed: string, word: string, most: number): number {
  const beginning = word.slice(0, typed.length + most);
  let [before, last] = [[] as number[], Array.from({ length: beginning.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= beginning.length; j += 1) {
      const isSame = typed[i - 1] === beginning[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === beginning[j - 2] && typed[i - 2] === beginning[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(...last);
}
