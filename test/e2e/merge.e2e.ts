import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looked as lookedAt } from './looked.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

const { pharmacist, technician } = drive;
const SECOND = { ...drive.janeDoe, mrn: 'MRN-31999', weight: '66' };

/** Two records of one person, as two people make one of them: each at a window in their own name. */
describe('two records of one person', () => {
  let desk: Desk;
  let page: Page;
  const looked = (screen: string) => lookedAt(page, screen);
  const register = async (p: drive.PatientTyped) => {
    await drive.typePatient(page, p);
    if (p.mrn === SECOND.mrn) {
      await page.getByRole('button', { name: 'Add allergy' }).click();
      await drive.fill(page, 'Substance', 'ketorolac');
      await drive.fill(page, 'Reaction', 'hives');
    }
    await page.getByRole('button', { name: 'Save' }).click();
  };

  beforeAll(async () => {
    desk = await openDesk(
      {
        named: true,
        people: [
          [pharmacist, 'pharmacist'],
          [technician, 'technician'],
        ],
      },
      { viewport: { width: 1440, height: 900 } },
    );
    ({ page } = desk);
    await drive.changeTo(page, technician);
    await register(drive.janeDoe);
    await page.getByText('version 1', { exact: true }).waitFor();
    await register(SECOND);
  });
  afterAll(() => desk?.close());

  test('a technician compares them, chooses where they differ, and proposes the merge', async () => {
    // registered as another person by mistake: the pair is settled, and found from the page of the patient
    await page.getByRole('button', { name: 'Another person: save a record of their own' }).click();
    await page.getByText('version 1', { exact: true }).waitFor();
    const second = page.url();
    await drive.addPrescriber(page, 'Dr. Lee');
    await page.goto(second);
    await page.getByRole('link', { name: 'New order' }).click();
    await drive.typeOrder(page);
    await page.getByRole('button', { name: 'Save draft', exact: true }).click();
    await page.getByText('order M000001 v1').waitFor();
    await page.goto(second);
    await page.getByRole('link', { name: 'Merge with another record…' }).click();
    const other = page.getByLabel('The other record of this person');
    await other.fill('MRN-20417');
    await other.fill('Doe, Jane · MRN-20417');
    await page.getByRole('heading', { name: 'Are these one person?' }).waitFor();
    await page.getByRole('button', { name: 'Let the other record stay' }).click();
    await page.getByRole('columnheader', { name: 'Stays MRN-20417' }).waitFor();
    const table = page.getByRole('table', { name: 'The two records and what comes of them' });
    await table.getByText('which is right?').first().waitFor();
    const propose = page.getByRole('button', { name: 'Propose the merge' });
    await drive.fill(page, 'Reason', 'registered twice from one referral');
    expect(await propose.isDisabled()).toBe(true);
    await looked('merge-choose');
    await table.getByRole('radio', { name: /^66 kg/ }).check();
    const after = (fact: string) =>
      table
        .getByRole('row', { name: new RegExp(`^${fact}`) })
        .locator('td')
        .last();
    expect(await after('Weight').textContent()).toContain('66 kg');
    // what one of them warns of is kept, and a statement that none are known does not outlive it
    expect(await after('Allergies').textContent()).toBe('ketorolac (hives)');
    await propose.click();
    await page.getByText('waits for a pharmacist', { exact: true }).waitFor();
    await looked('merge-proposed');
    await page.getByRole('link', { name: 'Patients' }).click();
    await page.getByRole('heading', { name: 'Merges that wait for a second person' }).waitFor();
    await looked('patients-merge-waits');
  });

  test('a pharmacist looks at both and signs; the record that went says where it went, and takes nothing more', async () => {
    await drive.changeTo(page, pharmacist);
    await page.getByRole('link', { name: 'Look at the merge of MRN-31999 into MRN-20417' }).click();
    await page.getByRole('button', { name: 'Approve…' }).click();
    await looked('merge-sign');
    await drive.sign(page, pharmacist, 'Merge');
    await page.getByText('Also counted here, merged into this record:').waitFor();
    await page.getByText('version 2', { exact: true }).waitFor();
    expect(await page.locator('[name="allergies.0.substance"]').inputValue()).toBe('ketorolac');
    await looked('patient-took-in');
    await page.getByRole('link', { name: 'Doe, Jane, MRN-31999' }).click();
    await page.getByText('This record went into another one.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await looked('patient-went');
    await page.getByRole('link', { name: 'Patients' }).click();
    await page.getByText('merged into another record').waitFor();
    await looked('patients-merged');
  });

  test('a draft of the record that went is saved again as it is, and is then of the one that stays', async () => {
    await page.getByRole('link', { name: /^Work/ }).click();
    await page.locator('a.name').first().click();
    await page.getByText('This patient’s record went into another one.').waitFor();
    await looked('order-of-record-that-went');
    await page.getByRole('button', { name: 'Save draft', exact: true }).click();
    await page.getByText('order M000001 v2').waitFor();
    expect(await page.getByText('This patient’s record went into another one.').count()).toBe(0);
    await page.getByText('ketorolac (hives)').first().waitFor();
  });

  test('a second order of the same drug is asked about while it is typed, and a draft by mistake is made void', async () => {
    const draftFor = async (rx: string) => {
      await page.getByRole('link', { name: 'Patients' }).click();
      await page.getByRole('link', { name: 'New order for Doe, Jane' }).click();
      await drive.typeOrder(page);
      await page
        .getByRole('button', { name: /^Order/ })
        .first()
        .click();
      await drive.fill(page, 'Rx number', rx);
    };
    await draftFor('RX-2');
    await page.getByText('Another order of the same drug is drafted or on hold').first().waitFor();
    await looked('order-same-drug-waits');
    await page.getByRole('button', { name: 'Save draft', exact: true }).click();
    await page.getByRole('button', { name: 'Void…' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('entered twice');
    await looked('draft-void');
    await drive.sign(page, pharmacist, 'Void');
    await page.locator('ol').getByText('void').waitFor();
    expect(await page.getByRole('button', { name: /^Submit/ }).count()).toBe(0);
    await looked('draft-voided');
  });
});
