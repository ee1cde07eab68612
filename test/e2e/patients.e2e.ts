import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looked as lookedAt } from './looked.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

/** What is asked of a patient before the record is saved: what was told, what a word is, who says so, and who it is. */
describe('a patient’s record', () => {
  let desk: Desk;
  let page: Page;
  const looked = (screen: string) => lookedAt(page, screen);

  beforeAll(async () => {
    desk = await openDesk({ named: true }, { viewport: { width: 1440, height: 900 } });
    ({ page } = desk);
  });
  afterAll(() => desk?.close());

  test('an empty list is not asked, until somebody states that none are known', async () => {
    await drive.typePatient(page, drive.janeDoe);
    await page.getByText(/No known allergies, stated by/).waitFor();
    await page.getByRole('button', { name: 'Take back: no known allergies' }).click();
    await page.getByText('Not asked yet.').waitFor();
    expect(await page.getByText(/No known allergies, stated by/).count()).toBe(0);
    await page.getByText(/No known conditions, stated by/).waitFor();
    await page.getByLabel('COPD').check();
    expect(await page.getByText(/No known conditions, stated by/).count()).toBe(0);
    await page.getByLabel('COPD').uncheck();
    expect(await page.getByText('Not asked yet.').count()).toBe(2);
  });

  test('a name is read back, and a word that no table knows is asked about where it is typed', async () => {
    await page.getByRole('button', { name: 'Add allergy' }).click();
    await drive.fill(page, 'Substance', 'Dilauded');
    await drive.fill(page, 'Reaction', 'hives');
    await page.getByText('Read as hydromorphone').waitFor();
    await page.getByRole('button', { name: 'Add allergy' }).click();
    await page.locator('[name="allergies.1.substance"]').fill('frobozz');
    await page.locator('[name="allergies.1.reaction"]').fill('rash');
    await page.getByText('No table knows “frobozz”. What is it?').waitFor();
    await page.getByRole('button', { name: 'Add medicine' }).click();
    await drive.fill(page, 'Medicine', 'zanax 0.5 mg');
    await page.getByText('Read as alprazolam').waitFor();
    await looked('patient-asks');
    await page.getByRole('button', { name: 'Not related' }).click();
    await page.getByText(`Not related to any medicine, says ${drive.supervisor.name}`).waitFor();
    await looked('patient-answered');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 1', { exact: true }).waitFor();
    expect(await page.locator('[name="allergies.1.substance"]').inputValue()).toBe('frobozz');
  });

  // 80 mg/dL is the figure of 80 mcmol/L: asked about, and nothing is stored meanwhile
  test('a creatinine that no adult has is asked about at its field, and only then', async () => {
    const stands = page.getByLabel('creatinine asked about, and it stands');
    expect(await stands.count()).toBe(0);
    await drive.fill(page, 'Creatinine', '80');
    await page.getByRole('button', { name: 'Save' }).click();
    await stands.waitFor();
    await looked('patient-creatinine');
    await drive.fill(page, 'Creatinine', '0.9');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 2', { exact: true }).waitFor();
    expect(await stands.count()).toBe(0);
  });

  test('a second person of the same name and birth date is asked about before there is a second record', async () => {
    await drive.typePatient(page, { ...drive.janeDoe, mrn: 'MRN-31999' });
    await page.getByRole('button', { name: 'Save' }).click();
    const question = page.getByRole('alertdialog', { name: 'Is this person on record already?' });
    await question.getByText('the same name and birth date').waitFor();
    await looked('patient-alike');
    await page.getByRole('button', { name: 'Another person: save a record of their own' }).click();
    await page.getByText('version 1', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Patients' }).click();
    await page.getByText('MRN-31999').waitFor();
    await page.getByText('MRN-20417').waitFor();
    expect(await page.getByRole('alertdialog').count()).toBe(0);
  });

  // a word of 40 letters is wider than the largest type of a label; which, is asked of real labels in printable.test.ts
  test('a name that not every label has room for says so while it is typed, and as long as it stands', async () => {
    const family = 'Wolfeschlegelsteinhausenbergerdorffwelch';
    await drive.typePatient(page, { ...drive.janeDoe, family, given: 'Hubert', mrn: 'MRN-40' });
    const notice = page.getByText('This name has no room on a label of');
    await notice.waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 1', { exact: true }).waitFor();
    await notice.waitFor();
    await looked('patient-long-name');
    await drive.fill(page, 'Family name', 'Doe');
    await notice.waitFor({ state: 'detached' });
    expect(await notice.count()).toBe(0);
  });
});
