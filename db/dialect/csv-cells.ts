import { sql, type RawBuilder } from 'kysely';

/**
 * The columns of a row as one line of RFC 4180, made by SQLite itself: each cell in quotes, and neutral to spreadsheets
 * as `neutral` of db/export-format.ts makes it. Much faster than cell by cell outside, where an export of a million
 * rows has twelve million texts to make and to throw away. A cell that is NULL is empty; whole numbers are digits.
 */
export function csvCells(columns: readonly string[], whole: ReadonlySet<string>): RawBuilder<string> {
  const cells = columns.map((name, i) => {
    const column = sql.ref(name);
    const open = sql.raw(i === 0 ? `'"'` : `'","'`);
    if (whole.has(name)) return sql`${open}, ${column}`;
    const neutral = sql.raw(i === 0 ? `'"'''` : `'","'''`);
    const isRisky = sql`unicode(${column}) IN (${RISKY})`;
    // Nearly every cell begins with a letter or a digit: comparing is cheaper than its code point and a list.
    return sql`iif(${column} BETWEEN 'A' AND ${LAST_PLAIN} OR ${column} BETWEEN '0' AND ':', ${open}, iif(${isRisky}, ${neutral}, ${open})), replace(${column}, '"', '""')`;
  });
  return sql<string>`concat(${sql.join(cells)}, ${END})`;
}

/** Nothing that sorts from "A" to here begins as a formula does: the wide signs come after it. */
const LAST_PLAIN = sql.raw(`'\uff0a'`);
/** What a cell must not begin with: = + - @ tab, line ends, an apostrophe, and the wide = + - @. */
const RISKY = sql.raw(
  [..."=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20"].map((c) => String(c.codePointAt(0))).join(', '),
);
const END = sql.raw(`'"\r\n'`);

/** The texts of a column, each as JSON, with commas between. */
export const jsonTexts = (column: string): RawBuilder<string> =>
  sql<string>`group_concat(json_quote(${sql.ref(column)}))`;

/** Lines one after the other, in the order in which they come, as UTF-8. */
export const together = (column: string): RawBuilder<Uint8Array> =>
  sql<Uint8Array>`cast(group_concat(${sql.ref(column)}, '') as blob)`;
