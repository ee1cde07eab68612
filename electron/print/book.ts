import PDFDocument from 'pdfkit';
import { issue, Refused } from '../../engine/number/result.ts';
import { latinFont, printable } from './latin.ts';
import { readPdf } from './read-pdf.ts';

/** One record of the library, in words: what it says, its fields, where it stands, and what a reader has to know of it. */
export interface BookEntry {
  readonly says: string;
  readonly facts: string;
  readonly source: string;
  /** `TO BE VERIFIED`, `HOUSE RULE`, `LAXER THAN PUBLISHED`, `OF THIS PHARMACY` */
  readonly marks: readonly string[];
}
interface BookSection {
  readonly title: string;
  readonly entries: readonly BookEntry[];
}
interface BookChapter {
  readonly title: string;
  readonly sections: readonly BookSection[];
}
/** The formulary as a book, before it is laid out. */
export interface Book {
  readonly title: string;
  /** lines below the title: whose it is, which rule set, its digest */
  readonly about: readonly string[];
  /** what stands at the foot of each page */
  readonly running: string;
  readonly at: string;
  readonly chapters: readonly BookChapter[];
}

const MARGIN = 45;
const FOOT = 30;
const SIZE = { title: 20, chapter: 15, section: 10.5, says: 9, text: 8 } as const;
/** Not known the first time: nothing else moves by it, since a number never breaks a line. */
const NOT_YET = { page: '', pages: '' };

/** A number never parts from its unit at the end of a line: `0.2` above and `mg` below reads as something else. */
const bound = (text: string): string => text.replaceAll(/(\d) (?=[A-Za-z°%µ])/g, '$1\u00a0');

interface Numbers {
  /** by chapter: the page on which it begins */
  readonly chapters: readonly number[];
  readonly pages: number;
}

/**
 * Lays a book out once, page by page: each page leaves when it is full. Laid out twice: which page a chapter begins on, and how
 * many there are, is known after the first time; the second says it.
 */
async function laidOut(
  book: Book,
  numbers: Numbers | null,
  keep: (chunk: Uint8Array) => void,
): Promise<Numbers> {
  const document = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN, bottom: MARGIN + FOOT, left: MARGIN, right: MARGIN },
    autoFirstPage: false,
    lang: 'en-US',
    info: { Title: book.title, CreationDate: new Date(book.at), Producer: 'Meniscus', Creator: 'Meniscus' },
  });
  document.on('data', keep);
  const ended = new Promise<void>((resolve) => document.on('end', () => resolve()));
  document.registerFont('text', latinFont(400)).registerFont('bold', latinFont(600));
  let page = 0;
  let [font, size] = ['text', SIZE.text as number];
  const use = (name: 'text' | 'bold', points: number) => {
    [font, size] = [name, points];
    document.font(name).fontSize(points);
  };
  document.on('pageAdded', () => {
    page += 1;
    const { width, height, margins } = document.page;
    const { bottom } = margins;
    // The foot stands below the margin, where text would else begin another page.
    document.page.margins.bottom = 0;
    document.font('text').fontSize(6.5);
    const of = numbers === null ? NOT_YET.pages : `Page ${page} of ${numbers.pages}`;
    [of, book.running].forEach((text, i) =>
      document.text(printable(text), MARGIN, height - MARGIN - 14 + i * 9, {
        width: width - 2 * MARGIN,
        lineBreak: false,
      }),
    );
    document.page.margins.bottom = bottom;
    document.x = MARGIN;
    document.y = MARGIN;
    document.font(font).fontSize(size);
  });
  /** What begins here has so much room, or begins on the next page. */
  const room = (points: number) => {
    const { height, margins } = document.page;
    if (document.y + points > height - margins.bottom) document.addPage();
  };
  const write = (name: 'text' | 'bold', points: number, text: string) => {
    use(name, points);
    document.text(bound(printable(text)));
  };

  document.addPage();
  write('bold', SIZE.title, book.title);
  for (const line of book.about) write('text', SIZE.says, line);
  document.moveDown();
  write('bold', SIZE.section, 'Contents');
  book.chapters.forEach(({ title }, i) => {
    room(14);
    use('text', SIZE.says);
    const { y } = document;
    const at = numbers === null ? NOT_YET.page : `${numbers.chapters[i] ?? 0}`;
    document.text(printable(title), MARGIN, y);
    const next = document.y;
    document.text(at, MARGIN, y, { width: document.page.width - 2 * MARGIN, align: 'right' });
    document.y = next;
  });
  const begins: number[] = [];
  for (const { title, sections } of book.chapters) {
    document.addPage();
    begins.push(page);
    write('bold', SIZE.chapter, title);
    for (const section of sections) {
      room(60);
      document.moveDown(0.6);
      write('bold', SIZE.section, `${section.title} (${section.entries.length})`);
      for (const { says, facts, source, marks } of section.entries) {
        // a figure and where it stands are not torn apart where they fit on one page
        use('text', SIZE.text);
        const width = document.page.width - 2 * MARGIN;
        const tall = [says, facts, source].reduce(
          (sum, t) => sum + document.heightOfString(bound(printable(t)), { width }),
          0,
        );
        room(Math.min(tall + 18, 400));
        document.moveDown(0.4);
        write('bold', SIZE.says, says);
        if (facts !== '') write('text', SIZE.text, facts);
        write('text', SIZE.text, source);
        if (marks.length > 0) write('bold', SIZE.text, marks.join(' · '));
      }
    }
  }
  document.end();
  await ended;
  return { chapters: begins, pages: page };
}

const bare = (text: string): string => printable(text).replaceAll(/\s/g, '');

/** Where the file, read back, does not say what the book says; null: it says all of it, in its order. */
async function missingIn(book: Book, pdf: Uint8Array): Promise<string | null> {
  const pages = await readPdf(pdf);
  const text = pages
    .flatMap(({ runs }) => runs.filter((r) => r.y > MARGIN + 20).map((r) => r.text))
    .join('')
    .replaceAll(/\s/g, '');
  let at = 0;
  for (const { sections, title } of book.chapters)
    for (const wanted of [
      title,
      ...sections.flatMap((s) => [
        s.title,
        ...s.entries.flatMap((e) => [e.says, e.facts, e.source, ...e.marks]),
      ]),
    ]) {
      const found = text.indexOf(bare(wanted), at);
      if (found < 0) return wanted;
      at = found + bare(wanted).length;
    }
  return null;
}

/**
 * A book as PDF: contents with their pages, `page x of y`, every record with its source. The same book gives the same bytes. Refuses
 * with `parse-back-differs` a file that does not read back as the book says.
 */
export async function bookPdf(book: Book): Promise<Uint8Array> {
  const numbers = await laidOut(book, null, () => undefined);
  const chunks: Uint8Array[] = [];
  await laidOut(book, numbers, (chunk) => void chunks.push(chunk));
  const pdf = new Uint8Array(Buffer.concat(chunks));
  const missing = await missingIn(book, pdf);
  if (missing !== null)
    throw new Refused(
      issue('parse-back-differs', missing.slice(0, 80), 'a file that reads back exactly as the record says'),
    );
  return pdf;
}
