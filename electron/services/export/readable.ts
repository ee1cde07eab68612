import { isBrokenPage } from '../../../db/damaged.ts';
import type { Table } from './rows.ts';

/** Tries in one go before others are let in. */
const TRIES = 200;

/**
 * What still reads of a table in a damaged file. The audit log goes by the numbers of its events, up to its head, so
 * those on broken pages are stepped over one by one and counted; a list without such numbers reads whole or not at all.
 */
export function readable(table: Table, upTo: number | null): Table {
  // The store's own lines come a thousand at a time: too coarse here.
  const { lines: _, ...byCells } = table;
  if (upTo === null) return byCells;
  let leftOut = 0;
  const attempt = async (...args: Parameters<Table['next']>) => {
    try {
      return await table.next(...args);
    } catch (error) {
      if (!isBrokenPage(error)) throw error;
      return 'broken';
    }
  };
  return {
    ...byCells,
    count: async (db) => {
      try {
        return await table.count(db);
      } catch (error) {
        if (!isBrokenPage(error)) throw error;
        return 0;
      }
    },
    leftOut: () => leftOut,
    next: async (store, after) => {
      const piece = await attempt(store, after);
      if (piece !== 'broken') return piece;
      for (let at = after; at < Math.min(upTo, after + TRIES); at += 1) {
        const one = await attempt(store, at, 1);
        if (one !== 'broken') return one;
        leftOut += 1;
      }
      return after + TRIES >= upTo ? null : { rows: [], at: after + TRIES };
    },
  };
}
