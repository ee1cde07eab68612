import * as z from 'zod';
import { closeSync, existsSync, fchmodSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Head } from './event-log.ts';

/**
 * The head of the log, noted beside the data file after each commit. A data file that ends before the note says was cut
 * short, or lost the tail of its write-ahead log, which SQLite drops without a word. The note is one small write without
 * waiting for the disk: after a power failure it may be older than the data file, never newer, and an older note still
 * names an event that must be there. Who can write the data file can write the note as well: what stands on printed and
 * exported logs is the witness against people, this one is the witness against accidents.
 */
export const notePath = (dataFile: string): string => `${dataFile.replace(/\.db$/, '')}.head`;

const DIGITS = 15;
const NOTE = /^(\d{15}) ([0-9a-f]{64})\n$/;

type Noted = Head | 'missing' | 'unreadable';

export function readNote(dataFile: string): Noted {
  const path = notePath(dataFile);
  if (!existsSync(path)) return 'missing';
  const found = NOTE.exec(readFileSync(path, 'latin1'));
  return found?.[1] && found[2] ? { seq: parseInt(found[1], 10), hash: found[2] } : 'unreadable';
}

export interface NoteWriter {
  note(head: Head): void;
  close(): void;
}

export function openNote(dataFile: string): NoteWriter {
  const path = notePath(dataFile);
  const file = openSync(path, existsSync(path) ? 'r+' : 'wx', 0o600);
  fchmodSync(file, 0o600);
  return {
    note: ({ seq, hash }) => {
      // Always as long as before, so that it is written over in one piece.
      writeSync(file, `${String(seq).padStart(DIGITS, '0')} ${hash}\n`, 0, 'latin1');
    },
    close: () => closeSync(file),
  };
}

const head = z.looseObject({ seq: z.number().int(), hash: z.string() });
/** What the note promises and the data file does not hold, as an event tells it. */
export const loss = z.looseObject({
  noted: head.nullable(),
  found: head,
  why: z.enum(['cut-short', 'replaced', 'note-unreadable', 'note-missing']),
});
export interface Loss {
  readonly noted: Head | null;
  readonly found: Head;
  readonly why: 'cut-short' | 'replaced' | 'note-unreadable' | 'note-missing';
}

/** Compares note and data file. `hashAt` answers the hash of an event, if there is one. */
export async function lossOf(
  noted: Noted,
  found: Head,
  hashAt: (seq: number) => Promise<string | undefined>,
): Promise<Loss | null> {
  // A note is made with the first event and stays beside it: only a file that nothing happened in has none.
  if (noted === 'missing') return found.seq === 0 ? null : { noted: null, found, why: 'note-missing' };
  if (noted === 'unreadable') return { noted: null, found, why: 'note-unreadable' };
  if (noted.seq > found.seq) return { noted, found, why: 'cut-short' };
  return noted.seq === 0 || (await hashAt(noted.seq)) === noted.hash
    ? null
    : { noted, found, why: 'replaced' };
}
