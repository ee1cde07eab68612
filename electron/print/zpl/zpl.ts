import { createHash } from 'node:crypto';
import type { Paper, PrintKind } from '../../../bridge/forms.ts';
import type { LabelSize } from '../../../engine/formulary/formulary.ts';
import { encoded } from '../../../engine/gs1/parse.ts';
import { fail, issue, ok, type Result } from '../../../engine/number/result.ts';
import { codeElements } from '../barcode.tsx';
import type { Content } from '../content/content.ts';
import { misfits } from '../fit.ts';
import { familiesFor } from '../fonts.ts';
import { compareWithRecord, differenceText } from '../parse-back.ts';
import type { ArtefactRecord } from '../record.ts';
import { marked, type Template } from '../template.ts';
import { findTemplate } from '../templates.ts';
import { dataMatrixAt, FNC1, label, qrAt } from './command.ts';
import { missingGlyph } from './font-0.ts';
import { layOut, type Area } from './layout.ts';
import type { ZplOptions } from './options.ts';
import { readZpl } from './read-zpl.ts';

interface Zpl {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** the template of the same content on paper, with the printer's resolution */
  readonly template: string;
  /** in points */
  readonly page: { readonly width: number; readonly height: number };
}

/** Modules on a side that a DataMatrix of ours takes at most, and a QR of a release code (level Q). */
const DATA_MATRIX = 26;
const QR = 21;
/** Below this height, in points, the QR finds no room beside the text. */
const ROOM_FOR_QR = 200;

/**
 * A label as native ZPL: the content of the PDF label of the same kind and paper, one for each container. Refuses by
 * name: a form that is no label, a character that no embedded font has, text that does not fit, and a text that does not read
 * back as the record says. What font 0 lacks is drawn from the fonts of the PDF, which have to be loaded before. The same
 * record gives the same bytes.
 */
export function renderZpl(
  kind: PrintKind,
  paper: Paper,
  record: ArtefactRecord,
  options: ZplOptions & { readonly ownLabel?: LabelSize | null },
): Result<Zpl> {
  const found = findTemplate(kind, paper, options.ownLabel);
  if (!found.ok) return found;
  const onPaper = found.value;
  if (onPaper.pages === 'flowing')
    return fail(
      issue('zpl-labels-only', onPaper.version, 'a label; a printer that takes PDF for the rest', 'kind'),
    );
  const template = marked(onPaper, options);
  const contents = template.content(record);
  const drawn = contents
    .flat()
    .flatMap((p) => p.text)
    .filter((t) => missingGlyph(t) !== undefined);
  const families = familiesFor('sans', drawn);
  if (!families.ok) return families;
  const labels: string[] = [];
  const expected: string[][] = [];
  for (const [i, content] of contents.entries()) {
    const elements = codeElements(record, i + 1);
    if (!elements.ok) return elements;
    const data = encoded(
      elements.value.map((e) => ({ ...e, value: e.value.replaceAll('_', '__') })),
      FNC1,
    );
    const made = drawLabel(content, data, template, record.releaseCode, options);
    labels.push(made.zpl);
    expected.push(made.codes);
  }
  const zpl = `${labels.join('\n')}\n`;
  const wrong = readBack(zpl, record, template, expected, options);
  if (wrong) return fail(wrong);
  const bytes = Buffer.from(zpl, 'utf8');
  return ok({
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    template: `${template.version}.zpl-${options.dpi}`,
    page: template.pageSize,
  });
}

function drawLabel(
  content: Content,
  data: string,
  { pageSize, margin, version }: Template,
  releaseCode: string,
  { dpi, copies }: ZplOptions,
): { zpl: string; codes: string[] } {
  const dots = (points: number) => Math.round((points * dpi) / 72);
  const [width, height] = [dots(pageSize.width), dots(pageSize.height)];
  const edge = dots(Math.max(margin, 5));
  // Whole dots: four of 203 and six of 300 in an inch are half a millimetre; on the smallest label three and four.
  const module = Math.round((pageSize.width < 288 ? 3 : 4) * (dpi / 203));
  const side = module * DATA_MATRIX;
  const at = { x: width - edge - side, y: height - edge - side };
  const hasQr = pageSize.height >= ROOM_FOR_QR;
  const qrSide = module * QR;
  const qr = { x: at.x - 4 * module - qrSide, y: height - edge - qrSide };
  const area: Area = {
    width,
    height,
    margin: edge,
    dotsPerPoint: dpi / 72,
    codes: { left: hasQr ? qr.x - 2 * module : at.x, top: at.y - module },
  };
  const fields = [
    ...layOut(content, area),
    dataMatrixAt(at, module, data),
    ...(hasQr ? [qrAt(qr, module, releaseCode)] : []),
  ];
  return {
    zpl: label(width, height, copies, [`^FX${version}`, ...fields]),
    codes: [data, ...(hasQr ? [`QA,${releaseCode}`] : [])],
  };
}

function readBack(
  zpl: string,
  record: ArtefactRecord,
  template: Template,
  expected: readonly (readonly string[])[],
  { dpi, copies }: ZplOptions,
) {
  const pages = readZpl(zpl, dpi);
  // The barcodes keep their corner by the layout's own measure: font 0 has no box in the file to look at.
  const outside = misfits(pages, { ...template, barcode: null, margin: 3 });
  if (outside.length > 0)
    return issue('text-does-not-fit', outside.slice(0, 5).join('; '), 'shorter text, or a larger label');
  const differences = compareWithRecord(pages, record, template).map(differenceText);
  for (const [i, page] of pages.entries())
    if (page.copies !== copies || JSON.stringify(page.codes) !== JSON.stringify(expected[i]))
      differences.push(`barcodes or copies of label ${i + 1}`);
  return differences.length === 0
    ? null
    : issue(
        'parse-back-differs',
        differences.slice(0, 5).join('; '),
        'a file that reads back exactly as the record says',
      );
}
