import { canonical } from '../../../db/canonical.ts';
import { givesHashes, hashesDigester, rowsDigester } from '../../../db/export-format.ts';
import type { Store } from '../../../db/open.ts';
import type { Table } from './rows.ts';
import type { About, Format } from './sink.ts';

/** Binds rows and trailer without keeping the rows: what `log verify` computes again. */
export function digestOf(about: About, columns: readonly string[]) {
  const isHashes = givesHashes(about);
  const { add, end } = isHashes ? hashesDigester() : rowsDigester(columns);
  return {
    add,
    rows: (list: readonly (readonly string[])[]) => {
      if (list.length > 0) add(list.map((row) => canonical(isHashes ? (row.at(-1) ?? '') : row)).join(','));
    },
    end: (rows: number): string => end(about, rows),
  };
}

/** Writes the rows after a place; answers how many they were and the place after them, null at the end. */
type Step = (after: number) => Promise<{ rows: number; at: number } | null>;

/** Row by row as cells, or, where table and format both can, as text that the store has made. */
export function stepOf(
  store: Store,
  table: Table,
  format: Format,
  digest: ReturnType<typeof digestOf>,
): Step {
  if (table.lines !== undefined && format.lines !== undefined)
    return async (after) => {
      const piece = (await table.lines?.(store, after)) ?? null;
      if (piece === null) return null;
      digest.add(piece.hashes);
      await format.lines?.(piece.text);
      return piece;
    };
  return async (after) => {
    const piece = await table.next(store, after);
    if (piece === null) return null;
    if (piece.rows.length > 0) {
      digest.rows(piece.rows);
      await format.rows(piece.rows);
    }
    return { rows: piece.rows.length, at: piece.at };
  };
}
