import { expect, test } from 'vitest';
import { SEED_VERSION, seedLibrary } from '../../db/seed/library.ts';
import { shippedRules } from '../../tools/shipped-rules.ts';

test('the rule set that is built in is the one that its schema read, each time a new one', async () => {
  const { code } = shippedRules.transform.handler();
  const built = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    SEED_VERSION: string;
    seedLibrary: typeof seedLibrary;
  };
  expect(built.SEED_VERSION).toBe(SEED_VERSION);
  expect(built.seedLibrary()).toStrictEqual(seedLibrary());
  expect(built.seedLibrary()).not.toBe(built.seedLibrary());
});

test('it stands in for the file that exports it, and for no other', () => {
  const { id } = shippedRules.transform.filter;
  expect(id.test('/anywhere/db/seed/library.ts')).toBe(true);
  expect(id.test('/anywhere/electron/handlers/library.ts')).toBe(false);
});
