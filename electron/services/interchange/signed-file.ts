import { gunzipSync } from 'node:zlib';
import { canonical } from '../../../db/canonical.ts';
import type { Library } from '../../../engine/formulary/formulary.ts';
import {
  FILE_KIND,
  FILE_VERSION,
  fileOf,
  libraryFile,
  type LibraryFile,
} from '../../../engine/formulary/library-file.ts';
import { trustedKeysOf } from '../../../engine/formulary/records/trusted-keys.ts';
import { issuesOf } from '../../../engine/number/fields.ts';
import { parseJson } from '../../../engine/number/json.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { fingerprintOf, holds, signatureOf } from './signing-key.ts';

/** House rule: ten times the library that ships. */
export const MOST_BYTES = 8_388_608;
/** House rule: of more refusals nobody reads more. */
const MOST_ISSUES = 20;

const refused = (code: string, given: string | null, accepted: string, path = ''): Refused =>
  new Refused(issue(code, given, accepted, path));

interface Key {
  readonly public_key: string;
  readonly seed: string;
}

/** The library in force as the text of a file: canonical, so that any other byte in it is another file. */
export function signedFile(rules: Library, key: Key, at: string, program: string): string {
  const file = fileOf(rules, at, program);
  const value = signatureOf(canonical(file), key);
  return `${canonical({ ...file, signature: { algorithm: 'Ed25519', key: key.public_key, value } })}\n`;
}

/** The bytes of a file that came packed by gzip: no more of them than a library can have. */
export function unpackedFile(packed: string): Buffer {
  try {
    return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw refused('library-file-large', null, `at most ${MOST_BYTES} bytes`, 'file');
    throw refused(
      'library-file-not-packed',
      null,
      'a file as the window or the command line packs it',
      'file',
    );
  }
}

function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused('library-file-not-text', null, 'a file in UTF-8, as it was exported', 'file');
  }
  if (text.startsWith('\ufeff'))
    throw refused(
      'library-file-byte-order-mark',
      null,
      'the file as it was exported: a program wrote a mark at its beginning',
      'file',
    );
  return text;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const twice = error instanceof SyntaxError && error.message.endsWith('stands twice in one object');
    throw twice
      ? refused('library-file-name-twice', error.message, 'each name once in an object', 'file')
      : refused('library-file-not-json', null, 'a whole file, as it was exported', 'file');
  }
  if (!isMap(value) || value['kind'] !== FILE_KIND)
    throw refused(
      'library-file-other-kind',
      null,
      'a library as "meniscus library export" writes it',
      'kind',
    );
  if (value['version'] !== FILE_VERSION)
    throw refused(
      'library-file-version',
      isMap(value['version']) || value['version'] === undefined ? null : JSON.stringify(value['version']),
      `version ${FILE_VERSION} of the file; another version of the program reads the other`,
      'version',
    );
  return value;
}

/** Whose a file is: the name under which its key is trusted here. */
export interface ReadFile {
  readonly file: LibraryFile;
  readonly fingerprint: string;
  readonly trusted: string;
}

/**
 * A library file, as far as it can be read by itself: its text, its signature, the forms of its records. Refuses by name, and before
 * anything is believed of what it says: `library-file-not-text`, `library-file-byte-order-mark`,
 * `library-file-not-json`, `library-file-name-twice`, `library-file-other-kind`, `library-file-version`,
 * `library-file-written-anew`, `library-file-signature`, `library-file-key`, and what a form refuses, with the path of the record.
 */
export function readFile(bytes: Uint8Array, rules: Library, own: string | null): ReadFile {
  const text = textOf(bytes);
  const raw = jsonOf(text);
  const { signature, ...signed } = raw;
  const read = libraryFile.shape.signature.safeParse(signature);
  if (!read.success)
    throw refused(
      'library-file-signature',
      null,
      'a file with its signature, as it was exported',
      'signature',
    );
  const { key, value } = read.data;
  if (text !== `${canonicalOr(raw)}\n`)
    throw refused(
      'library-file-written-anew',
      null,
      'the file as it was exported, byte for byte: another program wrote it',
      'file',
    );
  if (!holds(canonical(signed), key, value))
    throw refused(
      'library-file-signature',
      null,
      'a file whose signature holds: it is not as it was signed',
      'signature.value',
    );
  const trusted = key === own ? 'this pharmacy' : trustedKeysOf(rules).find((k) => k.key === key)?.name;
  if (trusted === undefined)
    throw refused(
      'library-file-key',
      key,
      `a file of a pharmacy whose key is trusted here; the fingerprint of this one is ${fingerprintOf(key)}`,
      'signature.key',
    );
  const parsed = libraryFile.safeParse(raw, { jitless: true });
  if (!parsed.success) throw new Refused(...issuesOf(parsed.error, raw).slice(0, MOST_ISSUES));
  return { file: parsed.data, fingerprint: fingerprintOf(key), trusted };
}

/** The canonical text, or none where there is no such: a number that is not whole. */
function canonicalOr(value: unknown): string | null {
  try {
    return canonical(value);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
