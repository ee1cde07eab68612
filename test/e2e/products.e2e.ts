import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looked as lookedAt } from './looked.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

/* Rows as FDA's National Drug Code Directory has them. */
const COLUMNS =
  'PRODUCTNDC\tPROPRIETARYNAME\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT';
const row = (code: string, name: string, strength: string, maker = 'Hospira, Inc.') =>
  [
    code,
    name,
    name.toUpperCase(),
    'INJECTION, SOLUTION',
    'INTRAVENOUS',
    maker,
    name.toUpperCase(),
    strength,
    'mg/mL',
  ].join('\t');
const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(lines.join('\r\n')),
});
const DILAUDID = row('0409-2634', 'Hydromorphone Hydrochloride', '10');
const many = Array.from({ length: 120 }, (_, i) =>
  row(`50000-${String(i).padStart(3, '0')}`, `Sodium Chloride ${i}`, '9', 'Fresenius Kabi'),
);

describe('products', () => {
  let desk: Desk;
  let page: Page;
  const looked = (screen: string) => lookedAt(page, screen);

  beforeAll(async () => {
    desk = await openDesk({ named: true }, { viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    ({ page } = desk);
  });
  afterAll(() => desk?.close());

  test('a list is imported with what it counts, and each refused row is told and can be saved', async () => {
    await page.getByRole('link', { name: 'Products', exact: true }).click();
    await page.getByText('No product is listed').waitFor();
    await page.getByRole('button', { name: 'Import…' }).click();
    const list = [
      COLUMNS,
      DILAUDID,
      row('0409-1134', 'Morphine Sulfate', '25'),
      row('04-09', 'Nothing', '1'),
      ...many,
    ];
    await page.getByLabel('File', { exact: true }).setInputFiles(file('product.txt', list));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('product.txt: 123 rows, 122 added, 0 changed, 0 as before, 1 refused').waitFor();
    await page.getByRole('cell', { name: 'PRODUCTNDC' }).waitFor();
    await looked('products-import');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the refused rows' }).click();
    expect(await drive.savedText(await saved)).toBe(
      '"line","field","reason","given","accepted"\r\n"4","PRODUCTNDC","ndc-not-read","04-09","labeler and product as 4-4, 5-3 or 5-4 digits"\r\n',
    );
  });

  test('a second import says what changed, and a file that is no list is refused', async () => {
    const list = [COLUMNS, row('0409-2634', 'Hydromorphone Hydrochloride', '10', 'Pfizer'), ...many];
    await page.getByLabel('File', { exact: true }).setInputFiles(file('product.txt', list));
    await page.getByLabel(/This is the whole list/).check();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('product.txt: 121 rows, 0 added, 1 changed, 120 as before, 0 refused').waitFor();
    await page.getByText('1 that are listed do not stand in this file.').waitFor();
    const packages = [
      'PRODUCTNDC,NDCPACKAGECODE,PACKAGEDESCRIPTION',
      '0409-2634,0409-2634-01,1 VIAL in 1 CARTON',
    ];
    await page.getByLabel('File', { exact: true }).setInputFiles(file('package.csv', packages));
    await page.getByLabel(/This is the whole list/).uncheck();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('package.csv: 1 rows, 1 added, 0 changed, 0 as before, 0 refused').waitFor();
    await page.getByLabel('File', { exact: true }).setInputFiles(file('letter.txt', ['Dear colleague']));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const refused = page.getByRole('alert');
    await refused.waitFor();
    expect(await refused.textContent()).toContain('FDA’s product or package file');
    await page.getByRole('button', { name: 'Import…' }).click();
  });

  test('they are listed by name, page by page, and found as one types, mistyped too', async () => {
    await page.getByText('1 to 50 of 122 products').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('51 to 100 of 122 products').waitFor();
    const search = page.getByRole('textbox', { name: /Search by name/ });
    await search.fill('morp');
    await page.getByRole('link', { name: 'Morphine Sulfate' }).waitFor();
    await page.getByText('no longer listed').waitFor();
    await search.fill('hydromorpone');
    await page.getByText('Nothing is called “hydromorpone”: shown is “hydromorphone”.').waitFor();
    await looked('products-mistyped');
    await page.getByRole('link', { name: 'Hydromorphone Hydrochloride' }).click();
    await page.getByText('00409-2634-01').waitFor();
    expect(await page.getByText('product.txt, imported').count()).toBe(1);
    await looked('product');
  });
});
