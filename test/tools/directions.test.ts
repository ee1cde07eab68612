import { describe, expect, test } from 'vitest';
import { circles } from '../../tools/circles.ts';
import { importsOf, violations } from '../../tools/directions.ts';

const check = (path: string, text: string) => violations(path, text, ['bwip-js', 'electron', 'zod']);

describe('import directions', () => {
  test.each([
    ['engine/checks/a.ts', "import Fraction from 'fraction.js'; import { b } from '../order/b.ts';"],
    ['engine/number/a.ts', "import { b } from '../time/b.ts';"],
    ['engine/answers/a.ts', "import type { B } from '../order/b.ts';"],
    ['electron/hosts/a.ts', "import { b } from '../dispatch.ts';"],
    ['bridge/a.ts', "import { z } from 'zod'; import { q } from '../engine/quantity.ts';"],
    [
      'db/queries/a.ts',
      "import { sql } from 'kysely'; import seed from '../seed/x.json' with { type: 'json' };",
    ],
    ['electron/a.ts', "import { app } from 'electron'; import fs from 'node:fs'; import '../db/open.ts';"],
    ['renderer/a.tsx', "import type { Order } from '../engine/regimen.ts'; import './a.css';"],
    [
      'renderer/a.tsx',
      "import { format } from '../engine/number/notation.ts'; import { Box } from '@mantine/core';",
    ],
    ['test/a.test.ts', "import '../electron/main.ts'; import '../renderer/app.tsx';"],
  ])('%s may: %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test.each([
    ['engine/a.ts', "import { z } from '../bridge/z.ts';"],
    ['engine/a.ts', "import fs from 'node:fs';"],
    ['engine/order/a.ts', "import type { B } from '../checks/b.ts';"],
    ['engine/attic/a.ts', "import { b } from '../number/b.ts';"],
    ['engine/answers/a.ts', "import { b } from '../order/b.ts';"],
    ['electron/print/a.ts', "import { b } from '../services/b.ts';"],
    ['electron/services/a.ts', "import { b } from '../handlers/b.ts';"],
    ['engine/a.ts', "import fs from 'fs';"],
    ['engine/a.ts', "import { sql } from 'kysely';"],
    ['engine/deep/a.ts', "export * from '../../db/open.ts';"],
    ['engine/a.ts', "let x: import('../db/open.ts').Store;"],
    ['engine/a.ts', "await import('../db/open.ts');"],
    ['engine/a.ts', 'await import(name);'],
    ['bridge/a.ts', "import { open } from '../db/open.ts';"],
    ['db/a.ts', "import { command } from '../bridge/orders.ts';"],
    ['db/a.ts', "import '../electron/main.ts';"],
    ['electron/a.ts', "import { App } from '../renderer/app.tsx';"],
    ['electron/a.ts', "import fc from 'fast-check';"],
    ['renderer/a.tsx', "import { exposure } from '../engine/exposure.ts';"],
    ['renderer/a.tsx', "import { type A, exposure } from '../engine/exposure.ts';"],
    ['renderer/a.tsx', "import { open } from '../db/open.ts';"],
    ['renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
  ])('%s may not: %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });
});

describe('refused constructs', () => {
  test.each([
    ['engine/a.ts', 'const t = Date.now();'],
    ['engine/a.ts', 'const t = new Date();'],
    ['engine/a.ts', 'const t = Date();'],
    ['engine/a.ts', 'const t = Math.random();'],
    ['engine/a.ts', 'const t = process.env;'],
    ['engine/a.ts', "const t = Number('1');"],
    ['engine/a.ts', "const t = Number.parseFloat('1');"],
    ['engine/a.ts', 'const t = z.coerce.number();'],
    ['bridge/a.ts', "const t = parseFloat('1');"],
    ['db/a.ts', 'const t = z.coerce.number();'],
    ['engine/a.ts', "issue('lot-missing', null, 'the lot', 'lot');"],
    ['engine/a.ts', 'refuseField(path, code, given, `at most ${most}`);'],
    ['engine/a.ts', "issue('x', null, isOne ? { code: 'one' } : 'two of them');"],
    ['db/migrations/0001.ts', 'await sql`create table t (dose REAL) strict`.execute(db);'],
    ['db/migrations/0001.ts', "t.addColumn('dose', 'numeric');"],
    ['db/migrations/0001.sql', 'CREATE TABLE t (dose DECIMAL(9,3));'],
  ])('%s: %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  test.each([
    ['engine/a.ts', '// Date.now() and Math.random() stay outside\nconst t = new Date(0);'],
    ['engine/a.ts', "const n = Number('3'); // count: doses in a day"],
    ['engine/a.ts', "// count: doses in a day\nconst n = Number('3');"],
    ['electron/a.ts', "const t = Date.now(); const n = Number('3');"],
    ['db/migrations/0001.ts', '// never REAL\nconst s = `create table t (dose text) strict`;'],
    ['engine/a.ts', "issue('lot-missing', null, { code: 'lot' }, `ingredients.${i}.lot`);"],
    ['electron/a.ts', "issue('lot-missing', null, 'the lot', 'lot');"],
    ['db/orders.ts', "throw new Error('not a decimal');"],
  ])('%s is fine: %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test('says where', () => {
    expect(check('engine/a.ts', '\n\nconst t = Date.now();')).toEqual(['engine/a.ts:3  uses Date.now']);
  });
});

const among = (files: Record<string, string>) =>
  circles(new Map(Object.entries(files).map(([path, text]) => [path, importsOf(path, text)])));

describe('circles of imports', () => {
  test('are found through types, exports and dynamic imports, each as its files', () => {
    const files = {
      'db/a.ts': "import type { B } from './b.ts';",
      'db/b.ts': "export * from './deep/c.ts';",
      'db/deep/c.ts': "await import('../a.ts'); import '../d.ts';",
      'db/d.ts': "import './e.ts';",
      'db/e.ts': "let x: import('./d.ts').D;",
      'db/self.ts': "import { a } from './self.ts';",
    };
    expect(among(files)).toEqual([
      ['db/a.ts', 'db/b.ts', 'db/deep/c.ts'],
      ['db/d.ts', 'db/e.ts'],
      ['db/self.ts'],
    ]);
  });

  test('are not two ways to the same file, nor what leaves the project', () => {
    const files = {
      'db/a.ts': "import './b.ts'; import './c.ts';",
      'db/b.ts': "import './d.ts'; import fs from 'node:fs';",
      'db/c.ts': "import './d.ts'; import './b.ts'; import '../seed.json' with { type: 'json' };",
      'db/d.ts': "export const a = 'a.ts';",
    };
    expect(among(files)).toEqual([]);
  });
});
