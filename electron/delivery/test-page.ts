import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { PAPERS, type Paper } from '../../bridge/forms.ts';
import type { Printer } from '../../bridge/printing.ts';
import type { LabelSize } from '../../engine/formulary/formulary.ts';
import { ok, type Result } from '../../engine/number/result.ts';
import { sfntOf } from '../print/sfnt.ts';
import { sizeOf } from '../print/templates.ts';
import { boxAt, label, textAt } from '../print/zpl/command.ts';
import type { Parcel } from './delivery.ts';

const load = createRequire(import.meta.url);
/** House rule: the frame stands 9 pt, an eighth of an inch, from each edge; what is cut off shows how far the stock is off. */
const EDGE = 9;

/** A page that names no patient and no drug: a frame at the edges, and what should be seen. */
export async function testPage(
  printer: Printer,
  paper: Paper,
  own: LabelSize | null,
  at: string,
): Promise<Result<Parcel>> {
  const size = sizeOf(paper, own);
  if (!size.ok) return size;
  const page = size.value;
  const lines = [
    'TEST PAGE, not a label',
    `${printer.name}, ${PAPERS[paper]}`,
    'The frame is 1/8 in from every edge.',
    at.slice(0, 16).replace('T', ' '),
  ];
  const title = `test-page-${at.replaceAll(/\D/g, '').slice(0, 14)}`;
  if (printer.language === 'pdf')
    return ok({ bytes: await pdf(page, lines, at), language: 'pdf', title, page, copies: 1 });
  const dpi = printer.language === 'zpl-203' ? 203 : 300;
  return ok({ bytes: Buffer.from(zpl(page, lines, dpi)), language: 'zpl', title, page, copies: 1 });
}

type Size = Parcel['page'];
/** Four lines and the frame fit on the smallest stock. */
const textSize = ({ width, height }: Size): number => Math.min(14, (height - 3 * EDGE) / 6, width / 22);

async function pdf(page: Size, lines: readonly string[], at: string): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    lang: 'en-US',
    info: { Title: 'Test page', CreationDate: new Date(at), Producer: 'Meniscus', Creator: 'Meniscus' },
  });
  const parts: Uint8Array[] = [];
  document.on('data', (part: Uint8Array) => void parts.push(part));
  const ended = new Promise<void>((resolve) => document.on('end', () => resolve()));
  const woff = load.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff');
  const size = textSize(page);
  document
    .registerFont('text', sfntOf(readFileSync(woff)))
    .font('text')
    .fontSize(size);
  document.rect(EDGE, EDGE, page.width - 2 * EDGE, page.height - 2 * EDGE).stroke();
  lines.forEach((line, i) =>
    document.text(line, 2 * EDGE, 1.5 * EDGE + i * size * 1.4, {
      width: page.width - 4 * EDGE,
      lineBreak: false,
    }),
  );
  document.end();
  await ended;
  return Buffer.concat(parts);
}

function zpl(page: Size, lines: readonly string[], dpi: number): string {
  const dots = (points: number) => Math.round((points * dpi) / 72);
  const size = textSize(page);
  const frame = boxAt(
    { x: dots(EDGE), y: dots(EDGE) },
    dots(page.width - 2 * EDGE),
    dots(page.height - 2 * EDGE),
    2,
  );
  const texts = lines.map((line, i) =>
    textAt({ x: dots(2 * EDGE), y: dots(1.5 * EDGE + i * size * 1.4) }, dots(size), line, false),
  );
  return `${label(dots(page.width), dots(page.height), 1, [frame, ...texts])}\n`;
}
