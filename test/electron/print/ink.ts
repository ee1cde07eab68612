import { picture } from './picture.ts';

const DPI = 36;
/** Side of a cell, in pixels: a ninth of an inch. */
const CELL = 4;

/** A page as a coarse picture that a person can read in a diff: a row of cells a line, ink from 0 (white) to f (black). */
export async function inkOf(pdf: Uint8Array, page: number): Promise<string[]> {
  const { data, width, height } = await picture(pdf, DPI, page);
  const rows: string[] = [];
  for (let top = 0; top < height; top += CELL) {
    let row = '';
    for (let left = 0; left < width; left += CELL) {
      let ink = 0;
      let pixels = 0;
      for (let y = top; y < Math.min(top + CELL, height); y += 1)
        for (let x = left; x < Math.min(left + CELL, width); x += 1) {
          ink += 255 - (data[(y * width + x) * 4] ?? 255);
          pixels += 1;
        }
      row += Math.round((ink / pixels / 255) * 15).toString(16);
    }
    rows.push(row);
  }
  return rows;
}
