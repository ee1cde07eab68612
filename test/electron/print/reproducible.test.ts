import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { allHashes, firstOfKind } from './hashes.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./print-once.ts', import.meta.url));

/** A child with another zone and language, so that nothing of the machine can get into the bytes. */
const child = async (TZ: string, LANG: string): Promise<Record<string, string>> =>
  JSON.parse(
    (await run(process.execPath, [script], { env: { ...process.env, TZ, LANG, LC_ALL: LANG } })).stdout,
  ) as Record<string, string>;

test('the same record gives the same bytes: here, and in another process of another place and language', async () => {
  const first = await allHashes();
  expect(new Set(Object.values(first)).size).toBe(firstOfKind.length * 2);
  // half an hour off, and with letters that change case in a way of their own
  expect(await child('Asia/Kolkata', 'tr_TR.UTF-8')).toEqual(first);
});
