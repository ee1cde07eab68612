import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exportsOf, silent, unused } from '../../tools/exports.ts';

test('each exported function of the engine says what it answers', () => {
  const found = globSync('engine/**/*.ts').flatMap((path) => silent(path, readFileSync(path, 'utf8')));
  expect(found).toEqual([]);
  expect(silent('engine/a.ts', 'export const half = (x: bigint) => x / 2n;')).toEqual([
    'engine/a.ts  exports half, which does not say what it answers',
  ]);
});

test('a docstring counts where it stands right before a function, however the function is written', () => {
  const text = `
/** Said. */
export function a(x: string): string;
export function a(x: string) { return x; }
/** Said. */
const between = 1;
export const b = (x: string) => x;
// no docstring
export const c = async () => between;
export const d = 1;
export type E = string;
`;
  expect(exportsOf('x.ts', text)).toEqual([
    { name: 'a', isFunction: true, isExplained: true },
    { name: 'b', isFunction: true, isExplained: false },
    { name: 'c', isFunction: true, isExplained: false },
    { name: 'd', isFunction: false, isExplained: false },
    { name: 'E', isFunction: false, isExplained: false },
  ]);
});

test('an export that no other file asks for is named', () => {
  const files = new Map([
    ['engine/a.ts', 'export const used = 1;\nexport interface Own { readonly x: 1 }'],
    ['test/a.test.ts', `import { used } from '../engine/a.ts';\nexport const fixture = used;`],
  ]);
  expect(unused(files, (path) => !path.startsWith('test/'))).toEqual([
    'engine/a.ts  exports Own, which no other file asks for',
  ]);
});
