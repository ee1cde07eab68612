import { execFileSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';

export const ROOT = join(import.meta.dirname, '../..');

/** What the packager asks of a runtime: a binary with the place of its fuses. It can not run. */
function stubRuntime(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  writeFileSync(join(folder, 'electron'), 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009111111111');
  chmodSync(join(folder, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(folder, name), '');
}

/**
 * Packs the project as `npm run pack` does, for Linux, and unpacks what a runtime would be given. Meanwhile a data file
 * stands in a folder of the project: it must not come along.
 */
export function packed(): { app: string; dispose: () => void } {
  const work = mkdtempSync(join(tmpdir(), 'meniscus-package-'));
  const data = mkdtempSync(join(ROOT, 'data-'));
  try {
    writeFileSync(join(data, 'x.db'), 'the records of a pharmacy');
    stubRuntime(join(work, 'runtime'));
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/electron-builder/cli.js'),
        '--linux',
        'dir',
        `--config.electronDist=${join(work, 'runtime')}`,
        `--config.directories.output=${join(work, 'dist')}`,
      ],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const [archive] = globSync(join(work, 'dist/*/resources/app.asar'));
    if (archive === undefined) throw new Error('no archive was packed');
    extractAll(archive, join(work, 'app'));
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  return { app: join(work, 'app'), dispose: () => rmSync(work, { recursive: true, force: true }) };
}

/** All files, chunks of the build by kind: their names change with every build. Licences may stand anywhere. */
export function filesOf(app: string): string[] {
  const all = globSync('**/*', { cwd: app, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(app.length + 1))
    .filter((path) => !/^node_modules\/.*\/licen[cs]e[^/]*$/i.test(path))
    .map((path) => path.replace(/^(out\/main\/chunks|out\/renderer\/assets)\/.*(\.\w+)$/, '$1/*$2'));
  return [...new Set(all)].toSorted();
}
