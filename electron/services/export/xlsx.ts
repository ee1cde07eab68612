import { crc32, createDeflateRaw } from 'node:zlib';
import { Zip, type AsyncFlateStreamHandler, type ZipInputFile } from 'fflate/browser';
import type { About, Ending, Format, Sink } from './sink.ts';

/** Excel takes no more rows on one sheet (ECMA-376 leaves it open; Microsoft's "Excel specifications and limits"). */
const MOST_ROWS = 1_048_576;
/** The same page: characters in one cell. */
const MOST_CHARACTERS = 32_767;
export const CUT = ' … (cut here: the CSV has all of it)';

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

// eslint-disable-next-line no-control-regex
const ODD = /[&<>"_\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// XML 1.0 has no other control characters; ECMA-376 writes them as _xHHHH_.
const escape = (text: string): string => (ODD.test(text) ? escaped(text) : text);
const escaped = (text: string): string =>
  text
    .replaceAll(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replaceAll(
      // eslint-disable-next-line no-control-regex
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
      (c) => `_x${c.charCodeAt(0).toString(16).padStart(4, '0')}_`,
    )
    .replaceAll(/[&<>"]/g, (c) => ESCAPES[c] ?? c);

/** Every cell is text, so nothing is a formula, and no number, date or lot is rewritten by a spreadsheet. */
function cell(text: string): string {
  const whole = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS - CUT.length) + CUT : text;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escape(whole)}</t></is></c>`;
}
const line = (cells: readonly string[]): string => `<row>${cells.map(cell).join('')}</row>`;

const NOTHING = new Uint8Array();

/** A file of the package, packed by zlib on a thread of its own: nobody waits for it, and it takes a third of the time. */
class Part implements ZipInputFile {
  readonly compression = 8;
  readonly mtime: Date;
  readonly filename: string;
  size = 0;
  crc = 0;
  ondata: AsyncFlateStreamHandler = () => undefined;
  readonly #packer = createDeflateRaw({ level: 1 });
  #taken: Promise<void> = Promise.resolve();

  constructor(filename: string, at: string) {
    this.filename = filename;
    // The same rows give the same bytes.
    this.mtime = new Date(at);
    this.#packer.on('data', (chunk: Buffer<ArrayBuffer>) => this.ondata(null, chunk, false));
    // Told by the text that met it.
    this.#packer.on('error', () => undefined);
  }

  /** Takes the next text when the one before is packed. */
  async put(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.size += bytes.length;
    this.crc = crc32(bytes, this.crc);
    await this.#taken;
    this.#taken = new Promise((resolve, reject) => {
      this.#packer.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    // Told by the next text, or at the end.
    this.#taken.catch(() => undefined);
  }

  async end(text: string): Promise<void> {
    await this.put(text);
    await this.#taken;
    await new Promise<void>((resolve, reject) => {
      this.#packer.once('end', resolve).once('error', reject).end();
    });
    this.ondata(null, NOTHING, true);
  }
}

/** A workbook whose sheets are written row by row: the zip goes to the disk as it is made. */
export function xlsx(sink: Sink, columns: readonly string[], about: About): Format {
  const waiting: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) fault = error;
    else waiting.push(chunk);
  });
  const flush = async () => {
    for (const chunk of waiting.splice(0)) await sink.write(chunk);
    if (fault) throw fault;
  };
  const part = (name: string): Part => {
    const file = new Part(name, about.at);
    zip.add(file);
    return file;
  };
  let sheet: Part | null = null;
  let [sheets, rowsOnSheet] = [0, 0];
  const close = async (text: string) => {
    await sheet?.end(`${text}</sheetData></worksheet>`);
    sheet = null;
  };
  const open = (): string => {
    sheets += 1;
    sheet = part(`xl/worksheets/sheet${sheets}.xml`);
    rowsOnSheet = 1;
    return `${HEAD}<worksheet xmlns="${SPREADSHEET}"><sheetData>${line(columns)}`;
  };

  return {
    rows: async (list) => {
      let text = sheet === null ? open() : '';
      for (const row of list) {
        if (rowsOnSheet === MOST_ROWS) {
          await close(text);
          text = open();
        }
        text += line(row);
        rowsOnSheet += 1;
      }
      await sheet?.put(text);
      await flush();
    },
    end: async (ending) => {
      await close(sheet === null ? open() : '');
      const names = Array.from({ length: sheets }, (_, i) =>
        sheets === 1 ? about.title : `${about.title} ${i + 1}`,
      );
      for (const [name, text] of packageParts([...names, 'About this export'], aboutSheet(about, ending)))
        await part(name).end(HEAD + text);
      zip.end();
      await flush();
    },
  };
}

/** What stands on the sheet about the export, under which words. */
export const ABOUT = {
  title: 'export',
  kind: 'kind',
  at: 'made at',
  user: 'made by',
  station: 'station',
  filter: 'filter',
  identifiers: 'patient identifiers',
  rows: 'rows',
  seq: 'last event of the log',
  hash: 'head of the hash chain',
  digest: 'digest',
} as const;
export type AboutLabel = keyof typeof ABOUT;

const aboutSheet = ({ head, ...about }: About, { rows, digest }: Ending): string => {
  const facts: Readonly<Record<AboutLabel, string>> = {
    ...about,
    seq: String(head.seq),
    hash: head.hash,
    rows: String(rows),
    digest,
  };
  const told = (Object.keys(ABOUT) as AboutLabel[]).map((label) => line([ABOUT[label], facts[label]]));
  return `<worksheet xmlns="${SPREADSHEET}"><sheetData>${told.join('')}</sheetData></worksheet>`;
};

const file = (i: number): string => `xl/worksheets/sheet${i + 1}.xml`;

/** What makes a package of the sheets; the last of the names is the sheet that is given here. */
function packageParts(names: readonly string[], last: string): [string, string][] {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    [file(names.length - 1), last],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}"><sheets>${names.map((n, i) => `<sheet name="${escape(n)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/${file(i)}" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`,
    ],
  ];
}
