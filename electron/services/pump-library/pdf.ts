import PDFDocument from 'pdfkit';
import { THERAPY_WORDS } from '../../../engine/pumps/pump.ts';
import { latinFont, printable } from '../../print/latin.ts';
import type { Made } from './text.ts';

const MARGIN = 40;
const ROW = 14;
/** Share of the width of each column: the pump's own words, its unit, and the five figures. */
const WIDTHS = [0.3, 0.1, 0.12, 0.12, 0.12, 0.12, 0.12];
const HEAD = [
  'Field, as on the pump',
  'Unit',
  'Starts at',
  'Soft least',
  'Soft most',
  'Hard least',
  'Hard most',
];
const NONE = '–';

/** What is approved of a protocol here, in one line. */
const approval = (e: Made['sheet']['entries'][number]): string =>
  [
    e.approvedBy.length === 0
      ? 'As published, not approved here'
      : `Approved by ${e.approvedBy.join(' and ')}, proposed by ${e.proposedBy}`,
    ...(e.effective === '' ? [] : [`in force since ${e.effective}`]),
    ...(e.until === '' ? [] : [`until ${e.until}`]),
    e.source,
  ].join('; ');

/** The page for whoever keeps a pump's own library: each protocol as a table in the order of the pump's screens. */
export async function pumpLibraryPdf(made: Made): Promise<Uint8Array> {
  const { sheet, digest, at, by } = made;
  const title = printable(`Library of the pump: ${sheet.pump.model}`);
  const document = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN, bottom: MARGIN + 24, left: MARGIN, right: MARGIN },
    autoFirstPage: false,
    lang: 'en-US',
    info: { Title: title, CreationDate: new Date(at), Producer: 'Meniscus', Creator: 'Meniscus' },
  });
  const pieces: Uint8Array[] = [];
  document.on('data', (piece: Uint8Array) => void pieces.push(piece));
  const ended = new Promise<void>((resolve) => document.on('end', () => resolve()));
  document.registerFont('text', latinFont(400)).registerFont('bold', latinFont(600));
  let page = 0;
  document.on('pageAdded', () => {
    page += 1;
    const { bottom } = document.page.margins;
    // The foot stands below the margin, where text would else begin another page.
    document.page.margins.bottom = 0;
    document.font('text').fontSize(7);
    [
      `${title}, rule set ${sheet.ruleSet}, page ${page}. Made ${at} by ${printable(by)}`,
      `Digest ${digest}`,
    ].forEach((text, i) =>
      document.text(text, MARGIN, document.page.height - MARGIN - 14 + i * 9, { lineBreak: false }),
    );
    document.page.margins.bottom = bottom;
    document.x = MARGIN;
    document.y = MARGIN;
  });
  document.addPage();
  const width = document.page.width - 2 * MARGIN;
  const room = (height: number) => {
    if (document.y + height > document.page.height - document.page.margins.bottom) document.addPage();
  };
  const row = (cells: readonly string[], face: 'text' | 'bold') => {
    room(ROW);
    const top = document.y;
    let left = MARGIN;
    document.font(face).fontSize(8.5);
    cells.forEach((cell, i) => {
      const share = (WIDTHS[i] ?? 0) * width;
      document.text(printable(cell), left, top, {
        width: share - 6,
        height: ROW,
        align: i < 2 ? 'left' : 'right',
        lineBreak: false,
      });
      left += share;
    });
    document
      .moveTo(MARGIN, top + ROW - 3)
      .lineTo(MARGIN + width, top + ROW - 3)
      .lineWidth(0.25)
      .stroke('#999999');
    document.x = MARGIN;
    document.y = top + ROW;
  };
  document
    .font('bold')
    .fontSize(14)
    .text(title)
    .font('text')
    .fontSize(9)
    .text(
      printable(
        [
          sheet.pharmacy,
          ...(sheet.pump.software === '' ? [] : [`software ${sheet.pump.software}`]),
          `rule set ${sheet.ruleSet}`,
        ]
          .filter((part) => part !== '')
          .join(' · '),
      ),
    )
    .text('For whoever keeps this pump’s own library. This program never writes to a pump.')
    .font('bold')
    .text(`Digest ${digest}`);
  for (const e of sheet.entries) {
    room(60 + ROW * (e.fields.length + 1));
    document
      .moveDown()
      .font('bold')
      .fontSize(10.5)
      .text(
        printable(
          [
            e.profile,
            `${THERAPY_WORDS[e.therapy]}, ${e.route}`,
            e.qualifier === 'any' ? 'any patient' : e.qualifier,
            `${e.drug} ${e.concentration}`,
          ].join(' – '),
        ),
      )
      .font('text')
      .fontSize(8)
      .text(printable(`${e.protocol}. ${approval(e)}.`))
      .moveDown(0.4);
    row(HEAD, 'bold');
    for (const f of e.fields)
      row(
        [
          f.field,
          f.unit,
          ...[f.start, f.softLeast, f.softMost, f.hardLeast, f.hardMost].map((x) => x || NONE),
        ],
        'text',
      );
    if (e.withoutField.length > 0)
      document
        .font('bold')
        .fontSize(8.5)
        .text(`This pump has no field for: ${e.withoutField.join(', ')}.`);
  }
  if (sheet.entries.length === 0)
    document.moveDown().fontSize(10).text('No protocol of the library is for this pump.');
  if (sheet.notOnPump.length > 0)
    document
      .moveDown()
      .font('text')
      .fontSize(8.5)
      .text(`Not on this pump, which has no such way of delivery: ${sheet.notOnPump.join(', ')}.`);
  room(60);
  document
    .moveDown(2)
    .font('text')
    .fontSize(9)
    .text(
      'Loaded by ________________________   Date ____________   Compared by ________________________   Date ____________',
    );
  document.end();
  await ended;
  return Buffer.concat(pieces);
}
