import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { startServer } from './server.ts';

const built = join(import.meta.dirname, '../../out/renderer');

// A budget of the design; how soon the screen takes input is measured by `npm run bench first-screen`.
test('what the first screen loads is at most 350 kB gzipped, and the PDF reader is not in it', async () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const first = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((m) => m[1] ?? '');
  const fonts = readdirSync(join(built, 'assets'))
    .filter((f) => f.endsWith('.woff2'))
    .map((f) => `assets/${f}`);
  const bytes = [...first, ...fonts].reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(built, path))).length,
    0,
  );
  expect(first.some((path) => path.endsWith('.js'))).toBe(true);
  expect(bytes).toBeLessThan(350_000);
  for (const path of first.filter((p) => p.endsWith('.js')))
    expect(readFileSync(join(built, path), 'utf8')).not.toContain('GlobalWorkerOptions=');
});

test('no element of the first screen is stopped by the content policy', async () => {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-budget-'));
  const [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
  onTestFinished(async () => {
    await browser.close();
    await server.close();
    rmSync(data, { recursive: true, force: true });
  });
  const page = await browser.newPage();
  const stopped: string[] = [];
  page.on('console', (m) => m.type() === 'error' && stopped.push(m.text()));
  await page.goto(server.url);
  await page.getByLabel('Name', { exact: true }).fill('R');
  expect(stopped).toEqual([]);
});
