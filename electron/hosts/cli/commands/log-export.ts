import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { extname } from 'node:path';
import type { Input } from '../../../../bridge/contract.ts';
import { exportFormat } from '../../../../bridge/export.ts';
import { dataFolder } from '../../../services/paths.ts';
import { exportFolder } from '../../../services/export/jobs.ts';
import { signedIn } from './asks.ts';
import { askedPassword, openContext } from './sign-in.ts';
import { EXIT, Exit } from './exit.ts';
import { fetchExport } from './fetch-export.ts';

export interface ExportOptions {
  readonly data?: string;
  readonly user: string;
  readonly out?: string;
  readonly kind: string;
  /** without it, the one that the name of the file ends in; CSV where that says nothing */
  readonly format?: string;
  readonly identifiers: string;
}

/** `meniscus log export`: a log for a supervisor who signs in, through the same door as the screens. */
export async function exportLog(options: ExportOptions): Promise<string> {
  const format = formatOf(options);
  const password = askedPassword();
  const context = await openContext(options.data);
  let out: OutFile | null = null;
  try {
    out = outFile(options.out);
    const ask = await signedIn(context, options.user, password);
    const { kind, identifiers } = options;
    // As it was typed: what is no kind and no format is refused by the dispatcher, by name.
    const wanted = { kind, format, filter: {}, identifiers, password } as Input<'export.start'>;
    const status = await fetchExport(ask, wanted, out.take);
    out.keep();
    await ask('session.sign-out', {});
    return options.out === undefined ? '' : `${status.done} rows, head ${status.head}\n`;
  } finally {
    out?.end();
    rmSync(exportFolder(dataFolder(options.data)), { recursive: true, force: true });
    await context.store.close();
  }
}

/** A file whose name says another format than what is in it is opened by the wrong program, or believed to be whole by none. */
function formatOf({ format, out = '' }: ExportOptions): string {
  const named = exportFormat.safeParse(extname(out).slice(1).toLowerCase()).data;
  if (format !== undefined && named !== undefined && format !== named)
    throw new Exit(
      EXIT.refused,
      `format: format-and-name-differ: "${format}" was given; accepted: ${named}, as the file is named, or a file of another name`,
    );
  return format ?? named ?? 'csv';
}

interface OutFile {
  readonly take: (part: Uint8Array) => void;
  /** gives it its name, once all of it is there */
  readonly keep: () => void;
  readonly end: () => void;
}

/** Opened before anything is asked for, and under its name only when it is whole: what failed leaves nothing behind, and what lay there before. */
function outFile(path: string | undefined): OutFile {
  if (path === undefined) return { take: (part) => void writeAll(1, part), keep: () => {}, end: () => {} };
  // A pipe or a terminal has no name to be given.
  const isPlain = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  const part = isPlain ? `${path}.part` : path;
  const file = opened(part);
  return {
    take: (bytes) => void writeAll(file, bytes),
    keep: () => {
      if (isPlain) renameSync(part, path);
    },
    end: () => {
      closeSync(file);
      if (isPlain) rmSync(part, { force: true });
    },
  };
}

function opened(path: string): number {
  try {
    return openSync(path, 'w', 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Exit(
      EXIT.refused,
      `file-not-written: ${code}; accepted: a file in a folder that can be written`,
    );
  }
}

/** A pipe takes a part of what it is given. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
