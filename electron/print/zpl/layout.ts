import type { Content } from '../content/content.ts';
import { boxAt, pictureAt, textAt } from './command.ts';
import { BASELINE, missingGlyph, widthAt as widthInFont0 } from './font-0.ts';
import { drawnWidth } from './outline.ts';
import { rowsOf, styleOf } from './style.ts';

/** A label of one printer, in dots. */
export interface Area {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly dotsPerPoint: number;
  /** the corner that the barcodes have to themselves */
  readonly codes: { readonly left: number; readonly top: number };
}

/** In the printer's own font where it has every letter of a line, as a picture where it has not. */
const widthAt = (text: string, height: number): number =>
  missingGlyph(text) === undefined ? widthInFont0(text, height) : drawnWidth(text, height);

const NO_BREAK = '\u00a0';
/** A number never parts from its unit at the end of a line. */
const unbroken = (text: string): string[] =>
  text
    .replaceAll(/(\d) (?=[A-Za-z°%])/g, `$1${NO_BREAK}`)
    .split(' ')
    .map((w) => w.replaceAll(NO_BREAK, ' '));

/**
 * Texts from left to right and from top to bottom, each line a field of its own, so that nothing is left to the
 * printer's wrapping. Answers the fields; what runs over the edge is found when they are read back.
 */
function layOutAt(scale: number, content: Content, area: Area): { fields: string[]; bottom: number } {
  const { margin, dotsPerPoint } = area;
  const fields: string[] = [];
  let top = margin;
  let lineHeight = 0;
  let x = margin;
  const right = (bottom: number) =>
    bottom > area.codes.top ? area.codes.left - margin : area.width - margin;
  const newLine = () => {
    top += lineHeight;
    lineHeight = 0;
    x = margin;
  };

  const put = (text: string, size: number, mark: 'band' | 'frame' | undefined) => {
    const height = Math.ceil(size * dotsPerPoint);
    const pad = mark ? Math.ceil(height * 0.2) : 0;
    const gap = Math.ceil(5 * dotsPerPoint);
    const tall = Math.ceil(height * 1.02) + 2 * (mark ? 2 : 0);
    const room = () => right(top + Math.max(lineHeight, tall)) - x - 2 * pad;
    let words = unbroken(text);
    // A short text goes to the next line whole; a long one is broken where it has to be.
    if (x > margin && room() < widthAt(text, height) && widthAt(text, height) < area.width - 2 * margin)
      newLine();
    while (words.length > 0) {
      const taken = longest(words, height, room());
      const line = words.slice(0, taken).join(' ');
      const width = Math.ceil(widthAt(line, height));
      if (width > room() && x > margin) {
        newLine();
        continue;
      }
      if (mark) {
        const outer = height + 2 * 2;
        fields.push(
          boxAt(
            { x, y: top },
            width + 2 * pad,
            outer,
            mark === 'band' ? outer : Math.ceil(dotsPerPoint * 0.7),
          ),
        );
      }
      // Capitals reach the top of the cell and leave a quarter free below: within a mark they stand in its middle.
      const y = top + (mark ? 2 + Math.round((height * (1 - BASELINE)) / 2) : 0);
      const set = missingGlyph(line) === undefined ? textAt : pictureAt;
      fields.push(set({ x: x + pad, y }, height, line, mark === 'band'));
      lineHeight = Math.max(lineHeight, tall);
      x += width + 2 * pad + gap;
      words = words.slice(taken);
      if (words.length > 0) newLine();
    }
  };

  const rows = rowsOf(content.map((p) => p.name));
  const known = new Set(rows.flatMap((r) => r.parts));
  const rest = content.map((p) => p.name).filter((name) => !known.has(name));
  for (const row of rows) {
    const parts = row.parts.length > 0 ? row.parts : rest;
    for (const name of parts) {
      const part = content.find((p) => p.name === name);
      if (!part) continue;
      const { size, mark } = styleOf(name, scale, area.width >= area.dotsPerPoint * BAG_STOCK);
      for (const text of [part.text].flat()) put(text, size, mark);
    }
    if (x > margin) newLine();
    if (row.ruled) {
      const thick = Math.ceil(0.7 * dotsPerPoint);
      fields.push(boxAt({ x: margin, y: top }, right(top + thick) - margin, thick, thick));
      top += thick + Math.ceil(dotsPerPoint);
    }
  }
  return { fields, bottom: top };
}

/** As many words as have room, and one at least. */
function longest(words: readonly string[], height: number, room: number): number {
  let width = 0;
  for (const [i, word] of words.entries()) {
    width += widthAt(i === 0 ? word : ` ${word}`, height);
    if (width > room) return Math.max(1, i);
  }
  return words.length;
}

/** Width of the stock, in points, from which on a label is read at arm's length. */
const BAG_STOCK = 288;
/** House rule: the largest that fits is taken; the smallest is where the styles reach their least sizes. */
const SCALES = [2.2, 1.9, 1.6, 1.45, 1.3, 1.15, 1, 0.9, 0.8, 0.7, 0.6, 0.5];
const SMALLEST = 0.5;

/** In the largest print that fits. What does not fit in the smallest runs over the edge, and is found when read back. */
export function layOut(content: Content, area: Area): string[] {
  const { width, height, dotsPerPoint } = area;
  // Of the area of a 4 × 2 in label: nothing much larger than its share has ever fitted.
  const most = 1.2 * Math.sqrt((width * height) / (dotsPerPoint ** 2 * 288 * 144));
  for (const scale of SCALES.filter((s) => s <= most || s === SMALLEST)) {
    const { fields, bottom } = layOutAt(scale, content, area);
    if (bottom <= area.height - area.margin || scale === SMALLEST) return fields;
  }
  return [];
}
