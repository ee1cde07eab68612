import { AsyncLocalStorage } from 'node:async_hooks';
import { copyFileSync, existsSync, linkSync, renameSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';
import { hashOfEvent, headOf } from './event-log.ts';
import { ALWAYS, readHandle, Statements, type Read, type Span, type Write } from './handle.ts';
import { Queue } from './queue.ts';
import { looseOver, Readers } from './readers.ts';
import { writeHandle } from './write-handle.ts';
import type { Key } from './sqlite.ts';
import { lossOf, notePath, openNote, readNote, type Loss, type NoteWriter } from './head-note.ts';

export interface Store {
  readonly path: string;
  readonly key: Key;
  /** of a database of a site; null: the data lies in the file at `path` */
  readonly address: string | null;
  /** which of the hosts over one database this is; empty: there is no other */
  readonly host: string;
  /** Of these hosts those that will not go on with what they had under way. A data file is nobody else's. */
  gone(hosts: readonly string[]): Promise<string[]>;
  readonly readonly: boolean;
  /** events that the note beside the file promised and the file did not hold when it was opened */
  readonly loss: Loss | null;
  /** One consistent look at the data, which no other work comes between. A look inside a look is the same one. */
  read<T>(work: (db: Read) => Promise<T> | T): Promise<T>;
  /** For what goes on outside of every look, and is looked at again inside of one: each query is a look of its own. */
  readonly loose: Read;
  /** All of it or nothing, one after another; on disk when this answers. Refused inside another: hand its `db` on. */
  write<T>(work: (db: Write) => Promise<T> | T): Promise<T>;
  /**
   * Puts another data file in the place of this one, which is kept under another name. Waits for all who are at it; `before`
   * runs when nothing is written into this one any more.
   */
  replaceBy(path: string, keepAs: string, before?: () => Promise<void>): Promise<void>;
  /** Takes nothing new, and closes when what is under way is done. */
  close(): Promise<void>;
}

interface Connections {
  readonly reading: Database;
  /** one more for reading, for who looks while another does */
  readonly more: () => Database;
  readonly writing: Database | null;
}

/** The store over connections that can not write, and one that does nothing else. */
export async function storeOf(
  path: string,
  key: Key,
  open: () => Connections | Promise<Connections>,
  release: () => void,
  isCopy: boolean,
): Promise<Store> {
  let bound = await bind(path, await open(), isCopy);
  let isOpen = true;
  let replacing: Promise<unknown> | null = null;
  const { loss } = bound;
  const queue = new Queue();
  const changing = new AsyncLocalStorage<Span>();
  const outside = () => {
    if (changing.getStore()?.isOpen || bound.readers.isInside())
      throw new Error('what is begun inside a look or a write would wait for itself: hand its db on');
  };
  const opened = () => {
    // A write that is under way may look beside itself until it is done.
    if (!isOpen && !changing.getStore()?.isOpen) throw new TypeError('the data file is not open');
  };
  const read = async <T>(work: (db: Read) => Promise<T> | T): Promise<T> => {
    if (bound.readers.isInside()) return await bound.readers.look(work);
    if (replacing !== null) {
      await replacing;
      return await read(work);
    }
    opened();
    return await bound.readers.look(work);
  };
  const swap = async (other: string, keepAs: string): Promise<void> => {
    await bound.close();
    try {
      replaceFile(path, other, keepAs);
    } finally {
      bound = await bind(path, await open(), false);
    }
  };
  return {
    path,
    key,
    address: null,
    host: '',
    gone: async (hosts) => [...hosts],
    loss,
    get readonly() {
      return bound.change === null;
    },
    read,
    loose: looseOver(read),
    write: async (work) => {
      outside();
      opened();
      if (bound.change === null)
        throw new Refused(issue('data-file-read-only', null, 'a data file that was opened for writing'));
      return await queue.run(async () => {
        if (bound.change === null) throw new Error('the data file can not be written any more');
        return await bound.change(async (db, span) => await changing.run(span, async () => await work(db)));
      });
    },
    replaceBy: async (other, keepAs, before) => {
      outside();
      opened();
      await queue.run(async () => {
        await before?.();
        const swapped = swap(other, keepAs);
        // Who waits for the other file looks at whatever is there then.
        replacing = swapped.catch(() => undefined);
        try {
          await swapped;
        } finally {
          replacing = null;
        }
      });
    },
    close: async () => {
      // Once: by a second time the number of the note's file may be another file's.
      if (!isOpen) return;
      outside();
      isOpen = false;
      await queue.run(async () => await bound.close());
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

type Change = <T>(work: (db: Write, span: Span) => Promise<T>) => Promise<T>;

interface Bound {
  readonly readers: Readers;
  readonly change: Change | null;
  readonly loss: Loss | null;
  readonly close: () => Promise<void>;
}

async function bind(path: string, { reading, more, writing }: Connections, isCopy: boolean): Promise<Bound> {
  const readers = new Readers(reading, more);
  const loss = isCopy
    ? null
    : await readers.look(
        async (db) => await lossOf(readNote(path), await headOf(db), (seq) => hashOfEvent(db, seq)),
      );
  if (!writing) return { readers, change: null, loss, close: () => readers.close() };

  const writes = new Statements(writing);
  const heads = openNote(path);
  // A note that told of a loss stays until the loss is written into the log itself.
  if (loss === null) await noteHead(heads, readHandle(writes, ALWAYS));
  return {
    readers,
    change: async (work) => {
      const span = { isOpen: true };
      const handle = writeHandle(writes, span);
      writes.get('BEGIN IMMEDIATE').run();
      try {
        const value = await work(handle, span);
        if (handle.written.size > 0)
          throw new Error('a row that events vouch for was written without its event');
        span.isOpen = false;
        writes.get('COMMIT').run();
        if (handle.changes() > 0) await noteHead(heads, readHandle(writes, ALWAYS));
        return value;
      } finally {
        span.isOpen = false;
        if (writing.inTransaction) writes.get('ROLLBACK').run();
      }
    },
    loss,
    close: async () => {
      await readers.close();
      writing.close();
      heads.close();
    },
  };
}

/** What is committed stays committed: a note that can not be written is only an older note. */
async function noteHead(heads: NoteWriter, db: Read): Promise<void> {
  try {
    heads.note(await headOf(db));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}
