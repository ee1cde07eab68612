import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import type * as check from './commands/check.ts';

/** The code of `check` as one file, and what the engine made of it when the program was built. In: the file that runs. */
export const COMPILED = (beside: string | URL) => ({
  code: new URL('compiled/check.cjs', beside),
  kept: new URL('compiled/check.bin', beside),
});

const SUM = 4;

/** What is kept begins with this: it was made of that code, and it is whole. */
export function sumOf(code: string, compiled: Uint8Array): Buffer {
  const sum = Buffer.alloc(SUM);
  sum.writeUInt32BE(crc32(compiled, crc32(code)));
  return sum;
}

/** In: the code, its file, what was compiled of it before. */
export const scriptOf = (code: string, file: URL, cachedData?: Buffer): Script =>
  new Script(`(function (exports, require, __filename) {${code}\n})`, {
    filename: fileURLToPath(file),
    ...(cachedData && { cachedData }),
  });

/** Runs a script of `scriptOf`; answers what it exports. */
export function exportsOf(script: Script, file: URL): typeof check {
  const made = {};
  (script.runInThisContext() as (...parts: unknown[]) => void)(
    made,
    createRequire(file),
    fileURLToPath(file),
  );
  return made as typeof check;
}

/**
 * `check`, compiled when the program was built: to read its code takes as long as all the rest. Null where the files are
 * not there, do not belong together, or are for another version of Node: then its modules are loaded like any command's.
 */
export function compiledCheck({ code, kept }: ReturnType<typeof COMPILED>): typeof check | null {
  let [text, bytes] = ['', Buffer.alloc(0)];
  try {
    [text, bytes] = [readFileSync(code, 'utf8'), readFileSync(kept)];
  } catch {
    return null;
  }
  const compiled = bytes.subarray(SUM);
  if (!sumOf(text, compiled).equals(bytes.subarray(0, SUM))) return null;
  const script = scriptOf(text, code, compiled);
  return script.cachedDataRejected === true ? null : exportsOf(script, code);
}
