import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { codeAt } from '../electron/authenticator.ts';
import { qrOn } from './barcode.ts';
import { openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

const { supervisor, technician } = drive;
const cli = join(import.meta.dirname, '../../out/main/cli.js');

const secretIn = (uri: string) => new URL(uri).searchParams.get('secret') ?? '';
const later = (secret: string, steps: number) => codeAt(secret, Date.now() + steps * 30_000);

/** From the first press to the recovery codes; answers the secret as the app read it, and the codes. */
async function setUp(page: Page, who: drive.Person, name: string) {
  await page.getByRole('button', { name: 'Set it up' }).click();
  const qr = page.getByRole('img', { name: 'QR code of the secret' });
  await qr.waitFor();
  const form = page.locator('form').filter({ has: qr });
  await looked(page, `${name}-offer`);
  const uri = await qrOn(qr);
  expect(uri).toMatch(/^otpauth:\/\/totp\/Riverside%20Home%20Infusion:/);
  const secret = secretIn(uri);
  const text = (await page.getByLabel('Secret', { exact: true }).textContent()) ?? '';
  expect(text.replaceAll(' ', '')).toBe(secret);
  await drive.fill(page, 'Code that the app shows', '12');
  await drive.fill(form, 'Your password', who.password);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('That is not the code that your app shows now.').waitFor();
  await looked(page, `${name}-wrong`);
  await drive.fill(form, 'Your password', who.password);
  // The code of the step before is taken in this step only: it is typed where enough of it is left.
  await expect.poll(() => 30_000 - (Date.now() % 30_000)).toBeGreaterThan(20_000);
  await drive.fill(page, 'Code that the app shows', later(secret, -1));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Recovery codes: each signs you in once').waitFor();
  await looked(page, `${name}-recovery`);
  const recovery = await page.locator('.recovery-codes li').allTextContents();
  expect(recovery).toHaveLength(10);
  await page.getByRole('button', { name: 'I have them' }).click();
  return { secret, recovery };
}

async function typed(page: Page, who: drive.Person) {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await drive.fill(page, 'User name', who.username);
  await drive.fill(page, 'Password', who.password);
  await page.keyboard.press('Enter');
}
const withCode = async (page: Page, code: string) => {
  await drive.fill(page, 'Code', code);
  await page.keyboard.press('Enter');
};
const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).click();
const goTo = async (page: Page, hash: string, heading: string) => {
  await page.evaluate((to) => (window.location.hash = to), hash);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
};

test('a second factor is set up, asked for, lost and removed', async () => {
  const desk = await openDesk(
    { named: true, people: [[technician, 'technician']] },
    { viewport: { width: 1280, height: 900 } },
  );
  const { page } = desk;
  try {
    await goTo(page, '#/account', 'My account');
    await looked(page, 'factor-account');
    const own = await setUp(page, supervisor, 'factor-account');
    await page.getByText('Yours is set up.').waitFor();

    await goTo(page, '#/policy', 'Sign-in rules');
    await page.getByText('of everybody').click();
    await looked(page, 'factor-policy');
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByText('not asked → of everybody').waitFor();
    await drive.sign(page, supervisor, 'Change');
    await page.getByText('Version 1').waitFor();

    await signOut(page);
    await typed(page, supervisor);
    await page.getByLabel('Code', { exact: true }).waitFor();
    await looked(page, 'factor-asked');
    const code = later(own.secret, 0);
    await withCode(page, '000000');
    await page.getByText('That is not the code that your app shows now.').waitFor();
    await looked(page, 'factor-asked-wrong');
    await withCode(page, code);
    await page.getByText(`${supervisor.name}, ${supervisor.credentials}`).waitFor();
    await signOut(page);
    await typed(page, supervisor);
    await page.getByLabel('Code', { exact: true }).waitFor();
    await withCode(page, code);
    await page.getByText('That code was used.').waitFor();
    await withCode(page, own.recovery[0] ?? '');
    await page.getByText(`${supervisor.name}, ${supervisor.credentials}`).waitFor();

    await signOut(page);
    await typed(page, technician);
    await page.getByRole('heading', { name: 'A second factor' }).waitFor();
    await looked(page, 'factor-enrol');
    await setUp(page, technician, 'factor-enrol');
    await page.getByText(`${technician.name}, ${technician.credentials}`).waitFor();
    await signOut(page);

    await typed(page, supervisor);
    await page.getByLabel('Code', { exact: true }).waitFor();
    await withCode(page, own.recovery[1] ?? '');
    await page.getByText(`${supervisor.name}, ${supervisor.credentials}`).waitFor();
    await goTo(page, '#/users', 'Users');
    await page.getByRole('button', { name: technician.name }).click();
    await page.getByRole('button', { name: 'Remove the second factor…' }).click();
    await drive.fill(page, 'Reason', 'telephone lost');
    await looked(page, 'factor-reset');
    await drive.sign(page, supervisor, 'Remove it');
    await page.getByRole('button', { name: 'Remove the second factor…' }).waitFor({ state: 'detached' });
    await looked(page, 'factor-removed');
    await signOut(page);
    await typed(page, technician);
    await page.getByRole('heading', { name: 'A second factor' }).waitFor();

    // The command line asks for it as well: piped in behind the password, or from the environment.
    await desk.server.close();
    const run = async (input: string, env: Readonly<Record<string, string>>) => {
      const args = [cli, 'station-code', '--user', supervisor.username, '--data', desk.data];
      const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      child.stdin.end(input);
      const [exit] = (await once(child, 'close')) as [number];
      return { exit, text };
    };
    const password = { MENISCUS_PASSWORD: supervisor.password };
    expect(await run('', password)).toMatchObject({
      exit: 2,
      text: expect.stringContaining('factor-code-missing'),
    });
    expect(await run('', { ...password, MENISCUS_CODE: '12' })).toMatchObject({
      exit: 2,
      text: expect.stringContaining('factor-code-wrong'),
    });
    const piped = `${supervisor.password}\n${own.recovery[2] ?? ''}\n`;
    expect(await run(piped, {})).toMatchObject({ exit: 0, text: expect.stringContaining('Good once') });
    const env = { ...password, MENISCUS_CODE: later(own.secret, 1) };
    expect(await run('', env)).toMatchObject({ exit: 0, text: expect.stringContaining('Good once') });
  } finally {
    await desk.close();
  }
});
