import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { issue, Refused } from '../../engine/number/result.ts';
import { readPdf, wordsOf, type PageText } from './read-pdf.ts';

/**
 * Finished files as one, page after page. Read back before it is answered: every page says what its own file says, or
 * nothing leaves (`parse-back-differs`).
 */
export async function mergedPdf(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first, ...rest] = parts;
  if (!first) throw new Error('nothing to put together');
  const task = getDocument({ data: new Uint8Array(first), verbosity: 0 });
  let file: Uint8Array;
  try {
    const pages = [{ document: null }, ...rest.map((part) => ({ document: new Uint8Array(part) }))];
    // The types of the library ask for fields that it takes as optional.
    file = await (await task.promise).extractPages(pages as never);
  } finally {
    await task.destroy();
  }
  const expected: string[] = [];
  for (const part of parts) expected.push(...(await readPdf(part)).map(said));
  const got = (await readPdf(file)).map(said);
  const wrong = expected.findIndex((text, i) => text !== got[i]);
  if (wrong >= 0 || got.length !== expected.length)
    throw new Refused(
      issue(
        'parse-back-differs',
        `page ${wrong + 1} of ${got.length}`,
        'one file that says what each of them says',
      ),
    );
  return file;
}

const said = (page: PageText): string => `${page.width}x${page.height} ${wordsOf(page).join(' ')}`;
