import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const commands = join(import.meta.dirname, '../../electron/hosts/cli/commands');

interface Declaration {
  readonly type: string;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: { readonly value: string } | null;
}

/** What a file imports before its first line runs; types are gone by then, and `import()` waits until it is called. */
function importsOf(path: string): string[] {
  const { program } = parseSync(path, readFileSync(path, 'utf8'));
  return (program.body as unknown as Declaration[])
    .filter((d) => d.source && d.importKind !== 'type' && d.exportKind !== 'type')
    .map((d) => d.source?.value ?? '');
}

/** The packages that are loaded with a file. */
function packagesOf(entry: string): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path) || path.endsWith('.json')) return;
    seen.add(path);
    for (const target of importsOf(path)) {
      if (target.startsWith('.')) visit(join(path, '..', target));
      else if (!isBuiltin(target)) packages.add(target.replace(/^(@[^/]+\/[^/]+|[^/]+).*$/, '$1'));
    }
  };
  visit(entry);
  return [...packages].toSorted();
}

test('the command line itself loads the reader of its arguments and nothing else', () => {
  expect(packagesOf(join(commands, '../cli.ts'))).toEqual(['commander']);
});

test('the process that draws windows loads no store, no second opinion and no printing', () => {
  expect(packagesOf(join(commands, '../../desktop/main.ts'))).toEqual(['env-paths', 'fraction.js', 'zod']);
});

test('the second opinion takes two classes of mathjs, not its functions for every kind of argument', () => {
  const path = join(commands, '../../../../engine/derivation/scalars.ts');
  const { staticImports } = parseSync(path, readFileSync(path, 'utf8')).module;
  const names = staticImports.flatMap((i) => i.entries.flatMap((e) => (e.isType ? [] : e.importName.name)));
  expect(names).toEqual(['createBigNumberClass', 'createUnitClass']);
});

describe('a command loads what it uses', () => {
  test.each([
    ['check', ['fraction.js', 'mathjs', 'zod']],
    ['calc', ['fraction.js', 'mathjs', 'zod']],
    ['convert', ['fraction.js', 'mathjs', 'zod']],
    ['calc-list', ['fraction.js', 'zod']],
    ['simulate', ['fraction.js', 'zod']],
    ['schema', ['fraction.js', 'zod']],
    // the derivations are read back before a code is said to be current
    ['scan', ['better-sqlite3', 'env-paths', 'fraction.js', 'kysely', 'mathjs', 'zod']],
    ['log-verify', ['better-sqlite3', 'env-paths', 'fraction.js', 'kysely', 'zod']],
    ['recheck', ['better-sqlite3', 'env-paths', 'fraction.js', 'kysely', 'zod']],
  ])('%s', (name, packages) => {
    expect(packagesOf(join(commands, `${name}.ts`))).toEqual(packages);
  });

  test.each(['demo', 'batch', 'log-export'])(
    '%s: what draws and reads papers waits for the first',
    (name) => {
      const packages = packagesOf(join(commands, `${name}.ts`));
      expect(packages).toContain('better-sqlite3');
      for (const late of ['@react-pdf/renderer', 'react', 'pdfkit', 'pdfjs-dist', 'bwip-js'])
        expect(packages).not.toContain(late);
    },
  );
});

/** What a built file imports, at once and later. */
function builtImports(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module;
  return [
    ...staticImports.map((i) => i.moduleRequest.value),
    ...staticExports.flatMap((e) => e.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ];
}

const built = join(import.meta.dirname, '../../out/main/cli.js');

test.runIf(existsSync(built))(
  'the build brings its packages along, but for what has to lie beside its own files',
  () => {
    const seen = new Set<string>();
    const left = new Set<string>();
    const visit = (path: string) => {
      // A comment of a package may speak of a file that is not there.
      if (seen.has(path) || !existsSync(path)) return;
      seen.add(path);
      for (const target of builtImports(path)) {
        if (/^\.{1,2}\/.*\.js$/.test(target)) visit(join(path, '..', target));
        else if (!target.startsWith('.') && !isBuiltin(target)) left.add(target.split('/')[0] ?? '');
      }
    };
    visit(built);
    expect([...left].toSorted()).toEqual(['better-sqlite3', 'pdfjs-dist', 'pdfkit']);
  },
);
