import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { templates } from '../../../electron/print/templates.ts';
import { allHashes } from './hashes.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./print-once.ts', import.meta.url));

/** A child with another zone and language, so that nothing of the machine can get into the bytes. */
const child = async (TZ: string, LANG: string): Promise<Record<string, string>> =>
  JSON.parse(
    (await run(process.execPath, [script], { env: { ...process.env, TZ, LANG, LC_ALL: LANG } })).stdout,
  ) as Record<string, string>;

test(
  'the same record gives the same bytes: twice here, and in two other processes',
  { timeout: 60_000 },
  async () => {
    const first = await allHashes();
    expect(new Set(Object.values(first)).size).toBe(templates.length * 2);
    expect(await allHashes()).toEqual(first);
    const [a, b] = await Promise.all([
      child('Asia/Kolkata', 'de_DE.UTF-8'),
      child('America/Los_Angeles', 'tr_TR.UTF-8'),
    ]);
    expect(a).toEqual(first);
    expect(b).toEqual(first);
  },
);
