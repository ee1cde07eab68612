import { parse, type CsvError, type Parser } from 'csv-parse';
import { issue, Refused, type Issue } from '../../../engine/number/result.ts';

export type Encoding = 'utf-8' | 'windows-1252';

/** One line of a list: its cells, or why it can not be read. */
export interface CsvRow {
  /** on which it begins, the first line of the file being 1 */
  readonly line: number;
  readonly cells: readonly string[];
  readonly refused: Issue | null;
}

const SEPARATORS = ['\t', ';', '|', ','] as const;
/** House rule: a line of a directory of products has some hundred characters, and never so many. */
const LONGEST_LINE = 65_536;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

const notText = (given: string) =>
  new Refused(
    issue(
      'product-file-not-csv',
      given,
      'a text file with a line of column names, such as FDA’s product.txt',
    ),
  );

/**
 * The rows of a CSV file that comes in pieces. Read as bytes: what is no text of its encoding is refused row by row. A file whose
 * columns stand between tabs has no quotes: there they are letters. Refuses as a whole what is no CSV at all.
 */
export class CsvRows {
  readonly #parser: Parser;
  readonly #encoding: Encoding;
  #rows: CsvRow[] = [];
  #broken: CsvError | null = null;

  /** `first` is the beginning of the file, its line of column names in it. */
  constructor(first: Uint8Array, encoding: Encoding) {
    const begin = Buffer.from(first);
    if (UTF16.some((mark) => begin.subarray(0, 2).equals(mark)))
      throw new Refused(
        issue('product-file-encoding', 'UTF-16', 'a file in UTF-8, or in Windows-1252 where that is chosen'),
      );
    const header = begin.toString('latin1').split('\n')[0] ?? '';
    // oxlint-disable-next-line no-control-regex -- a text has none of these
    if (/[\0-\x08\x0e-\x1f]/.test(header)) throw notText('bytes that are no text');
    const separator = SEPARATORS.find((s) => header.includes(s)) ?? ',';
    this.#encoding = encoding;
    this.#parser = parse({
      delimiter: separator,
      quote: separator === '\t' ? null : '"',
      record_delimiter: header.endsWith('\r') ? '\r\n' : '\n',
      encoding: 'latin1',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: LONGEST_LINE,
    });
    this.#parser.on('data', ({ info, record }: { info: { lines: number }; record: string[] }) =>
      this.#rows.push(this.#row(info.lines, record)),
    );
    this.#parser.on('skip', (error: CsvError) => this.#skip(error));
    this.#parser.on('error', (error: CsvError) => (this.#broken = error));
  }

  /** The rows that end in a piece; the whole file is at its end with the last of them. */
  async take(piece: Uint8Array, isFirst: boolean, isLast: boolean): Promise<readonly CsvRow[]> {
    const bytes = Buffer.from(piece);
    const text = isFirst && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes;
    await new Promise<void>((resolve) => this.#parser.write(text, () => setImmediate(resolve)));
    if (isLast && this.#broken === null)
      await new Promise<void>((resolve) => {
        this.#parser.once('end', resolve).once('error', () => resolve());
        this.#parser.end();
      });
    if (this.#broken !== null)
      throw new Refused(
        issue(
          'product-file-broken',
          typeof this.#broken['lines'] === 'number' ? `line ${this.#broken['lines']}` : null,
          `lines of at most ${LONGEST_LINE} characters: a quote that is opened is closed`,
        ),
      );
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #skip(error: CsvError): void {
    if (error.code === 'CSV_MAX_RECORD_SIZE') {
      this.#broken ??= error;
      return;
    }
    const refused = issue(
      'product-row-quotes',
      null,
      'quotes around a whole field, and a quote inside it twice',
    );
    this.#rows.push({ line: Number(error['lines'] ?? 0), cells: [], refused });
  }

  #row(lastLine: number, record: readonly string[]): CsvRow {
    const line = lastLine - record.reduce((n, cell) => n + (cell.split('\n').length - 1), 0);
    const cells: string[] = [];
    for (const cell of record) {
      // oxlint-disable-next-line no-control-regex -- plain letters need no decoding
      const text = /^[\0-\x7f]*$/.test(cell) ? cell : decoded(cell, this.#encoding);
      if (text === null)
        return {
          line,
          cells: [],
          refused: issue('product-text-encoding', cell.slice(0, 40), OTHER_ENCODING),
        };
      cells.push(text);
    }
    return { line, cells, refused: null };
  }
}
const OTHER_ENCODING = 'a text in UTF-8; where the file is in Windows-1252, as FDA’s own are, that is chosen';

const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  'windows-1252': new TextDecoder('windows-1252', { fatal: true }),
};

function decoded(cell: string, encoding: Encoding): string | null {
  try {
    return DECODERS[encoding].decode(Buffer.from(cell, 'latin1'));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
