/** Letters that are no base letter with a mark, as people type them without their keyboard. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** A text as it is searched and sorted: small letters, no accents, one space between words. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(SPECIAL, (c) => LETTERS[c] ?? c)
    // half a character, a NUL and their like are no letters of a word
    .replaceAll(/\p{C}/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ');

export const wordsOf = (text: string): string[] => folded(text).split(' ').filter(Boolean);
