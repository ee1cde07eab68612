import type { Command } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { Refused } from '../../engine/result.ts';
import type { Context } from '../context.ts';
import { Failed } from '../handlers/handler.ts';

/** Faults of the disk that a person can mend: refused by name instead of an incident. */
const DISK: Readonly<Record<string, readonly [code: string, accepted: string]>> = {
  SQLITE_FULL: ['disk-full', 'free space on the disk; nothing was stored'],
  SQLITE_READONLY: ['disk-not-writable', 'a data folder that can be written; nothing was stored'],
  SQLITE_IOERR: ['disk-fault', 'a disk that can be read and written; nothing was stored'],
  SQLITE_NOTADB: ['data-file-damaged', 'a whole data file: stop, and restore the last good backup'],
  ENOSPC: ['disk-full', 'free space on the disk; nothing was stored'],
  EACCES: ['disk-not-writable', 'a folder that can be written; nothing was stored'],
  EROFS: ['disk-not-writable', 'a folder that can be written; nothing was stored'],
  SQLITE_CORRUPT: ['data-file-damaged', 'a whole data file: stop, and restore the last good backup'],
};

/** Whatever was thrown, as the one shape of failure. What is not known becomes an incident without any data in it. */
export function failureOf(context: Context, command: Command, error: unknown): Failure {
  if (error instanceof Refused) return { code: 'refused', issues: error.issues.map((i) => ({ ...i })) };
  if (error instanceof Failed) return error.failure;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const disk = Object.entries(DISK).find(([prefix]) => code.startsWith(prefix))?.[1];
  if (disk) return { code: 'refused', issues: [{ path: '', code: disk[0], given: null, accepted: disk[1] }] };
  const id = Buffer.from(context.random(6)).toString('hex');
  context.report({
    id,
    at: context.clock(),
    command,
    kind: [error instanceof Error ? error.name : typeof error, code, isOurs(error) ? error.message : '']
      .filter((t) => t !== '')
      .join(' '),
    stack:
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [],
  });
  return { code: 'internal', incident: id };
}

/** Messages that name fields and codes only; any other message may carry what was typed. */
const isOurs = (error: unknown): error is Error => error instanceof Error && error.name === 'OutputFault';
