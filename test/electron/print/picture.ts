import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { once } from '../../../engine/derivation/lazy.ts';

const require = createRequire(import.meta.url);
const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));

export interface Decoded {
  /** AIM identifier: `]d2` is a GS1 DataMatrix, `]d1` a plain one, `]Q1` a QR */
  readonly symbology: string;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** A page of a finished PDF as pixels, at a printer's resolution. */
export async function picture(pdf: Uint8Array, dpi: number, number = 1): Promise<Picture> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, disableFontFace: true });
  try {
    const page = await (await task.promise).getPage(number);
    const viewport = page.getViewport({ scale: dpi / 72 });
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
    const context = canvas.getContext('2d');
    await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, background: 'white' })
      .promise;
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { data, width, height };
  } finally {
    await task.destroy();
  }
}

/** Handed to the reader once: each time that it is handed over it is compiled anew. */
const reader = once(() =>
  prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
    fireImmediately: true,
  }),
);

/**
 * Every DataMatrix and QR on the picture: how it was marked, what it says, and its corners as shares of width and height.
 * They are looked for as they have to stand there: dark on light, and upright.
 */
export async function decoded(p: Picture): Promise<Decoded[]> {
  await reader();
  const found = await readBarcodes(p as unknown as ImageData, {
    formats: ['DataMatrix', 'QRCode'],
    tryHarder: true,
    tryInvert: false,
    tryRotate: false,
  });
  return found
    .map(({ text, symbologyIdentifier, position }) => {
      const corners = Object.values(position);
      return {
        symbology: symbologyIdentifier,
        text,
        left: Math.min(...corners.map((c) => c.x)) / p.width,
        right: Math.max(...corners.map((c) => c.x)) / p.width,
        top: Math.min(...corners.map((c) => c.y)) / p.height,
        bottom: Math.max(...corners.map((c) => c.y)) / p.height,
      };
    })
    .toSorted((a, b) => a.left - b.left);
}
