import { expect, test } from 'vitest';
import { rowDigest } from '../../db/bound-rows.ts';
import { lately, sameBytes } from '../../db/lately.ts';
import { packed, unpackedOr } from '../../db/packed.ts';

const LONG = 'x'.repeat(5_000);

test('an answer is worked out once for as long as it is among the last, and never given to another question', () => {
  const asked: string[] = [];
  const length = lately(
    2,
    (one, other) => one === other,
    (text: string) => (asked.push(text), text.length),
  );
  expect(['a', 'bb', 'a', 'bb', 'ccc', 'bb', 'a'].map((text) => length(text))).toEqual([1, 2, 1, 2, 3, 2, 1]);
  expect(asked).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('bytes are the same only where each of them is', () => {
  const bytes = Buffer.from(LONG);
  expect(sameBytes(bytes, Buffer.from(LONG))).toBe(true);
  expect(sameBytes(bytes, bytes.subarray(1))).toBe(false);
  for (const at of [0, 2_500, 4_999]) {
    const other = Buffer.from(LONG);
    other[at] = other[at]! ^ 1;
    expect(sameBytes(bytes, other)).toBe(false);
  }
});

/** Two rows of one key, the second with one value that is another. */
const ROW = {
  version: 'v-1',
  seq: 1,
  hash: 'h',
  content: LONG,
  created_at: '2026-11-23T15:00:00.000Z',
};
test.each([
  { ...ROW, seq: 2 },
  { ...ROW, hash: 'i' },
  { ...ROW, content: `${LONG.slice(1)}y` },
  { ...ROW, created_at: null },
  { ...ROW, more: 'm' },
])('a large row that was just hashed is not taken for one that differs (%#)', (other) => {
  const first = rowDigest('library', ROW);
  expect(rowDigest('library', { ...ROW })).toEqual(first);
  expect(rowDigest('library', other).digest).not.toBe(first.digest);
  expect(rowDigest('policy', ROW).name).toBe('policy');
});

test('so is one of packed bytes, and a row that is changed after it was hashed is hashed anew', () => {
  const report = packed(
    JSON.stringify({ text: Array.from({ length: 2_000 }, (_, i) => `line ${i * 7919}`) }),
  );
  expect(report.length).toBeGreaterThan(2_000);
  const row = { id: 'f', report };
  const first = rowDigest('finding', row);
  const flipped = Uint8Array.from(report);
  flipped[1_000]! ^= 1;
  expect(rowDigest('finding', { id: 'f', report: flipped }).digest).not.toBe(first.digest);
  expect(unpackedOr(flipped)).not.toBe(unpackedOr(report));
  const changed: Record<string, unknown> = { id: 'g', note: LONG };
  const before = rowDigest('finding', changed);
  changed['note'] = LONG.toUpperCase();
  expect(rowDigest('finding', { id: 'g', note: LONG.toUpperCase() }).digest).not.toBe(before.digest);
});
