import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { readPdf, wordsOf } from '../../electron/print/read-pdf.ts';
import { otherKey, theirs } from '../electron/other-pharmacy.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked as lookedAt } from './looked.ts';

const second = { ...drive.pharmacist, username: 'chief2', name: 'Second Chief', credentials: 'PharmD' };
let desk: Desk;
let page: Page;
let ours = '';

beforeAll(async () => {
  desk = await openDesk(
    { named: true, people: [[second, 'supervisor']] },
    { viewport: { width: 1440, height: 900 }, acceptDownloads: true },
  );
  ({ page } = desk);
});
afterAll(() => desk?.close());

const looked = (screen: string) => lookedAt(page, screen);
const dialog = () => page.getByRole('dialog');
const at = async (place: string) => page.goto(`${desk.server.url.replace(/#.*$/, '')}#/${place}`);
const fileOf = (text: string) => ({
  name: 'library.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});
const look = async (text: string) => {
  await page.getByRole('button', { name: 'Import a library…' }).click();
  await dialog().getByLabel('File', { exact: true }).setInputFiles(fileOf(text));
  await dialog().getByRole('button', { name: 'What differs?' }).click();
};

test('the library is exported under a signature, and its key is shown from then on', async () => {
  await page.getByRole('link', { name: 'Formulary' }).first().click();
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await page.getByText('This pharmacy has signed no library yet').waitFor();
  await page.getByRole('button', { name: 'Export the library…' }).click();
  const saved = page.waitForEvent('download');
  await drive.sign(page, drive.supervisor, 'Export');
  ours = await drive.savedText(await saved);
  const { signature } = JSON.parse(ours) as { signature: { key: string } };
  await page.getByText(signature.key).waitFor();
  expect(ours).toContain('"kind":"meniscus-library"');
  await looked('library-key');
});

test('a file that was changed, and one of a pharmacy that nobody trusts, are refused by name', async () => {
  await look(ours.replace('"0.4"', '"0.5"'));
  await dialog().getByRole('alert').getByText('signature').waitFor();
  expect(await dialog().getByRole('list', { name: 'Records that differ' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await look(theirs(ours, () => undefined));
  await dialog().getByRole('alert').getByText(otherKey).waitFor();
  await looked('library-untrusted');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('a key is trusted by two people, and what its library has otherwise is proposed and approved by another', async () => {
  await page.getByRole('button', { name: 'Trust a key…' }).click();
  await drive.fill(dialog(), 'Whose key it is', 'North Pharmacy');
  await drive.fill(dialog(), 'Public key, as its pharmacy shows it', otherKey);
  await drive.fill(dialog(), 'Where it stands', 'Read to us on the telephone');
  await drive.fill(dialog(), 'Reason', 'we share a library');
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await drive.changeTo(page, second);
  await at('library');
  await page.getByRole('button', { name: `Approve ${otherKey}` }).click();
  await drive.sign(page, second, 'Approve');
  await page.getByRole('list', { name: 'Keys that are trusted here' }).getByText('North Pharmacy').waitFor();

  await look(
    theirs(ours, (file) => {
      // formulary.json hm-04: at most 0.4 mg
      const limit = file.records['limits']?.find(({ record }) => record['id'] === 'hm-04');
      Object.assign(limit?.record ?? {}, { amount: '0.3' });
      file.about['pharmacy'] = 'North Pharmacy';
    }),
  );
  await dialog().getByText('1 differ').waitFor();
  await dialog().getByText('Amount 0.4 → 0.3').waitFor();
  await drive.fill(dialog(), 'Reason', 'as our partner has it');
  await looked('library-differs');
  await dialog().getByRole('button', { name: 'Propose it' }).click();
  await dialog().waitFor({ state: 'detached' });
  await drive.changeTo(page, drive.supervisor);
  await at('library/limits');
  await page.getByRole('button', { name: 'Approve hm-04' }).click();
  await dialog().getByText('library of North Pharmacy').waitFor();
  await looked('library-review');
  await drive.sign(page, drive.supervisor, 'Approve');
  await page.getByRole('textbox', { name: 'Search limits' }).fill('hm-04');
  await page.getByText('of this pharmacy', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Propose a change of hm-04', exact: true }).count()).toBe(1);
  await looked('library-limits');
});

test('the formulary leaves as a book, with what was approved in it', async () => {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Formulary as a book (PDF)' }).click();
  const book = await drive.savedBytes(await saved);
  const pages = (await readPdf(book)).map((one) => wordsOf(one).join(' '));
  // the limit as the other pharmacy had it, of its drug, and whose it is
  const [limit] = pages.filter((words) => words.includes('Name of the limit: hm-04'));
  expect(limit).toMatch(
    /Drug: hydromorphone · Name of the limit: hm-04 [^:]*: [^:]*: [^:]*: 0\.3 · Unit: mg/,
  );
  expect(pages.join(' ')).toMatch(/library of North Pharmacy/);
  expect(pages.at(-1)).toMatch(new RegExp(`page ${pages.length} of ${pages.length}`, 'i'));
});
