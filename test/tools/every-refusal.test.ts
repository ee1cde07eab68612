import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const NAME = /'([a-z][a-z0-9]*(?:-[a-z0-9]+)+)'/g;
const namesIn = (text: string) => [...text.matchAll(NAME)].map((m) => m[1]!);

/** What gives a refusal its code: the first argument of these, or the field beside its path. */
const MADE = /\b(?:issue|refuse|refusal|say)\(\s*((?:[^,()']|\([^()]*\)|'[^']*')*?),/g;
const FIELD = /(?:params: \{\s*|\bpath(?::[^,\n]*)?,\s*)code:\s*([^,;\n]*)/g;
/** The failures of the contract itself. */
const FAILURE = /z\.literal\(('[\w-]+')\)/g;

/** Codes that are no refusals: the reasons that a person gives for going on. */
const REASONS = 'engine/checks/reasons.ts';

const codes = new Set(
  globSync(
    ['engine', 'db', 'bridge', 'electron'].map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  )
    .filter((path) => path !== REASONS)
    .flatMap((path) => {
      const text = textOf(path);
      const made = [MADE, FIELD, ...(path === 'bridge/failure.ts' ? [FAILURE] : [])];
      return made.flatMap((pattern) => [...text.matchAll(pattern)].flatMap((m) => namesIn(m[1]!)));
    }),
);

test('every refusal is met by name in a test', () => {
  expect(codes.size).toBeGreaterThan(180);
  const tests = globSync('test/**/*.{ts,tsx,json}', { cwd: root })
    .filter((path) => path !== 'test/tools/every-refusal.test.ts')
    .map(textOf)
    .join('\n');
  const met = new Set(tests.match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)+/g));
  expect([...codes].filter((code) => !met.has(code)).toSorted()).toEqual([]);
});
