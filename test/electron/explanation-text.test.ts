import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedLibrary } from '../../db/seed/library.ts';
import { check } from '../../electron/hosts/cli/commands/check.ts';
import type { Minute } from '../../engine/time/calendar.ts';

const clean = readFileSync(join(import.meta.dirname, '../cases/cli/clean-order.json'), 'utf8');
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-explain-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const answer = (order: string, text: boolean) => {
  const file = join(dir, 'order.json');
  writeFileSync(file, order);
  return check(file, seedLibrary(), 0 as Minute, text).output;
};

test('check says what would make an order safe, and that nothing would be gained where it is', () => {
  expect(clean).toContain('"0 mg/h"');
  const high = answer(clean.replace('"0 mg/h"', '"0.5 mg/h"'), true);
  expect(high).toMatch(/makes? every (?:other )?check pass/);
  expect(high).toContain('basal rate 0.5 mg/h → 0 mg/h');
  const { explanation } = JSON.parse(answer(clean, false)) as { explanation: unknown };
  expect(explanation).toMatchObject({ state: 'passes', changes: [] });
});
