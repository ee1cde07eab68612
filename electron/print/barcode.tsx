import { Path, Svg, View } from '@react-pdf/renderer';
import { bracketed } from '../../engine/gs1/parse.ts';
import { ok, type Result } from '../../engine/number/result.ts';
import { labelElements, serialOf, useByDigits } from './label-code.ts';
import type { ArtefactRecord } from './record.ts';
import { modulesOf, type Matrix } from './symbol.ts';

/** The two symbols of a page: a GS1 DataMatrix for scanners, and a QR of the release code alone for any telephone. */
export interface Codes {
  readonly dataMatrix: Matrix;
  /** made when it is drawn: small labels carry none */
  readonly qr: () => Matrix;
}

/** What the GS1 DataMatrix of a container says; container 0 stands for all of them. Nothing of the patient is in it. */
export const codeElements = (r: ArtefactRecord, container: number) =>
  labelElements({
    releaseCode: r.releaseCode,
    serial: serialOf(r.orderNumber, r.version, container),
    lot: r.lot,
    useBy: useByDigits(r.budAt),
  });

/** The symbols of one page. Refuses a character that GS1 symbols do not carry. */
export function codesOf(r: ArtefactRecord, container: number): Result<Codes> {
  const elements = codeElements(r, container);
  if (!elements.ok) return elements;
  return ok({
    dataMatrix: matrix('gs1datamatrix', bracketed(elements.value)),
    // Level Q, a quarter of it may be spoilt: 14 characters still fit the smallest symbol, 21 modules on a side.
    qr: () => matrix('qrcode', r.releaseCode, 'eclevel=Q'),
  });
}

/** Symbols that were asked for last: all forms of one preparation carry the same ones, its preview and its reprints too. */
const drawn = new Map<string, Matrix>();
const KEPT = 64;

function matrix(symbology: string, text: string, options = ''): Matrix {
  const key = JSON.stringify([symbology, text, options]);
  const known = drawn.get(key);
  if (known) return known;
  if (drawn.size === KEPT) drawn.clear();
  const made = modulesOf(symbology, text, options);
  drawn.set(key, made);
  return made;
}

/** Vectors, so that every printer draws them at its own resolution. `side` in points. */
const Symbol = ({ matrix: { path, size }, side }: { matrix: Matrix; side: number }) => (
  <Svg viewBox={`0 0 ${size} ${size}`} style={{ width: side, height: side }}>
    <Path d={path} fill="black" />
  </Svg>
);

/** The DataMatrix alone, for small stock. */
export const DataMatrix = ({ codes, side }: { codes: Codes | undefined; side: number }) =>
  codes === undefined ? null : <Symbol matrix={codes.dataMatrix} side={side} />;

/** Both symbols, QR first, as high as each other, with a QR's quiet zone of four modules between them. */
export const CodePair = ({ codes, side }: { codes: Codes | undefined; side: number }) =>
  codes === undefined ? null : (
    <View style={{ flexDirection: 'row', columnGap: QUIET * side, flexShrink: 0 }}>
      <Symbol matrix={codes.qr()} side={side} />
      <Symbol matrix={codes.dataMatrix} side={side} />
    </View>
  );
const QUIET = 4 / 21;
export const pairWidth = (side: number): number => (2 + QUIET) * side;
