import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api.js';

/** A run of text as it stands in the finished file, in points from the lower left corner of its page. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly upright: boolean;
}

export interface PageText {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly Run[];
}

/** Text and places of a PDF, page by page, in the order of drawing. Nothing of our own layout is asked. */
export async function readPdf(pdf: Uint8Array): Promise<readonly PageText[]> {
  // pdf.js takes the buffer away from its giver: it gets a copy.
  const task = getDocument({
    data: new Uint8Array(pdf),
    verbosity: 0,
    useSystemFonts: false,
    disableFontFace: true,
  });
  try {
    const document = await task.promise;
    const pages: PageText[] = [];
    for (let n = 1; n <= document.numPages; n += 1) {
      const page = await document.getPage(n);
      const { items } = await page.getTextContent({ disableNormalization: true });
      const { width, height } = page.getViewport({ scale: 1 });
      pages.push({ width, height, runs: items.filter((i) => 'str' in i).map(run) });
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

function run(item: TextItem): Run {
  const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number];
  return { text: item.str, x, y, width: item.width, size: Math.hypot(c, d), upright: b === 0 && a > 0 };
}

/** Words of a page. Runs that touch on one line are one word: a fallback font starts a new run in mid-word. */
export function wordsOf(page: PageText): string[] {
  let text = '';
  let before: Run | undefined;
  for (const r of page.runs) {
    const touches =
      before !== undefined && before.y === r.y && Math.abs(r.x - (before.x + before.width)) < r.size * 0.1;
    text += before === undefined || touches ? r.text : ` ${r.text}`;
    before = r;
  }
  return text.split(/\s+/).filter((w) => w !== '');
}
