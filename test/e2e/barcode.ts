import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator } from 'playwright-core';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
let ready: Promise<unknown> | undefined;

/** The text of the one GS1 DataMatrix on a page that was drawn to a canvas, read from its pixels alone. */
export async function barcodeOn(canvas: Locator): Promise<string> {
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
  const png = await canvas.evaluate((c) => (c as HTMLCanvasElement).toDataURL('image/png'));
  const found = await readBarcodes(Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'), {
    formats: ['DataMatrix'],
    tryHarder: true,
  });
  const [one] = found;
  if (!one || found.length !== 1) throw new Error(`${found.length} barcodes on the page, one was looked for`);
  return one.text;
}
