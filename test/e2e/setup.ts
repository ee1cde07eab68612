import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shareChromium } from './chromium.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['engine', 'bridge', 'db', 'electron', 'renderer'];

/** End-to-end tests drive the built app: build it when a source is newer; one browser for all of them. */
export async function setup(): Promise<() => Promise<void>> {
  if (isStale()) {
    execFileSync(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return shareChromium();
}

function isStale(): boolean {
  const built = ['out/main/cli.js', 'out/renderer/index.html'].map((path) => join(root, path));
  if (!built.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  const files = globSync(
    [
      ...sources.map((folder) => `${folder}/**/*.{ts,tsx,css,html,json}`),
      'electron.vite.config.ts',
      'package.json',
    ],
    { cwd: root },
  );
  return files.some((path) => statSync(join(root, path)).mtimeMs > oldest);
}
