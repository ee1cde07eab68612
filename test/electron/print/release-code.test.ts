import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCode, releaseCode } from '../../../electron/print/release-code.ts';

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const bound = { order: 'ord-1', version: 1, content: { a: '1' }, preparation: {}, program: {}, ruleSet: 'r' };
const codes = fc
  .record({ order: fc.string(), version: fc.nat() })
  .map((x) => releaseCode({ ...bound, ...x }));
const bare = (code: string) => code.replaceAll('-', '');

describe('the release code', () => {
  test('is the same for the same record, and another for any difference', () => {
    expect(releaseCode({ ...bound, content: { a: '1' } })).toBe(releaseCode(bound));
    const others = [
      { version: 2 },
      { order: 'ord-2' },
      { content: { a: '2' } },
      { preparation: { lot: 'x' } },
      { program: { rate: '1' } },
      { ruleSet: 's' },
    ];
    expect(new Set(others.map((o) => releaseCode({ ...bound, ...o })).concat(releaseCode(bound))).size).toBe(
      7,
    );
  });

  test('reads back as printed, in small letters, and without dashes', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
        const same = { ok: true, value: code };
        expect([code, code.toLowerCase(), bare(code)].map((t) => readCode(t))).toEqual([same, same, same]);
      }),
    );
  });

  test('with any one wrong character is refused', () => {
    const code = bare(releaseCode(bound));
    const wrong = [...code].flatMap((right, i) =>
      [...ALPHABET].filter((c) => c !== right).map((c) => code.slice(0, i) + c + code.slice(i + 1)),
    );
    expect(wrong).toHaveLength(12 * 31);
    expect(wrong.filter((text) => readCode(text).ok)).toEqual([]);
  });

  test('with any two characters exchanged is refused', () => {
    const accepted = fc.check(
      fc.property(codes, fc.nat(11), fc.nat(11), (printed, i, j) => {
        const code = [...bare(printed)];
        fc.pre(code[i] !== code[j]);
        [code[i], code[j]] = [code[j] ?? '', code[i] ?? ''];
        return !readCode(code.join('')).ok;
      }),
    ).counterexample;
    expect(accepted).toBeNull();
  });

  test.each(['', 'ABCD', 'O234-5678-9ABC', '1111-1111-1111', 'ABCD-EFGH-JKLM-N'])(
    '%j is refused by name',
    (text) => {
      expect(readCode(text)).toMatchObject({
        ok: false,
        failure: { code: 'release-code-not-read', path: 'code' },
      });
    },
  );
});
