import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { shippedRules } from './tools/shipped-rules.ts';

/** Entries by name; one that is not written yet is left out, so that an install never fails for it. */
function entries(byName: Record<string, string>): Record<string, string> | undefined {
  const present = Object.entries(byName).filter(([, path]) => existsSync(path));
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/**
 * Packages are bundled: hundreds of small files cost more to load than to run. What stays an import is native, finds its
 * own files beside itself (fonts, a worker), or is the host's.
 */
const external = [
  /^electron($|\/)/,
  /^(better-sqlite3|pdfjs-dist|pdfkit|open)($|\/)/,
  /^node:/,
  ...builtinModules,
];

const main = entries({
  main: 'electron/hosts/desktop/main.ts',
  service: 'electron/hosts/desktop/service.ts',
  cli: 'electron/hosts/cli/cli.ts',
  start: 'electron/hosts/start/start.ts',
  'file-worker': 'electron/services/whole/file-worker.ts',
  'book-worker': 'electron/services/book/book-worker.ts',
  'one-file-worker': 'electron/services/one-file-worker.ts',
  'recheck-worker': 'electron/services/recheck/worker.ts',
});
const preload = entries({ preload: 'electron/hosts/desktop/preload.ts' });
const renderer = entries({ index: 'renderer/index.html' });

export default defineConfig({
  ...(main && {
    main: {
      publicDir: false,
      // React's own checks of the templates are for who writes them.
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [shippedRules],
      build: {
        outDir: 'out/main',
        target: 'node22',
        sourcemap: true,
        externalizeDeps: false,
        rolldownOptions: {
          input: main,
          external,
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: 'chunks/[name]-[hash].js',
            // Less to compile at each start. Names stay, for whoever reads a stack.
            minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
          },
        },
      },
    },
  }),
  ...(preload && {
    preload: {
      publicDir: false,
      build: {
        outDir: 'out/preload',
        // A sandboxed preload can require nothing but electron: packages are bundled into it.
        externalizeDeps: false,
        rolldownOptions: {
          input: preload,
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  }),
  ...(renderer && {
    renderer: {
      root: 'renderer',
      base: './',
      plugins: [react()],
      build: {
        outDir: 'out/renderer',
        // The loopback host serves the same files to an installed browser.
        target: 'es2023',
        minify: true,
        rolldownOptions: { input: renderer },
      },
    },
  }),
});
