import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { SEED_VERSION, seedLibrary } from '../../db/seed/library.ts';
import { shippedRules } from '../../tools/shipped-rules.ts';

test('the rule set that is built in is the one that its schema read, each time a new one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-rules-'));
  const file = pathToFileURL(join(folder, 'rules.json'));
  const emitted: string[] = [];
  const { code } = shippedRules.transform.handler.call({
    emitFile: ({ source }) => {
      emitted.push(source);
      writeFileSync(file, source);
      return 'x';
    },
  });
  const text = code.replace('import.meta.ROLLUP_FILE_URL_x', `new URL(${JSON.stringify(file.href)})`);
  const built = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)) as {
    SEED_VERSION: string;
    seedLibrary: typeof seedLibrary;
  };
  expect(built.SEED_VERSION).toBe(SEED_VERSION);
  expect(built.seedLibrary()).toStrictEqual(seedLibrary());
  expect(built.seedLibrary()).not.toBe(built.seedLibrary());
  // it is read letter by letter as bytes
  expect(emitted.join('')).toMatch(/^[\x20-\x7e]+$/);
  rmSync(folder, { recursive: true });
});

test('it is looked for from the file that reads it, not from where the program was started', () => {
  expect(shippedRules.resolveFileUrl({ relativePath: '../rules.json' })).toBe(
    'new URL("../rules.json", import.meta.url)',
  );
});

test('it stands in for the file that exports it, and for no other', () => {
  const { id } = shippedRules.transform.filter;
  expect(id.test('/anywhere/db/seed/library.ts')).toBe(true);
  expect(id.test('/anywhere/electron/handlers/library.ts')).toBe(false);
});
