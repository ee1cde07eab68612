import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { LookView } from '../../../../bridge/interchange.ts';
import { MOST_BYTES } from '../../../services/interchange/signed-file.ts';
import { signedIn } from './asks.ts';
import { EXIT, Exit } from './exit.ts';
import { askedPassword, openContext } from './sign-in.ts';

export interface LibraryKeyOptions {
  readonly data?: string;
  readonly user: string;
}
export interface LibraryExportOptions extends LibraryKeyOptions {
  readonly out: string;
}
export interface LibraryImportOptions extends LibraryKeyOptions {
  readonly reason?: string;
  readonly collection?: string;
  readonly drug?: string;
}

type Ask = Awaited<ReturnType<typeof signedIn>>;

/** Somebody signs in to the data folder, through the same door as the screens, and out again. */
async function withPerson(
  { data, user }: LibraryKeyOptions,
  work: (ask: Ask, password: string) => Promise<string>,
): Promise<string> {
  const password = askedPassword();
  const context = await openContext(data);
  try {
    const ask = await signedIn(context, user, password);
    const said = await work(ask, password);
    await ask('session.sign-out', {});
    return said;
  } finally {
    await context.store.close();
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

function writeNew(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Exit(
      EXIT.refused,
      `file-not-written: ${codeOf(error)}; accepted: a new file in a folder that can be written`,
    );
  }
}

/** `meniscus library book`: the library in force as a PDF to read. */
export const libraryBook = (options: LibraryExportOptions): Promise<string> =>
  withPerson(options, async (ask) => {
    const { data, ruleSet } = await ask('library.book', {});
    writeNew(options.out, Buffer.from(data, 'base64'));
    return `formulary of rule set ${ruleSet}\n`;
  });

/** `meniscus library export`: the library in force, signed, as a new file. */
export const exportLibrary = (options: LibraryExportOptions): Promise<string> =>
  withPerson(options, async (ask, password) => {
    const { text, sha256, fingerprint } = await ask('library.export', { password });
    writeNew(options.out, text);
    return `SHA-256 ${sha256}\nsigned by ${fingerprint}\n`;
  });

function packed(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      throw new Exit(
        EXIT.refused,
        `file: library-file-large: "${size}" was given; accepted: at most ${MOST_BYTES} bytes`,
      );
    return gzipSync(readFileSync(path)).toString('base64');
  } catch (error) {
    if (Exit.is(error)) throw error;
    throw new Exit(EXIT.refused, `file-not-read: ${codeOf(error)}; accepted: a file that can be read`);
  }
}

function told({ about, signedBy, same, waiting, ended, differing, answers, otherParts }: LookView): string {
  const lines = differing.map(
    (d) =>
      `${d.collection}\t${d.key}\t${d.laxer ? 'laxer' : ''}\t${d.differences
        .map((f) => `${f.field} ${f.before ?? 'none'} → ${f.after ?? 'none'}`)
        .join('; ')}`,
  );
  return [
    `library of ${about.pharmacy ?? 'a pharmacy without a name'}, ${about.ruleSet}, made ${about.at}; signed by ${signedBy.name}`,
    `${differing.length + answers.length} differ, ${same} are the same, ${waiting} are proposed already, ${ended} have ended`,
    ...(otherParts.length > 0
      ? [`not taken from a file, and other than here: ${otherParts.join(', ')}`]
      : []),
    ...lines,
    ...answers.map((a) => `answer\t${a}`),
    '',
  ].join('\n');
}

/** `meniscus library import FILE`: what differs; with a reason, proposed for others to approve. */
export async function importLibrary(path: string, options: LibraryImportOptions): Promise<string> {
  const { reason, collection, drug } = options;
  const asked = { file: packed(path), ...(collection && { collection }), ...(drug && { drug }) };
  return withPerson(options, async (ask) => {
    const view = await ask('library.look-into', asked);
    if (reason === undefined) return told(view);
    const { proposed } = await ask('library.import', { ...asked, reason });
    return `${told(view)}${proposed} proposed: each waits for somebody else's approval\n`;
  });
}

/** `meniscus library key`: whose signature others have to trust, and whose are trusted here. */
export const libraryKey = (options: LibraryKeyOptions): Promise<string> =>
  withPerson(options, async (ask) => `${JSON.stringify(await ask('library.key', {}), null, 2)}\n`);
