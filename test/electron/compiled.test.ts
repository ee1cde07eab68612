import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as check from '../../electron/hosts/cli/commands/check.ts';
import { COMPILED, compiledCheck, scriptOf, sumOf } from '../../electron/hosts/cli/compiled.ts';

const root = join(import.meta.dirname, '../..');
const CODE = 'exports.checkNow = () => ({ exit: 0, output: "5 mg" });';

describe('what is kept of the code is used for that code alone', () => {
  let folder = '';
  let files = COMPILED('file:///nowhere/');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'meniscus-compiled-'));
    const [code, kept] = [join(folder, 'check.cjs'), join(folder, 'check.bin')].map((path) =>
      pathToFileURL(path),
    );
    if (code && kept) files = { code, kept };
    write(CODE, scriptOf(CODE, files.code).createCachedData());
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  function write(code: string, compiled: Buffer) {
    writeFileSync(files.code, code);
    writeFileSync(files.kept, Buffer.concat([sumOf(code, compiled), compiled]));
  }

  test('of that code', () => {
    expect(compiledCheck(files)?.checkNow('', {}).output).toBe('5 mg');
  });

  // The engine itself compares only how long the code is: it would go on with 5 mg.
  test('not of another of the same length', () => {
    writeFileSync(files.code, CODE.replace('5 mg', '9 mg'));
    expect(compiledCheck(files)).toBeNull();
  });

  test('not with any bit of it flipped', () => {
    const bytes = readFileSync(files.kept);
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      writeFileSync(files.kept, flipped);
      expect(compiledCheck(files), `byte ${at}`).toBeNull();
    }
  });

  test('not where another version made it, cut short or gone', () => {
    // Code that this process has compiled before it does not compile again, whatever is kept.
    write(`${CODE} // never run`, Buffer.from('of another version of Node'));
    expect(compiledCheck(files)).toBeNull();
    writeFileSync(files.kept, '');
    expect(compiledCheck(files)).toBeNull();
    rmSync(files.kept);
    expect(compiledCheck(files)).toBeNull();
  });
});

const built = COMPILED(pathToFileURL(join(root, 'out/main/cli.js')));

describe.runIf(existsSync(built.kept))('as it is built', () => {
  const clean = readFileSync(join(root, 'test/cases/cli/clean-order.json'), 'utf8');
  const [site, order] = [join(root, 'test/cases/cli/site.json'), join(root, 'out/main/compiled/order.json')];
  afterEach(() => rmSync(order, { force: true }));
  type Check = typeof check.checkNow;
  const answers = (of: Check, options: Parameters<Check>[1]): unknown => {
    try {
      return of(order, options);
    } catch (error) {
      return error instanceof Error && 'code' in error ? [error.name, error.code, error.message] : error;
    }
  };
  /** The modules of the same build: the sources may be newer. */
  const chunk = globSync(join(root, 'out/main/chunks/check-*.js')).find((path) =>
    /export ?\{[^}]*\bcheckNow\b/.test(readFileSync(path, 'utf8')),
  );

  test.each([
    ['nothing blocks', clean, 0],
    ['a finding blocks', clean.replace('"0 mg/h"', '"0.5 mg/h"'), 1],
    ['a field is refused', clean.replace('"0.5 mg"', '"half a mg"'), 2],
    ['no JSON', '{', 2],
  ])('%s: the same answer as by its modules', async (_, text, exit) => {
    const { checkNow } = (await import(/* @vite-ignore */ pathToFileURL(chunk ?? '').href)) as typeof check;
    const compiled = compiledCheck(built)?.checkNow;
    if (!compiled) throw new Error('not taken: npm run build with this version of Node');
    writeFileSync(order, text);
    for (const options of [{ site }, { site, text: true }]) {
      const said = answers(compiled, options);
      expect(JSON.stringify(said)).toContain(exit === 2 ? `["Exit",2,` : `{"exit":${exit},`);
      expect(said).toEqual(answers(checkNow, options));
    }
  });
});
