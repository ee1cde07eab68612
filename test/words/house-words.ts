/** What may not be shown to a person: names of files, paths, codes and words of the house, fractions, long decimals. */
const REFUSED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a file', /\b[\w-]+\.(?:md|json|ts|tsx|js|sql|csv)\b/],
  ['a path', /(?:^|\s)(?:\.{0,2}\/)?[a-z][\w-]+\/[a-z][\w./-]+\.[a-z]+\b|(?:^|\s)\/[a-z]+\/[a-z]/],
  [
    'a house word',
    /general knowledge|field study|of the compiler|\bhouse section\b|\bGK\b|CONC-MIN|PCALC|DEC10|\bINC\d/i,
  ],
  ['snake case', /\b[a-z]+\d*(?:_[a-z0-9]+)+\b/],
  // three words or more joined, or letters with digits behind them: a code of ours
  [
    'a code',
    /\b[a-z]+(?:-[a-z]+){3,}\b|\b(?:ns09|d5w|swfi|bns)\b|\b(?:hm|mor|fen|bupi|apap|g|cns|mme)-\d+\b/,
  ],
  ['a fraction', /(?<![\d.:,/–-])\d+\/\d+(?=\s|$|\))/],
];

const significant = (number: string): number => number.replace('.', '').replace(/^0+/, '').length;

export function houseWords(text: string): string[] {
  const found = REFUSED.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
  const long = [...text.matchAll(/(?<![\d.,])\d+\.\d+/g)].some(([n]) => significant(n) > 4);
  return long ? [...found, 'more than four significant digits'] : found;
}
