import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { readPdf, wordsOf } from '../../../electron/print/read-pdf.ts';
import { oneFile } from '../../../electron/services/one-file.ts';

const letters = readFileSync(
  createRequire(import.meta.url).resolve(
    '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff',
  ),
);

/** A file of two pages that say who they are. */
async function part(name: string): Promise<Uint8Array> {
  const file = new PDFDocument({ size: [288, 144], margins: { top: 9, bottom: 9, left: 9, right: 9 } })
    .registerFont('letters', letters)
    .font('letters');
  const chunks: Uint8Array[] = [];
  file.on('data', (chunk: Uint8Array) => void chunks.push(chunk));
  const done = new Promise((resolve) => file.on('end', resolve));
  file.text(`${name} first`).addPage().text(`${name} second`);
  file.end();
  await done;
  return Buffer.concat(chunks);
}

test('a roll of labels is put together on a thread of its own, and says what each file said, in order', async () => {
  const names = Array.from({ length: 5 }, (_, i) => `roll-${i}`);
  const parts = await Promise.all(names.map(part));
  let threads = 0;
  const counted = () => (threads += 1);
  process.on('worker', counted);
  const made = await oneFile(parts);
  process.off('worker', counted);
  expect(threads).toBe(1);
  const pages = (await readPdf(made)).map((p) => wordsOf(p).join(' '));
  expect(pages).toEqual(names.flatMap((name) => [`${name} first`, `${name} second`]));
});

test('a file that can not be read ends it, and no part leaves', async () => {
  await expect(oneFile([await part('one'), new Uint8Array([1, 2, 3])])).rejects.toThrow('Invalid PDF');
});
