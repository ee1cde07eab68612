/** The records of a CSV text as RFC 4180 has them, `\r\n` between them. Throws a SyntaxError at the first that is not. */
export function* readCsv(text: string): Generator<string[]> {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  let record: string[] = [];
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (!found) throw new SyntaxError('csv');
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] !== ',') {
      yield record;
      record = [];
    } else if (field.lastIndex === text.length) throw new SyntaxError('csv');
    if (found[3] === '') return;
  }
}
