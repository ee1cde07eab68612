import {
  PIECE_BYTES,
  type ImportChange,
  type ImportEnd,
  type ImportProgress,
  type ImportRefusal,
} from '../../../bridge/products.ts';
import { call } from '../../api.ts';

export interface Asked {
  readonly encoding: 'utf-8' | 'windows-1252';
  /** what it does not have is marked as no longer listed */
  readonly whole: boolean;
}

/** What came of a file: every row that was kept out and every one that says otherwise, for the report. */
export interface Report {
  readonly refusals: readonly ImportRefusal[];
  readonly changes: readonly ImportChange[];
  readonly end: ImportEnd;
}

/** Rows of one kind that a report holds; of more it says the count alone. */
export const MOST_REPORTED = 100_000;

/**
 * Sends a file piece by piece: the next one when the one before it is written. `isStopped` is asked between two of them; what was taken
 * until then stays.
 */
export async function importFile(
  file: File,
  { encoding, whole }: Asked,
  tell: (progress: ImportProgress) => void,
  isStopped: () => boolean,
): Promise<Report> {
  const { job } = await call('product.import-start', { file: file.name, bytes: file.size, encoding });
  const refusals: ImportRefusal[] = [];
  const changes: ImportChange[] = [];
  try {
    for (let at = 0; at < file.size && !isStopped(); at += PIECE_BYTES) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
      const progress = await call('product.import-piece', { job, at, bytes: base64(piece) });
      if (refusals.length < MOST_REPORTED) refusals.push(...progress.refusals);
      if (changes.length < MOST_REPORTED) changes.push(...progress.changes);
      tell(progress);
    }
  } catch (error) {
    await call('product.import-end', { job, stopped: true, whole: false }).catch(() => undefined);
    throw error;
  }
  const stopped = isStopped();
  let end = await call('product.import-end', { job, stopped, whole });
  while (end.left > 0) end = await call('product.import-end', { job, stopped, whole });
  return { refusals, changes, end };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCodePoint(byte);
  return btoa(text);
}

/** A cell as a spreadsheet shows it and does not run it. */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r']/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const line = (...cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

export const refusalsFile = (list: readonly ImportRefusal[]): string =>
  line('line', 'field', 'reason', 'given', 'accepted') +
  list.map((r) => line(String(r.line), r.field, r.code, r.given ?? '', r.accepted)).join('');

export const changesFile = (list: readonly ImportChange[]): string =>
  line('line', 'key', 'field', 'before', 'now') +
  list
    .flatMap(({ line: at, key, fields }) =>
      fields.map((f) => line(String(at), key, f.name, f.from ?? '', f.to ?? '')),
    )
    .join('');
