import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { certificate } from '../electron/certificate.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';
import { startServer } from './server.ts';

const cli = join(import.meta.dirname, '../../out/main/cli.js');
const run = promisify(execFile);

/** `meniscus serve` of the built program, with a certificate of its own. */
async function serveSite(data: string) {
  const files = certificate();
  const [cert, key] = [join(data, 'site.pem'), join(data, 'site.key')];
  writeFileSync(cert, files.cert);
  writeFileSync(key, files.key, { mode: 0o600 });
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--listen', '127.0.0.1:0', '--cert', cert, '--key', key, '--data', data],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  await expect.poll(() => text).toMatch(/https:\/\/localhost:\d+/);
  return {
    url: /https:\/\/localhost:\d+/.exec(text)?.[0] ?? '',
    end: async () => {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return (await ended)[0] as number | null;
    },
  };
}

test('a site: stations are enrolled with a code, are told of their clock, and are put out', async () => {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-site-'));
  const browser = await launchChromium();
  onTestFinished(async () => {
    await browser.close();
    rmSync(data, { recursive: true, force: true });
  });
  const first = await startServer({ data });
  const machine = await browser.newPage();
  await machine.goto(first.url);
  await drive.createFirst(machine, drive.supervisor);
  await drive.namePharmacy(machine);
  await first.close();

  const { stdout } = await run(
    process.execPath,
    [cli, 'station-code', '--user', drive.supervisor.username, '--data', data],
    { env: { ...process.env, MENISCUS_PASSWORD: drive.supervisor.password } },
  );
  const site = await serveSite(data);
  onTestFinished(async () => void (await site.end()));
  const station = async () => {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByRole('heading', { name: 'Enrol this station' }).waitFor();
    return page;
  };
  const enrol = async (page: Awaited<ReturnType<typeof station>>, code: string, name: string) => {
    await drive.fill(page, 'Code', code);
    await drive.fill(page, 'Name of this station', name);
    await page.getByRole('button', { name: 'Enrol' }).click();
  };

  const office = await station();
  await looked(office, 'station-enrol');
  await enrol(office, 'BCDF-GHJK', 'Office');
  await office.getByText('That code is not good').waitFor();
  await looked(office, 'station-enrol-refused');
  await enrol(office, stdout.split('\n')[0] ?? '', 'Office');
  await drive.signIn(office, drive.supervisor);
  expect(await office.evaluate(() => document.cookie)).toBe('');

  await office.evaluate(() => (window.location.hash = '#/stations'));
  await office.getByRole('cell', { name: 'Office (this one)' }).waitFor();
  await office.getByRole('button', { name: 'New code…' }).click();
  await office.getByLabel(/^Password of/).fill(drive.supervisor.password);
  await office.getByRole('button', { name: 'Make the code' }).click();
  const code = (await office.locator('output.one-time').textContent()) ?? '';
  await looked(office, 'station-code');
  await office.getByRole('button', { name: 'Done' }).click();

  const room = await station();
  await enrol(room, code, 'Clean room 2');
  await room.getByRole('heading', { name: 'Sign in' }).waitFor();
  const late = await station();
  await enrol(late, code, 'Clean room 3');
  await late.getByText('That code is not good').waitFor();
  await looked(late, 'station-code-used-twice');
  await late.context().close();
  // Ten minutes ahead of the machine of the site.
  await room.clock.install({ time: new Date(Date.now() + 10 * 60_000) });
  await room.reload();
  await drive.signIn(room, drive.supervisor);
  await room.getByText('The clock of this station is 10 minutes ahead of the pharmacy’s').waitFor();
  await looked(room, 'station-clock');

  await office.getByRole('button', { name: 'Withdraw Clean room 2' }).click();
  await drive.fill(office, 'Reason', 'stolen');
  await drive.sign(office, drive.supervisor, 'Withdraw');
  await office.getByRole('cell', { name: /^withdrawn .* by Rana Patel: stolen$/ }).waitFor();
  await looked(office, 'stations');
  // Nobody has to do anything there: its next small question is refused.
  await room.getByRole('heading', { name: 'Enrol this station' }).waitFor();
  await office.evaluate(() => (window.location.hash = '#/log'));
  await office.getByRole('cell', { name: 'station.withdraw' }).first().waitFor();
  await office.getByRole('cell', { name: 'Office' }).first().waitFor();
  expect(await site.end()).toBe(0);
});
