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

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
/** Letters in the shape that they take beside others; compared as the letters that were written. */
const JOINED = /[\ufb50-\ufdff\ufe70-\ufefc]+/g;
/** Between two runs there may be no wider gap than this, in sizes, for them to be one text. */
const GAP = 1.5;

/**
 * Runs in reading order. A file holds them from left to right; what stands between two runs of a right-to-left script
 * is read the other way. A number inside such a text changes sides once more: parse-back then refuses it, safely.
 */
function inReadingOrder(runs: readonly Run[]): Run[] {
  const ordered: Run[] = [];
  for (let i = 0; i < runs.length;) {
    let last = i;
    if (RIGHT_TO_LEFT.test(runs[i]?.text ?? ''))
      for (let k = i + 1; k < runs.length && belongs(runs[k - 1], runs[k]); k += 1)
        if (RIGHT_TO_LEFT.test(runs[k]?.text ?? '')) last = k;
    ordered.push(...runs.slice(i, last + 1).toReversed());
    i = last + 1;
  }
  return ordered;
}

/** Is `r` of the same line and text as the run before it, and free of left-to-right letters? */
const belongs = (before: Run | undefined, r: Run | undefined): boolean =>
  before !== undefined &&
  r !== undefined &&
  r.y === before.y &&
  r.x - (before.x + before.width) < r.size * GAP &&
  (RIGHT_TO_LEFT.test(r.text) || !/\p{L}/u.test(r.text));

/** Words of a page. Runs that touch on one line are one word: a fallback font starts a new run in mid-word. */
export function wordsOf(page: PageText): string[] {
  let text = '';
  let before: Run | undefined;
  for (const r of inReadingOrder(page.runs)) {
    text += before === undefined || touch(before, r) ? r.text : ` ${r.text}`;
    before = r;
  }
  return text
    .replaceAll(JOINED, (letters) => letters.normalize('NFKC'))
    .split(/\s+/)
    .filter((w) => w !== '');
}

function touch(a: Run, b: Run): boolean {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  return a.y === b.y && Math.abs(right.x - (left.x + left.width)) < b.size * 0.1;
}
