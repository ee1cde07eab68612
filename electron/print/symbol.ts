import bwipjs from 'bwip-js/node';

export interface Matrix {
  readonly path: string;
  /** modules on a side */
  readonly size: number;
}

/** The modules of a symbol as one path, a unit to a module; runs in a row are one rectangle. */
export function modulesOf(symbology: string, text: string, options: string): Matrix {
  const [symbol] = bwipjs.raw(symbology, text, options);
  if (!symbol || !('pixs' in symbol)) throw new Error('bwip-js gave no matrix');
  const { pixs, pixx: size } = symbol;
  let path = '';
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      if (pixs[y * size + x] !== 1) continue;
      const from = x;
      while (x + 1 < size && pixs[y * size + x + 1] === 1) x += 1;
      path += `M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`;
    }
  return { path, size };
}
