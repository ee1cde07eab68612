import { outlinesOf, type Outlines } from '../fonts.ts';

/** A line of text as a picture of one dot a bit, where the printer's own font lacks a letter of it. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  /** rows from the top, hexadecimal */
  readonly hex: string;
}

/** Capitals of the embedded font against its size; those of font 0 reach from the baseline to the top of their cell. */
const CAPITAL = 0.698;
const BASELINE = 0.75;
/** How far a line may reach below its cell, as the layout leaves room for it. */
const CELL = 1.02;
const SEGMENTS = 8;

type Edge = readonly [x0: number, y0: number, x1: number, y1: number];

/** Straight edges of the outlines, in parts of the size, upwards from the baseline. */
function edgesOf({ glyphs }: Outlines): Edge[] {
  const edges: Edge[] = [];
  for (const { x: left, commands } of glyphs) {
    let [x, y, startX, startY] = [0, 0, 0, 0];
    const to = (nextX: number, nextY: number) => {
      edges.push([left + x, y, left + nextX, nextY]);
      [x, y] = [nextX, nextY];
    };
    for (const { command, args } of commands) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
      if (command === 'moveTo') [x, y, startX, startY] = [a, b, a, b];
      else if (command === 'lineTo') to(a, b);
      else if (command === 'closePath') to(startX, startY);
      else {
        const [fromX, fromY] = [x, y];
        const isCubic = command === 'bezierCurveTo';
        for (let i = 1; i <= SEGMENTS; i += 1) {
          const t = i / SEGMENTS;
          const u = 1 - t;
          if (isCubic)
            to(
              u ** 3 * fromX + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * e,
              u ** 3 * fromY + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * f,
            );
          else to(u * u * fromX + 2 * u * t * a + t * t * c, u * u * fromY + 2 * u * t * b + t * t * d);
        }
      }
    }
  }
  return edges;
}

/** Size in dots, and where the baseline stands: as font 0, or smaller where marks above and below ask for more room. */
function placed(edges: readonly Edge[], cell: number): { size: number; baseline: number } {
  const ys = edges.flatMap(([, a, , b]) => [a, b]);
  const top = Math.max(CAPITAL, ...ys);
  const bottom = Math.max(0, ...ys.map((y) => -y));
  const size = Math.min((cell * BASELINE) / CAPITAL, (cell * CELL) / (top + bottom));
  return { size, baseline: Math.max(cell * BASELINE, top * size) };
}

/** Width of a text in dots in a cell of that height. The fonts have to be loaded. */
export function drawnWidth(text: string, cell: number): number {
  const outlines = outlinesOf(text);
  return Math.ceil(outlines.width * placed(edgesOf(outlines), cell).size);
}

/** A text as dots: those whose middle the outlines wind round. The same text and height give the same dots. */
export function draw(text: string, cell: number): Drawn {
  const outlines = outlinesOf(text);
  const edges = edgesOf(outlines);
  const { size, baseline } = placed(edges, cell);
  const width = Math.ceil(outlines.width * size);
  const height = Math.ceil(cell * CELL);
  const bytesPerRow = Math.ceil(width / 8);
  const rows = Array.from({ length: height }, (_, row) => {
    const bits = new Uint8Array(bytesPerRow);
    const y = (baseline - (row + 0.5)) / size;
    const crossings = edges
      .flatMap(([x0, y0, x1, y1]) =>
        y0 <= y === y1 <= y
          ? []
          : [{ x: (x0 + ((y - y0) * (x1 - x0)) / (y1 - y0)) * size, turn: y1 > y0 ? 1 : -1 }],
      )
      .toSorted((a, b) => a.x - b.x);
    let winding = 0;
    for (const [i, { x, turn }] of crossings.entries()) {
      winding += turn;
      const end = crossings[i + 1]?.x;
      if (winding === 0 || end === undefined) continue;
      for (let dot = Math.max(0, Math.ceil(x - 0.5)); dot + 0.5 < end && dot < width; dot += 1)
        bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
    }
    return Buffer.from(bits).toString('hex').toUpperCase();
  });
  return { width, height, bytesPerRow, hex: rows.join('') };
}
