import { Path, Svg } from '@react-pdf/renderer';
import bwipjs from 'bwip-js/node';
import { fail, issue, ok, type Result } from '../../engine/result.ts';
import type { OrderRecord } from './record.ts';

/** What the DataMatrix says: no name, nothing of the patient. The release code binds the rest. */
export function barcodeText(r: OrderRecord): Result<string> {
  if (r.lot === null || r.releaseCode === null)
    return fail(issue('element-missing', 'release code', 'the record of a finished preparation'));
  const fields = ['MEN1', r.orderNumber, r.version, r.lot, r.releaseCode];
  // A bar inside a field would shift every field after it, and other alphabets depend on the scanner's settings.
  const odd = fields.find((f) => !/^[\x20-\x7b\x7d\x7e]+$/.test(f));
  return odd === undefined
    ? ok(fields.join('|'))
    : fail(issue('barcode-character', odd, 'printable ASCII without |'));
}

export interface Matrix {
  readonly path: string;
  /** modules on a side */
  readonly size: number;
}

/** The modules of an ECC 200 DataMatrix as one path, a unit to a module; runs in a row are one rectangle. */
export function dataMatrix(text: string): Matrix {
  const [symbol] = bwipjs.raw({ bcid: 'datamatrix', text });
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

/** Vectors, so that every printer draws it at its own resolution. `side` in points, without the quiet zone. */
export const DataMatrix = ({ matrix, side }: { matrix: Matrix | null; side: number }) =>
  matrix === null ? null : (
    <Svg viewBox={`0 0 ${matrix.size} ${matrix.size}`} style={{ width: side, height: side }}>
      <Path d={matrix.path} fill="black" />
    </Svg>
  );
