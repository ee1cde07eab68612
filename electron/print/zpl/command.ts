import { draw } from './outline.ts';

/** The commands that a label of ours is written in, and read back from. */
interface Dots {
  readonly x: number;
  readonly y: number;
}

/** Hexadecimal for what begins a command or an escape; the rest is UTF-8 (^CI28). */
const escaped = (text: string): string =>
  text.replaceAll(/[\^~_]/g, (c) => `_${c.charCodeAt(0).toString(16).toUpperCase()}`);
export const unescaped = (text: string): string =>
  text.replaceAll(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))); // count: code point

const origin = ({ x, y }: Dots): string => `^FO${x},${y}`;
export const textAt = (at: Dots, height: number, text: string, isReversed: boolean): string =>
  `${origin(at)}^A0N,${height},${height}${isReversed ? '^FR' : ''}^FH_^FD${escaped(text)}^FS`;
/** A text as a picture, with the text itself and its height in a comment that a reader draws it again from. */
export const pictureAt = (at: Dots, height: number, text: string, isReversed: boolean): string => {
  const { bytesPerRow, hex } = draw(text, height);
  const bytes = hex.length / 2;
  return `^FXtext ${height} ${escaped(text)}\n${origin(at)}${isReversed ? '^FR' : ''}^GFA,${bytes},${bytes},${bytesPerRow},${hex}^FS`;
};
/** `thickness` as large as the smaller side fills the box. */
export const boxAt = (at: Dots, width: number, height: number, thickness: number): string =>
  `${origin(at)}^GB${width},${height},${thickness}^FS`;

/** How FNC1 is written in a field of ^BX; an underscore of the data is doubled. */
export const FNC1 = '_1';
export const dataMatrixAt = (at: Dots, module: number, data: string): string =>
  `${origin(at)}^BXN,${module},200,0,0,1,_^FD${data}^FS`;
/** Level Q, as on paper; `A`: the data are characters. */
export const qrAt = (at: Dots, module: number, data: string): string =>
  `${origin(at)}^BQN,2,${module}^FDQA,${data}^FS`;

export const label = (width: number, height: number, copies: number, fields: readonly string[]): string =>
  ['^XA^CI28', `^PW${width}^LL${height}^LH0,0`, ...fields, `^PQ${copies}^XZ`].join('\n');
