import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import selfTest from '../db/seed/self-test.json' with { type: 'json' };
import { COMPILED, sumOf, exportsOf, scriptOf } from '../electron/hosts/cli/compiled.ts';
import { shippedRules } from './shipped-rules.ts';

const root = join(import.meta.dirname, '..');

/** More of them use little code that these do not. */
const CASES = 3;

/** `check` as one file beside the build, with what the engine has compiled of it once it has checked the shipped cases. */
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  plugins: [shippedRules],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    emitAssets: true,
    outDir: 'out/main/compiled',
    target: 'node22',
    rolldownOptions: {
      input: { check: join(root, 'electron/hosts/cli/commands/check.ts') },
      external: [/^node:/, ...builtinModules],
      output: {
        format: 'cjs',
        codeSplitting: false,
        entryFileNames: '[name].cjs',
        assetFileNames: '[name][extname]',
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});

const { code, kept } = COMPILED(pathToFileURL(join(root, 'out/main/cli.js')));
const text = readFileSync(code, 'utf8');
const script = scriptOf(text, code);
const { checkNow } = exportsOf(script, code);
const folder = mkdtempSync(join(tmpdir(), 'meniscus-compile-'));
try {
  const file = join(folder, 'order.json');
  for (const { file: order } of selfTest.slice(0, CASES)) {
    writeFileSync(file, JSON.stringify(order));
    checkNow(file, {});
    checkNow(file, { text: true });
  }
} finally {
  rmSync(folder, { recursive: true });
}
const compiled = script.createCachedData();
writeFileSync(kept, Buffer.concat([sumOf(text, compiled), compiled]));
