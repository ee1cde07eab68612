import { copyFileSync, existsSync, linkSync, renameSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';
import { hashOfEvent, headOf } from './event-log.ts';
import { readHandle, Statements, type Read, type Write } from './handle.ts';
import { writeHandle } from './write-handle.ts';
import type { Key } from './sqlite.ts';
import { lossOf, notePath, openNote, readNote, type Loss, type NoteWriter } from './head-note.ts';

export interface Store {
  readonly path: string;
  readonly key: Key;
  readonly readonly: boolean;
  /** events that the note beside the file promised and the file did not hold when it was opened */
  readonly loss: Loss | null;
  /** One consistent look at the data. */
  read<T>(work: (db: Read) => T): T;
  /** All of it or nothing; on disk when this returns. */
  write<T>(work: (db: Write) => T): T;
  /** Puts another data file in the place of this one, which is kept under another name. */
  replaceBy(path: string, keepAs: string): void;
  close(): void;
}

interface Connections {
  readonly reading: Database;
  readonly writing: Database | null;
}

/** The store over two connections: one that can not write, and one that does nothing else. */
export function storeOf(
  path: string,
  key: Key,
  open: () => Connections,
  release: () => void,
  isCopy: boolean,
): Store {
  let bound = bind(path, open(), isCopy);
  let isOpen = true;
  const { loss } = bound;
  return {
    path,
    key,
    loss,
    get readonly() {
      return bound.writing === null;
    },
    read: (work) => bound.read(work),
    write: (work) => bound.write(work),
    replaceBy: (other, keepAs) => {
      bound.close();
      try {
        replaceFile(path, other, keepAs);
      } finally {
        bound = bind(path, open(), false);
      }
    },
    close: () => {
      // Once: by a second time the number of the note's file may be another file's.
      if (!isOpen) return;
      isOpen = false;
      bound.close();
      release();
    },
  };
}

/**
 * Keeps the file at `path`, with what belongs to it, under another name, and puts another in its place. The data file
 * gets its second name before it loses the first: at no moment is there none, or a start would make an empty one.
 */
export function replaceFile(path: string, other: string, keepAs: string): void {
  const beside = [...['-wal', '-shm'].map((s) => [path + s, keepAs + s]), [notePath(path), notePath(keepAs)]];
  if (existsSync(path)) secondName(path, keepAs);
  for (const [from = '', to = ''] of beside) if (existsSync(from)) renameSync(from, to);
  renameSync(other, path);
  if (existsSync(notePath(other))) renameSync(notePath(other), notePath(path));
}

function secondName(path: string, keepAs: string): void {
  try {
    linkSync(path, keepAs);
  } catch {
    // Not every file system knows a second name for one file.
    copyFileSync(path, keepAs);
  }
}

function bind(path: string, { reading, writing }: Connections, isCopy: boolean) {
  const reads = new Statements(reading);
  const look = reading.transaction(<T>(work: (db: Read) => T) => work(readHandle(reads)));
  const read = <T>(work: (db: Read) => T): T =>
    reading.inTransaction ? work(readHandle(reads)) : (look(work as (db: Read) => unknown) as T);
  const loss = isCopy
    ? null
    : read((db) => lossOf(readNote(path), headOf(db), (seq) => hashOfEvent(db, seq)));
  if (!writing) return { read, write: refused, writing, reading, loss, close: () => void reading.close() };

  const writes = new Statements(writing);
  let changed = false;
  const change = writing.transaction(<T>(work: (db: Write) => T) => {
    const handle = writeHandle(writes);
    const value = work(handle);
    if (handle.written.size > 0) throw new Error('a row that events vouch for was written without its event');
    changed = handle.changes() > 0;
    return value;
  });
  const heads = openNote(path);
  // A note that told of a loss stays until the loss is written into the log itself.
  if (loss === null) noteHead(heads, readHandle(writes));
  return {
    read,
    write: <T>(work: (db: Write) => T): T => {
      const value = change.immediate(work as (db: Write) => unknown) as T;
      if (changed) noteHead(heads, readHandle(writes));
      return value;
    },
    writing,
    reading,
    loss,
    close: () => {
      reading.close();
      writing.close();
      heads.close();
    },
  };
}

function refused(): never {
  throw new Refused(issue('data-file-read-only', null, 'a data file that was opened for writing'));
}

/** What is committed stays committed: a note that can not be written is only an older note. */
function noteHead(heads: NoteWriter, db: Read): void {
  try {
    heads.note(headOf(db));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}
