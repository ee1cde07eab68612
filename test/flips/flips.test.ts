import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flips } from './flips.ts';
import { pharmacyFile } from './pharmacy.ts';

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-flips-'));
  await pharmacyFile(join(dir, 'whole.db'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('no single bit of a data file changes what is read or printed unnoticed (a sample; npm run test:flips)', async () => {
  const found = await flips(join(dir, 'whole.db'), 30, 20_261_130);
  expect(found.unnoticed).toEqual([]);
  expect(found.atUse).toBeGreaterThan(0);
});
