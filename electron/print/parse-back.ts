import { everyPage, part, type Content, type Part } from './content/content.ts';
import { wordsOf, type PageText } from './read-pdf.ts';
import type { OrderRecord } from './record.ts';
import type { Template } from './template.ts';

/** The words that stand across every page of a preview. */
export const WATERMARK = 'PREVIEW, not for use';

/** An element of the record that is not on the paper as it should be, or words on the paper that no element owns. */
interface Difference {
  readonly page: number;
  readonly element: string | null;
  readonly expected: string | null;
  readonly printed: string | null;
}

const running = (p: Part): boolean => p.every === true;
const split = (text: string): string[] => text.split(/\s+/).filter((w) => w !== '');
const wordsOfPart = (p: Part): string[] => (typeof p.text === 'string' ? [p.text] : p.text).flatMap(split);

/**
 * Compares what a finished file says with the record it was made from. In: its pages as read back, the record, the
 * template. Out: every difference, in both directions: an element that is missing or altered, and words that belong to
 * no element. Words are compared whole, so `0.2 mg` is not found inside `10.2 mg` or `0.2 mg/h`.
 */
export function compareWithRecord(
  pages: readonly PageText[],
  record: OrderRecord,
  template: Template,
  watermark = false,
): Difference[] {
  const contents = template.content(record);
  const marks = watermark ? [everyPage('watermark', WATERMARK)] : [];
  if (template.pages === 'fixed') {
    const count: Difference[] =
      contents.length === pages.length ? [] : [pageCount(contents.length, pages.length)];
    return [
      ...count,
      ...contents.flatMap((content, i) =>
        comparePage([...content, ...marks], pages[i] ? wordsOf(pages[i]) : [], i + 1),
      ),
    ];
  }
  const all: Content = [...contents.flat(), everyPage('template', template.version), ...marks];
  const expected = pages.flatMap((_, i) => [
    ...all.filter(running),
    part(`page ${i + 1}`, `Page ${i + 1} of ${pages.length}`),
  ]);
  return comparePage([...all.filter((p) => !running(p)), ...expected], pages.flatMap(wordsOf), 1);
}

const pageCount = (expected: number, printed: number): Difference => ({
  page: 0,
  element: 'pages',
  expected: String(expected),
  printed: String(printed),
});

function comparePage(content: Content, words: readonly string[], page: number): Difference[] {
  const free = words.map(() => true);
  const missing: Difference[] = [];
  // The longest first: a short element must not take words out of the middle of a long one.
  const wanted = content
    .map((p) => ({ name: p.name, words: wordsOfPart(p) }))
    .filter((p) => p.words.length > 0);
  for (const p of wanted.toSorted((a, b) => b.words.length - a.words.length)) {
    const at = words.findIndex((_, i) => p.words.every((w, k) => free[i + k] === true && words[i + k] === w));
    if (at < 0) missing.push({ page, element: p.name, expected: p.words.join(' '), printed: null });
    else free.fill(false, at, at + p.words.length);
  }
  return [...missing, ...unowned(words, free, page)];
}

function unowned(words: readonly string[], free: readonly boolean[], page: number): Difference[] {
  const found: string[][] = [];
  words.forEach((word, i) => {
    if (!free[i]) return;
    const last = found.at(-1);
    if (last && free[i - 1]) last.push(word);
    else found.push([word]);
  });
  return found.map((run) => ({ page, element: null, expected: null, printed: run.join(' ') }));
}

/** `concentration: "1 mg/mL" is not printed`: for the refusal that a person reads. */
export const differenceText = (d: Difference): string =>
  d.element === null
    ? `"${d.printed ?? ''}" is printed and not in the record`
    : `${d.element}: "${d.expected ?? ''}" is not printed`;
