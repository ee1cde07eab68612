import { existsSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Entries by name; one that is not written yet is left out, so that an install never fails for it. */
function entries(byName: Record<string, string>): Record<string, string> | undefined {
  const present = Object.entries(byName).filter(([, path]) => existsSync(path));
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/** A bare specifier is a package: it stays an import. Only our own files are bundled. */
const packages = /^(?![./]|[A-Za-z]:[\\/])/;

const main = entries({
  main: 'electron/main.ts',
  cli: 'electron/cli.ts',
  start: 'electron/start.ts',
  'recheck-worker': 'electron/recheck/worker.ts',
});
const preload = entries({ preload: 'electron/preload.ts' });
const renderer = entries({ index: 'renderer/index.html' });

export default defineConfig({
  ...(main && {
    main: {
      publicDir: false,
      build: {
        outDir: 'out/main',
        target: 'node22',
        sourcemap: true,
        externalizeDeps: false,
        rolldownOptions: {
          input: main,
          external: packages,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
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
