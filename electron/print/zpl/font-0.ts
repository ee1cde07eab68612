/**
 * Advance widths of the printers' scalable font 0, in thousandths of its height, by the characters that have them.
 * Measured on the pictures of an independent ZPL renderer (zpl-renderer-js 3.4.0, font 0 at 100 dots). A printer's own
 * font may differ a little, so every line is laid out as if it were wider: house rule.
 */
const WIDTHS: readonly (readonly [width: number, characters: string])[] = [
  [250, " '\\|¦"],
  [274, '{}'],
  [278, '/:;IfijltÌÍÎÏìíîï‘’'],
  [300, 'ª²³¹º'],
  [332, '!"(),.[]`r¡¨¯´·¸'],
  [390, 'z'],
  [400, '°'],
  [420, '•'],
  [444, 'Jcksvxyçýÿ'],
  [500, '0123456789#$*+<=>?EFLTZ^_abdeghnopqu~¢£¤¥§«¬±µ»¿ÈÉÊË×ßàáâãäåèéêëðñòóôõö÷øùúûüþ–“”−'],
  [550, '¶'],
  [556, 'ABCKPSVXYÀÁÂÃÄÅÇÝÞ'],
  [610, 'DGHNOQRUÐÑÒÓÔÕÖØÙÚÛÜ'],
  [668, '&w'],
  [722, 'æ'],
  [750, '¼½¾'],
  [778, 'MmÆ'],
  [800, '-'],
  [830, '©®'],
  [832, '%@W'],
  [1000, '—…'],
];
const ROOM = 1.05;

const widthOf = new Map(WIDTHS.flatMap(([width, characters]) => [...characters].map((c) => [c, width])));

/** A character that font 0 can not be relied on to print. */
export const missingGlyph = (text: string): string | undefined => [...text].find((c) => !widthOf.has(c));

/** Room that a text takes at a height, in the unit of the height. */
export const widthAt = (text: string, height: number): number =>
  ([...text].reduce((sum, c) => sum + (widthOf.get(c) ?? 0), 0) * ROOM * height) / 1000;

/** Where the baseline stands below the top of a character cell, as a share of its height; capitals reach the top. */
export const BASELINE = 0.75;
