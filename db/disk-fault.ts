import { issue, Refused, type Issue } from '../engine/number/result.ts';

/** Faults of the disk that a person can mend, by the beginning of the system's or SQLite's own code. */
const FAULTS: Readonly<Record<string, readonly [code: string, accepted: string]>> = {
  SQLITE_FULL: ['disk-full', 'free space on the disk; nothing was stored'],
  SQLITE_READONLY: ['disk-not-writable', 'a data folder that can be written; nothing was stored'],
  SQLITE_CANTOPEN: ['disk-not-writable', 'a data folder that can be read and written; nothing was stored'],
  SQLITE_IOERR: ['disk-fault', 'a disk that can be read and written; nothing was stored'],
  SQLITE_NOTADB: ['data-file-damaged', 'a whole data file: stop, and restore the last good backup'],
  SQLITE_CORRUPT: ['data-file-damaged', 'a whole data file: stop, and restore the last good backup'],
  ENOSPC: ['disk-full', 'free space on the disk; nothing was stored'],
  EIO: ['disk-fault', 'a disk that can be read and written; nothing was stored'],
  EACCES: ['disk-not-writable', 'a folder that can be written; nothing was stored'],
  EPERM: ['disk-not-writable', 'a folder that can be written; nothing was stored'],
  EROFS: ['disk-not-writable', 'a folder that can be written; nothing was stored'],
};

/** The refusal for what the disk said, if it is one that is known. The message of the system, a path in it, is not told. */
export function diskFault(error: unknown): Issue | undefined {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fault = Object.entries(FAULTS).find(([prefix]) => code.startsWith(prefix))?.[1];
  return fault && issue(fault[0], null, fault[1]);
}

/** Does what may meet the disk; its known faults come out as refusals by name. */
export function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw named(error);
  }
}

/** The same of work that is waited for. */
export async function fromDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(error);
  }
}

function named(error: unknown): unknown {
  const fault = diskFault(error);
  return fault ? new Refused(fault) : error;
}
