import PDFDocument from 'pdfkit';
import { latinFont, printable } from '../../print/latin.ts';
import type { About, Format, Sink } from './sink.ts';

const MARGIN = 36;
const SIZE = 7.5;
const FOOT = 6.5;

/**
 * Each row as a paragraph in which no value is cut: first column in bold, then every column that says something with
 * its name. Each page carries its number, the filter, who exported, and the head of the chain.
 */
export function pdf(sink: Sink, columns: readonly string[], about: About): Format {
  const document = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN, bottom: MARGIN + 26, left: MARGIN, right: MARGIN },
    autoFirstPage: false,
    lang: 'en-US',
    info: { Title: about.title, CreationDate: new Date(about.at), Producer: 'Meniscus', Creator: 'Meniscus' },
  });
  const waiting: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => void waiting.push(chunk));
  const ended = new Promise<void>((resolve) => document.on('end', () => resolve()));
  const flush = async () => {
    for (const chunk of waiting.splice(0)) await sink.write(chunk);
  };
  document.registerFont('text', latinFont(400)).registerFont('bold', latinFont(600));
  let page = 0;
  const foot = () => {
    page += 1;
    const { width, height } = document.page;
    const lines = [
      `${about.title}, page ${page}. Exported ${about.at} by ${about.user} at ${about.station}. Filter ${about.filter}. Patient identifiers: ${about.identifiers}.`,
      `Log up to event ${about.head.seq}, head of the hash chain ${about.head.hash}`,
    ];
    const bottom = document.page.margins.bottom;
    // The foot stands below the margin, where text would else begin another page.
    document.page.margins.bottom = 0;
    document.font('text').fontSize(FOOT);
    lines.forEach((text, i) =>
      document.text(printable(text), MARGIN, height - MARGIN - 16 + i * 9, {
        width: width - 2 * MARGIN,
        lineBreak: false,
      }),
    );
    document.page.margins.bottom = bottom;
    document.x = MARGIN;
    document.y = MARGIN;
    document.fontSize(SIZE);
  };
  document.on('pageAdded', foot);
  document.addPage();
  document.font('bold').fontSize(12).text(about.title).fontSize(SIZE).moveDown();

  return {
    rows: async (list) => {
      for (const row of list) {
        const [first = '', ...rest] = row;
        const words = rest.flatMap((value, i) => (value === '' ? [] : [`${columns[i + 1]}: ${value}`]));
        document.font('bold');
        // A page that began within the continued text would put its foot into that text, and that on another page.
        const { height, margins } = document.page;
        if (document.y + document.currentLineHeight(true) > height - margins.bottom) document.addPage();
        document.font('bold').text(printable(first), { continued: true });
        document
          .font('text')
          .text(printable(`   ${words.join('   ')}`))
          .moveDown(0.4);
      }
      await flush();
    },
    end: async ({ rows, digest }) => {
      document
        .moveDown()
        .font('bold')
        .text(`End: ${rows} rows on ${page} pages. Digest ${digest}.`)
        .font('text')
        .moveDown(2)
        .text(
          'Reviewed by ______________________________   Signature ______________________________   Date ____________',
        );
      document.end();
      await ended;
      await flush();
    },
  };
}
