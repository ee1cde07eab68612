import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Input } from '../../../../bridge/contract.ts';
import { dataFolder } from '../../../services/paths.ts';
import { exportFolder } from '../../../services/export/jobs.ts';
import { signedIn } from './asks.ts';
import { askedPassword, openContext } from './sign-in.ts';
import { fetchExport } from './fetch-export.ts';

export interface ExportOptions {
  readonly data?: string;
  readonly user: string;
  readonly out?: string;
  readonly kind: string;
  readonly format: string;
  readonly identifiers: string;
}

/** `meniscus log export`: a log for a supervisor who signs in, through the same door as the screens. */
export async function exportLog(options: ExportOptions): Promise<string> {
  const password = askedPassword();
  const context = await openContext(options.data);
  const out = options.out === undefined ? 1 : openSync(options.out, 'w', 0o600);
  try {
    const ask = await signedIn(context, options.user, password);
    const { kind, format, identifiers } = options;
    // As it was typed: what is no kind and no format is refused by the dispatcher, by name.
    const wanted = { kind, format, filter: {}, identifiers, password } as Input<'export.start'>;
    const status = await fetchExport(ask, wanted, (part) => void writeSync(out, part));
    await ask('session.sign-out', {});
    return options.out === undefined ? '' : `${status.done} rows, head ${status.head}\n`;
  } finally {
    if (out !== 1) closeSync(out);
    rmSync(exportFolder(dataFolder(options.data)), { recursive: true, force: true });
    await context.store.close();
  }
}
