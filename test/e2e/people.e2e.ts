import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { overwrite, rootOf } from '../damage.ts';
import { looked as lookedAt, pictured } from './looked.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

const { supervisor, technician } = drive;
const PASSPHRASE = 'four words long enough';

/** One pharmacy and its supervisor, in the order of a day: each test goes on where the last one ended. */
describe('people, logs and backups, on the screens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-people-backups-'));
  let desk: Desk;
  let page: Page;
  /** The program that runs now. */
  let server: RunningServer;

  /** No serious violation on the screen as it stands; a picture of it where somebody wants to look. */
  const looked = (screen: string) => lookedAt(page, screen);
  const dialog = () => page.getByRole('dialog');
  const goTo = async (room: string, heading: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a room, or do something').fill(room);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };
  const tabTo = (name: string | RegExp) => drive.tabTo(page, name);

  beforeAll(async () => {
    desk = await openDesk(
      { named: true, people: [[technician, 'technician']] },
      { viewport: { width: 1440, height: 900 }, acceptDownloads: true },
    );
    ({ page, server } = desk);
  });
  afterAll(async () => {
    await server?.close();
    await desk?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let failed = false;
  beforeEach((context) => {
    if (failed) context.skip();
    onTestFailed(async () => {
      failed = true;
      await pictured(page, 'failed');
    });
  });

  test('a PIN is set by keyboard alone, opens the locked window, and what was typed is still there', async () => {
    await goTo('My account', 'My account');
    await looked('account');
    await tabTo(/^PIN$/);
    await page.keyboard.type('1234');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1234');
    await page.keyboard.press('Tab');
    await page.keyboard.type(supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('not all alike and not a run').waitFor();
    await drive.fill(page, 'PIN', '8305');
    await drive.fill(page, 'PIN again', '8305');
    await drive.fill(page, 'Your password', supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('One is set.').waitFor();
    await page.locator('[name="old"]').fill('typed before the lock');
    await goTo('Lock', 'Locked');
    await looked('locked');
    expect(await page.locator('[name="old"]').isVisible()).toBe(false);
    expect(await page.title()).not.toContain(supervisor.name);
    await page.keyboard.type('8305');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    expect(await page.locator('[name="old"]').inputValue()).toBe('typed before the lock');
  });

  test('a signature that is being given is out of sight while the window is locked, and goes on afterwards', async () => {
    await goTo('Users', 'Users');
    await page.getByRole('button', { name: technician.name }).click();
    await page.getByRole('button', { name: 'Close the account…' }).click();
    await drive.fill(dialog(), 'Reason', 'half a reason');
    await page.evaluate(() =>
      fetch('/call', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'session.lock', input: {} }),
      }),
    );
    // The window learns of it by its next question.
    await dialog()
      .getByLabel(/^Password of/)
      .fill(supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    expect(await dialog().isVisible()).toBe(false);
    await page.getByLabel('PIN', { exact: true }).last().fill('8305');
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await dialog().getByLabel('Reason').inputValue()).toBe('half a reason');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
  });

  test('name, licence and role of a person are changed with a signature, by keyboard alone', async () => {
    await looked('user');
    await tabTo('Change name, licence or role…');
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Sam Ortiz-Lee');
    await looked('user-edit');
    await tabTo(/^Reason/);
    await page.keyboard.type('married');
    await page.keyboard.press('Tab');
    await page.keyboard.type(supervisor.password);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sam Ortiz-Lee' }).waitFor();
    expect(await page.getByRole('cell', { name: `${technician.name}, CPhT` }).count()).toBe(0);
  });

  test('a badge signs nobody in by itself, and stands for the user name', async () => {
    await drive.fill(page, /^Badge/, 'B-00417');
    await page.getByRole('button', { name: 'Save badge' }).click();
    await looked('badge');
    await drive.sign(page, supervisor, 'Save badge');
    await page.getByRole('cell', { name: 'B-00417' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save badge' }).isDisabled()).toBe(true);
  });

  test('a one-time password is shown once, and nothing is done before it is changed', async () => {
    await page.getByRole('button', { name: 'Give a one-time password…' }).click();
    await drive.fill(dialog(), 'Reason', 'forgotten');
    await dialog()
      .getByLabel(/^Password of/)
      .fill(supervisor.password);
    await page.keyboard.press('Enter');
    const shown = dialog().locator('output');
    await shown.waitFor();
    const oneTime = (await shown.textContent()) ?? '';
    expect(oneTime).toMatch(/^(?:[2-9B-Z]{4}-){3}[2-9B-Z]{4}$/);
    await looked('one-time-password');
    await dialog().getByRole('button', { name: 'It is handed over' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await drive.fill(page, 'User name', 'B-00417');
    await drive.fill(page, 'Password', oneTime);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'A password of your own' }).waitFor();
    await looked('password-change');
    await drive.fill(page, 'Password you were given', oneTime);
    await drive.fill(page, 'New password', technician.password);
    await drive.fill(page, 'New password again', technician.password);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^Sam Ortiz-Lee, CPhT/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Backups' }).count()).toBe(0);
    await goTo('Worklist', 'Worklist');
    await drive.changeTo(page, supervisor);
  });

  test('the sign-in rules are changed with a signature; what is out of bounds is refused at its field', async () => {
    await goTo('Sign-in rules', 'Sign-in rules');
    await looked('sign-in-rules');
    await drive.fill(page, 'Wrong PINs before only the password opens', '9');
    await page.getByRole('button', { name: 'Change…' }).click();
    await dialog()
      .getByLabel(/^Password of/)
      .fill(supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('Accepted: at most 3.').waitFor();
    expect(await dialog().count()).toBe(0);
    await drive.fill(page, 'Wrong PINs before only the password opens', '2');
    await page.getByRole('button', { name: 'Change…' }).click();
    await dialog()
      .getByLabel(/^Password of/)
      .fill(supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('Version 1').waitFor();
    expect(await page.locator('[name="pinTries"]').inputValue()).toBe('2');
  });

  test('a host that is silent for a moment is said to be so, and takes nothing that is typed off the screen', async () => {
    await drive.fill(page, 'Wrong PINs before only the password opens', '3');
    // Somebody changed something elsewhere: what is shown is asked again, and no answer comes.
    await page.route('**/call', async (route) => {
      const { name } = route.request().postDataJSON() as { name: string };
      if (name === 'policy.get') return route.abort();
      if (name === 'live.look')
        return route.fulfill({ json: { ok: true, value: { seq: 1_000_000, others: [] } } });
      return route.fallback();
    });
    await page.getByText('The program behind this window does not answer.').first().waitFor();
    expect(await page.locator('[name="pinTries"]').inputValue()).toBe('3');
    await page.unroute('**/call');
    await page
      .getByText('The program behind this window does not answer.')
      .first()
      .waitFor({ state: 'detached' });
    expect(await page.locator('[name="pinTries"]').inputValue()).toBe('3');
  });

  test('the log is narrowed by person, command and day; a patient is picked from those on file', async () => {
    await drive.typePatient(page, drive.janeDoe);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 1').first().waitFor();
    await goTo('Log', 'Log');
    await drive.pick(page, 'Command', 'user.update');
    await page.getByText('1 event fits').waitFor();
    await drive.pick(page, 'Command', 'any');
    await page.getByLabel('Patient', { exact: true }).fill('Doe');
    await page.getByText('pick one from the list').waitFor();
    await page.locator('datalist option').first().waitFor({ state: 'attached' });
    await page.getByLabel('Patient', { exact: true }).fill('Doe, Jane · MRN-20417');
    await page.getByRole('cell', { name: 'patient.save' }).waitFor();
    await page.getByText('1 event fits').waitFor();
    await looked('log');
    await drive.fill(page, 'Up to and with day', drive.inDays(-3));
    await page.getByText('Nothing in the log fits').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('cell', { name: 'system.first-run' }).waitFor();
    expect(page.url()).not.toMatch(/Doe|MRN/);
  });

  test('an audit log is made, with progress, and saved under a name that names nobody', async () => {
    await page.getByRole('link', { name: 'Logs and reports…' }).click();
    await page.getByRole('heading', { name: 'Logs and reports' }).waitFor();
    await drive.pick(page, 'Which', 'Audit log');
    await drive.choose(page, 'Format', 'JSON Lines');
    await drive.choose(page, 'Patients', 'under a pseudonym');
    await page.getByRole('button', { name: 'Make the file' }).click();
    await looked('export-signature');
    await drive.sign(page, supervisor, 'Make the file');
    const file = page.getByRole('article');
    await file.getByText('made', { exact: true }).waitFor();
    await looked('exports');
    const downloading = page.waitForEvent('download');
    await file.getByRole('button', { name: 'Save the file' }).click();
    const got = await downloading;
    expect(got.suggestedFilename()).toMatch(/^meniscus-audit-\d{8}T\d{6}Z\.jsonl$/);
    const lines = (await drive.savedText(got)).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      export: { kind: 'audit', user: supervisor.username },
    });
    expect(JSON.parse(lines.at(-1) ?? '')).toHaveProperty('end.digest');
    expect(lines.join('\n')).not.toContain('MRN-20417');
  });

  test('a filter that is no date is refused at its field, and no file is made', async () => {
    await drive.fill(page, 'From day', 'yesterday');
    await page.getByRole('button', { name: 'Make the file' }).click();
    await drive.sign(page, supervisor, 'Make the file');
    await page.getByText('Give a date as YYYY-MM-DD').waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
  });

  test('a rule is made stricter by two people: one proposes, another approves', async () => {
    await goTo('Formulary', 'Formulary');
    await page.getByRole('button', { name: /^HYDROmorphone/ }).click();
    await page.getByRole('button', { name: 'Propose a change of hm-04', exact: true }).click();
    // formulary.json: PCA demand of hydromorphone at most 0.4 mg.
    await drive.fill(dialog(), 'Amount', '0,3');
    await drive.fill(dialog(), 'Where it stands', 'Minutes of the committee, November 2026, page 2');
    await drive.fill(dialog(), 'Reason', 'two near misses in October');
    await dialog().getByRole('button', { name: 'Propose', exact: true }).press('Enter');
    await dialog().getByText('has a comma').waitFor();
    await drive.fill(dialog(), 'Amount', '0.3');
    await looked('propose');
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    const proposed = page.getByRole('region', { name: 'Proposed changes' });
    await proposed.getByText('Amount 0.4 → 0.3').waitFor();
    await proposed.getByText('waits for another supervisor').waitFor();
    await looked('proposed');
    expect(await page.getByText('limit of this pharmacy: 0.3 mg').count()).toBe(0);
    await proposed.getByRole('button', { name: 'What hm-04 would change' }).press('Enter');
    await proposed.getByText(/active orders? checked/).waitFor();
    await looked('recheck');
  });

  test('the other supervisor signs, and the new rule set is in force', async () => {
    const other = { ...drive.pharmacist, username: 'chief2', name: 'Second Chief', credentials: 'PharmD' };
    await drive.addUser(page, other, 'supervisor');
    await goTo('Worklist', 'Worklist');
    await drive.changeTo(page, other);
    await goTo('Formulary', 'Formulary');
    const before = await page.locator('.page > header .note').textContent();
    await page.getByRole('button', { name: 'Approve hm-04' }).click();
    await looked('approve');
    await drive.sign(page, other, 'Approve');
    await expect.poll(() => page.locator('.page > header .note').textContent()).not.toBe(before);
    await page.getByRole('button', { name: /^HYDROmorphone/ }).click();
    await page.getByText('limit of this pharmacy: 0.3 mg').waitFor();
    await looked('rules');
    await goTo('Worklist', 'Worklist');
    await drive.changeTo(page, supervisor);
  });

  test('backups are set up with a signature, made by hand, checked, and restored with a signature', async () => {
    await goTo('Backups', 'Backups');
    await looked('backups-none');
    await drive.fill(page, 'Folder', folder);
    await drive.fill(page, 'Passphrase', PASSPHRASE);
    await drive.fill(page, 'Passphrase again', PASSPHRASE);
    await page.getByRole('button', { name: 'Set up backups…' }).click();
    await dialog()
      .getByLabel(/^Password of/)
      .fill(supervisor.password);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('button', { name: /^Check the backup of/ }).click();
    await drive.fill(dialog(), 'Passphrase of the backup', 'not the passphrase');
    await page.keyboard.press('Enter');
    await dialog().getByText('passphrase of this backup').waitFor();
    await drive.fill(dialog(), 'Passphrase of the backup', PASSPHRASE);
    await page.keyboard.press('Enter');
    await dialog().getByText('it holds together').waitFor();
    await looked('backup-checked');
    await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
    await looked('backups');
    await drive.addPrescriber(page, 'After Backup');
    await goTo('Backups', 'Backups');
    await page.getByRole('button', { name: /^Restore the backup of/ }).click();
    await restore('backup-restore');
    await drive.signIn(page, supervisor);
    await page.getByRole('link', { name: 'Prescribers' }).click();
    await page.getByRole('heading', { name: 'Prescribers' }).waitFor();
    expect(await page.getByText('After Backup').count()).toBe(0);
    await goTo('Log', 'Log');
    await page.getByRole('cell', { name: 'backup.restore' }).waitFor();
  });

  async function restore(picture: string) {
    await drive.fill(dialog(), 'Passphrase of the backup', PASSPHRASE);
    await drive.fill(dialog(), 'Reason', 'a test of the way back');
    await drive.fill(dialog(), 'User name of a supervisor of that time', supervisor.username);
    await drive.fill(dialog(), 'Their password of that time', supervisor.password);
    await looked(picture);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Restored' }).waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.evaluate(() => (window.location.hash = '#/work'));
  }

  test('a damaged data file opens on a page that leads to the last good backup', async () => {
    await server.close();
    const path = join(desk.data, 'meniscus.db');
    // One page is overwritten: the rest of the file still reads.
    overwrite(path, rootOf(path, 'prescriber_version'));
    server = await startServer({ data: desk.data });
    page = await desk.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'The data file is damaged' }).waitFor();
    await looked('damaged');
    // By keyboard alone: signing in to look, the marked worklist and log, and out again.
    await tabTo('User name');
    await page.keyboard.type(supervisor.username);
    await tabTo('Password');
    await page.keyboard.type(supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('Damaged data file, read only.').waitFor();
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: 'New order' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New order' }).count()).toBe(0);
    await looked('damaged-worklist');
    expect(await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link').allInnerTexts()).toEqual([
      expect.stringMatching(/^Work/),
      'Patients',
      'Log',
    ]);
    await tabTo('Log');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Log', level: 1 }).waitFor();
    await page.getByRole('cell', { name: 'backup.restore' }).first().waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.getByRole('button', { name: 'Export CSV' }).click();
        await drive.sign(page, supervisor, 'Make the file');
      })(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^meniscus-damaged-audit-/);
    await looked('damaged-log');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'The data file is damaged' }).waitFor();
    await page
      .getByRole('button', { name: /^Restore the backup of/ })
      .first()
      .click();
    await restore('damaged-restore');
    await drive.signIn(page, supervisor);
    expect(server.output()).not.toMatch(/Doe|MRN-20417/);
  });
});
