import { createHash } from 'node:crypto';
import { Document, renderToBuffer } from '@react-pdf/renderer';
import type { Paper, PrintKind } from '../../bridge/forms.ts';
import type { LabelSize } from '../../engine/formulary/formulary.ts';
import { fail, issue, ok, type Result } from '../../engine/number/result.ts';
import { codesOf, type Codes } from './barcode.tsx';
import { texts, type Content } from './content/content.ts';
import { misfits } from './fit.ts';
import { familiesFor, loadFonts } from './fonts.ts';
import { compareWithRecord, differenceText, WATERMARK } from './parse-back.ts';
import { readPdf } from './read-pdf.ts';
import { ofPrepared, type OrderRecord } from './record.ts';
import { marked, type Template } from './template.ts';
import { findTemplate } from './templates.ts';
import type { Drawing } from './templates/layout.tsx';

interface Artefact {
  readonly pdf: Uint8Array;
  readonly sha256: string;
  /** name and version of the template, such as `label-4x2/1` */
  readonly template: string;
  /** in points */
  readonly page: Template['pageSize'];
}

interface PrintOptions {
  /** marks every page as a preview that must not be used */
  readonly watermark?: boolean;
  /** which print of the same form it is: 0 is the first, a reprint says its number on every page */
  readonly reprint?: number;
  /** what stands across the top of every page of a sheet that is kept for the time when no host answers */
  readonly downtime?: string;
  /** the site's own label stock, for a form on paper of its `own` size */
  readonly ownLabel?: LabelSize | null;
}

/**
 * An artefact of a record, ready to leave. In: kind, paper, record. Out: the file, its SHA-256, the template's version.
 * Refuses by name: a form that is not there, a character without a glyph, text that does not fit, and a file that does
 * not read back as the record says. The same record gives the same bytes.
 */
export async function renderArtefact(
  kind: PrintKind,
  paper: Paper,
  record: OrderRecord,
  options: PrintOptions = {},
): Promise<Result<Artefact>> {
  const template = findTemplate(kind, paper, options.ownLabel);
  if (!template.ok) return template;
  return renderTemplate(marked(template.value, options), record, options);
}

/** The same for a given template: a form that is no longer, or not yet, the current one of its kind. */
export async function renderTemplate(
  template: Template,
  record: OrderRecord,
  options: PrintOptions = {},
): Promise<Result<Artefact>> {
  const drawn = await drawArtefact(template, record, options);
  if (!drawn.ok) return drawn;
  const pages = await readPdf(drawn.value);
  const outside = misfits(pages, template);
  if (outside.length > 0)
    return fail(issue('text-does-not-fit', shortened(outside), 'shorter text, or a larger label'));
  const differences = compareWithRecord(pages, record, template, options.watermark === true);
  if (differences.length > 0)
    return fail(
      issue(
        'parse-back-differs',
        shortened(differences.map(differenceText)),
        'a file that reads back exactly as the record says',
      ),
    );
  return ok({
    pdf: drawn.value,
    sha256: createHash('sha256').update(drawn.value).digest('hex'),
    template: template.version,
    page: template.pageSize,
  });
}

const shortened = (lines: readonly string[]): string =>
  [...lines.slice(0, 5), ...(lines.length > 5 ? [`and ${lines.length - 5} more`] : [])].join('; ');

/** The file before it is read back; only `renderTemplate` lets one leave. */
export async function drawArtefact(
  template: Template,
  record: OrderRecord,
  options: PrintOptions = {},
): Promise<Result<Uint8Array>> {
  await loadFonts();
  const contents = template.content(record);
  const missing = missingElements(template, contents);
  if (missing.length > 0)
    return fail(
      issue('element-missing', missing.join(', '), `every element that ${template.version} must carry`),
    );
  const sans = familiesFor('sans', stringsOf(contents));
  if (!sans.ok) return sans;
  const mono = familiesFor('mono', record.releaseCode === null ? [] : [record.releaseCode]);
  if (!mono.ok) return mono;
  const codes: Codes[] = [];
  for (const page of template.barcode === null ? [] : contents.keys()) {
    const container = template.pages === 'fixed' ? page + 1 : 0;
    const symbols = ofPrepared((prepared) => codesOf(prepared, container))(record);
    if (!symbols.ok) return symbols;
    codes.push(symbols.value);
  }
  const drawing = {
    record,
    pages: contents.map(texts),
    codes,
    sans: sans.value,
    mono: mono.value,
    version: template.version,
    watermark: options.watermark === true ? WATERMARK : null,
  };
  if (template.pages === 'flowing' && !overOnePage.has(template.version)) {
    const page = await fileOf(template, record, { ...drawing, onePage: true });
    if (isOfSize(page, template)) return ok(page);
    overOnePage.add(template.version);
  }
  return ok(await fileOf(template, record, { ...drawing, onePage: template.pages === 'fixed' }));
}

/**
 * Forms that ran over one page the last time. Whether the shorter way is tried first is all that this decides: on one page
 * both ways give the same bytes.
 */
const overOnePage = new Set<string>();

/** A page that may not break grows with what stands on it, and its file says so. */
const isOfSize = (pdf: Uint8Array, { pageSize: { width, height } }: Template): boolean =>
  Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).includes(`/MediaBox [0 0 ${width} ${height}]`);

async function fileOf(template: Template, record: OrderRecord, drawing: Drawing): Promise<Uint8Array> {
  const made = new Date(record.minute * 60_000);
  const document = (
    <Document
      title={`${template.version} ${record.orderNumber} version ${record.version}`}
      creator="Meniscus"
      producer="Meniscus"
      language="en-US"
      creationDate={made}
      modificationDate={made}
    >
      {template.component(drawing)}
    </Document>
  );
  return new Uint8Array(await renderToBuffer(document));
}

/** Required elements that a page lacks, or that say nothing. */
function missingElements({ required, pages }: Template, contents: readonly Content[]): string[] {
  const groups = pages === 'fixed' ? contents : [contents.flat()];
  return required.filter((name) =>
    groups.some(
      (g) => g.find((p) => p.name === name && [p.text].flat().join('').trim() !== '') === undefined,
    ),
  );
}

function* stringsOf(contents: readonly Content[]): Generator<string> {
  for (const { text } of contents.flat()) {
    if (typeof text === 'string') yield text;
    else yield* text;
  }
}
