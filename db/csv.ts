/**
 * The records of a CSV text as RFC 4180 has them, `\r\n` between them; the text may come in pieces of any size. Throws
 * a SyntaxError at the first record that is not one.
 */
export function* readCsv(text: string | Iterable<string>): Generator<string[]> {
  let buffer = '';
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
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
 * One record as RFC 4180 writes it, with its end. By hand: a library spends most of an export's time here, and the
 * rule is one line.
 */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvField).join(',')}\r\n`;

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
