/**
 * The records of a CSV text as RFC 4180 has them, `\r\n` or, in a copy that was saved again, `\n` between them; the text may
 * come in pieces of any size. Throws
 * a SyntaxError at the first record that is not one.
 */
export function* readCsv(text: string | Iterable<string>): Generator<string[]> {
  let buffer = '';
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  /** Takes the fields off the buffer; before the last piece only those whose end is surely theirs. */
  function* take(isLast: boolean): Generator<string[]> {
    field.lastIndex = 0;
    let used = 0;
    while (field.lastIndex < buffer.length) {
      const found = field.exec(buffer);
      if (!isLast && (!found || found[3] === '')) break;
      if (!found) throw new SyntaxError('csv');
      record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
      used = field.lastIndex;
      if (found[3] !== ',') {
        yield record;
        record = [];
        field.lastIndex = used;
      } else if (isLast && used === buffer.length) throw new SyntaxError('csv');
      if (found[3] === '') break;
    }
    buffer = buffer.slice(used);
  }
  for (const piece of typeof text === 'string' ? [text] : text) {
    buffer += piece;
    yield* take(false);
  }
  yield* take(true);
  if (record.length > 0) throw new SyntaxError('csv');
}

/**
 * One record as RFC 4180 writes it, with its end. By hand, and without lists in between: an export of a million rows
 * spends most of its time here.
 */
export function csvLine(cells: readonly string[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i += 1) line += (i === 0 ? '' : ',') + csvField(cells[i] ?? '');
  return `${line}\r\n`;
}

const SPECIAL = /[",\r\n]/;
const csvField = (text: string): string => (SPECIAL.test(text) ? `"${text.replaceAll(/"/g, '""')}"` : text);
