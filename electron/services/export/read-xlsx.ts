import { closeSync, openSync, readSync } from 'node:fs';
import { Unzip, UnzipInflate } from 'fflate/browser';
import { aboutExport, exportEnd, NotExported, type Ending, type Exported } from '../../../db/exported.ts';
import { ABOUT, CUT, type AboutLabel } from './xlsx.ts';

const PIECE = 1 << 16;
/** House rule: a row of ours is far below it. What grows on without an end of a row is no workbook of ours. */
const MOST_ROW = 1 << 24;

const ROW = /<row>(.*?)<\/row>/gs;
const CELL = /<c t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>/gy;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

const text = (escaped: string): string =>
  escaped
    .replaceAll(/&(?:amp|lt|gt|quot);/g, (e) => ENTITIES[e] ?? e)
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

function cellsOf(row: string): string[] {
  const cells: string[] = [];
  let end = 0;
  for (const found of row.matchAll(CELL)) {
    cells.push(text(found[1] ?? ''));
    end = found.index + found[0].length;
  }
  if (end !== row.length) throw new NotExported(RESAVED);
  return cells;
}
const RESAVED = 'a cell is not as it was written: the workbook was saved again by another program';

/** The rows of every sheet in their order; a sheet's first is its header. */
function* sheetRows(path: string): Generator<{ readonly sheet: string; readonly cells: readonly string[] }> {
  const file = openSync(path, 'r');
  try {
    const waiting: { sheet: string; text: string }[] = [];
    let fault: Error | null = null;
    const unzip = new Unzip((part) => {
      if (!part.name.startsWith('xl/worksheets/')) return;
      const decoder = new TextDecoder();
      part.ondata = (error, chunk, final) => {
        if (error) fault = error;
        else waiting.push({ sheet: part.name, text: decoder.decode(chunk, { stream: !final }) });
      };
      part.start();
    });
    unzip.register(UnzipInflate);
    const buffer = Buffer.alloc(PIECE);
    let [sheet, rest] = ['', ''];
    for (let n = readSync(file, buffer); ; n = readSync(file, buffer)) {
      // A copy: what is unpacked later must not see the next piece.
      unzip.push(Uint8Array.from(buffer.subarray(0, n)), n === 0);
      if (fault !== null) throw new NotExported('the file does not unpack from here');
      for (const piece of waiting.splice(0)) {
        rest = piece.sheet === sheet ? rest + piece.text : piece.text;
        ({ sheet } = piece);
        let used = 0;
        for (const found of rest.matchAll(ROW)) {
          yield { sheet, cells: cellsOf(found[1] ?? '') };
          used = found.index + found[0].length;
        }
        rest = rest.slice(used);
        if (rest.length > MOST_ROW) throw new NotExported('a row does not end');
      }
      if (n === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

/** A workbook of ours, row by row; its last sheet says what it is. One that another program has saved again is not read. */
export function xlsxExport(path: string): Exported {
  const all = sheetRows(path);
  const header = all.next();
  if (header.done === true) throw new NotExported('it is not a workbook of ours');
  let { sheet } = header.value;
  const columns = header.value.cells;
  const about = new Map<string, string>();
  return {
    columns,
    rows: (function* () {
      for (const next of all) {
        const isHeader = next.sheet !== sheet;
        ({ sheet } = next);
        if (about.size > 0 || (isHeader && next.cells[0] === ABOUT.title))
          about.set(next.cells[0] ?? '', next.cells[1] ?? '');
        else if (!isHeader) {
          if (next.cells.some((cell) => cell.endsWith(CUT)))
            throw new NotExported(
              'a cell was cut, which no workbook holds whole: the CSV of the same log can be verified',
            );
          yield next.cells;
        } else if (next.cells.join() !== columns.join())
          throw new NotExported('the header of a sheet differs');
      }
    })(),
    ending: () => endingOf((label) => about.get(ABOUT[label]) ?? ''),
  };
}

function endingOf(fact: (label: AboutLabel) => string): Ending {
  const [rows, seq] = [fact('rows'), fact('seq')].map((n) => (/^\d{1,15}$/.test(n) ? parseInt(n, 10) : -1));
  const about = aboutExport.safeParse({
    kind: fact('kind'),
    title: fact('title'),
    at: fact('at'),
    user: fact('user'),
    station: fact('station'),
    filter: fact('filter'),
    identifiers: fact('identifiers'),
    head: { seq, hash: fact('hash') },
  });
  const end = exportEnd.safeParse({ rows, digest: fact('digest') });
  if (!about.success || !end.success) throw new NotExported('the sheet about the export does not read');
  return { about: about.data, ...end.data };
}
