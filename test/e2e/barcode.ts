import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator } from 'playwright-core';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
let ready: Promise<unknown> | undefined;

/** The text of the one symbol of a kind on a picture, read from its pixels alone. */
async function textOf(picture: Uint8Array, format: 'DataMatrix' | 'QRCode'): Promise<string> {
  // The package would fetch its WebAssembly: it is handed the file instead.
  ready ??= Promise.resolve(
    prepareZXingModule({
      overrides: {
        wasmBinary: readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
          .buffer as ArrayBuffer,
      },
      fireImmediately: true,
    }),
  );
  await ready;
  const found = await readBarcodes(picture, { formats: [format], tryHarder: true });
  const [one] = found;
  if (!one || found.length !== 1) throw new Error(`${found.length} barcodes on the page, one was looked for`);
  return one.text;
}

/** Of the GS1 DataMatrix on a page that was drawn to a canvas. */
export async function barcodeOn(canvas: Locator): Promise<string> {
  const png = await canvas.evaluate((c) => (c as HTMLCanvasElement).toDataURL('image/png'));
  return await textOf(Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'), 'DataMatrix');
}

/** Of the QR code on the screen, as a telephone reads it. */
export const qrOn = async (drawn: Locator): Promise<string> =>
  await textOf(await drawn.screenshot(), 'QRCode');
