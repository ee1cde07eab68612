import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import type { OrderContent } from '../../engine/order/order.ts';
import {
  content,
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
} from '../electron/office.ts';
import { isPictured, looked as lookedAt, pictured } from './looked.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

const person = (username: string, role: string, credentials: string) => ({
  name: `${username} the ${role}`,
  credentials,
  username,
  password: PASSWORD,
});
const tess = person('tess', 'technician', 'CPhT');
const tom = person('tom', 'technician', 'CPhT');
const paul = person('paul', 'pharmacist', 'RPh');
const nina = person('nina', 'nurse', 'CPhT');

/** bupivacaine 1.25 mg/mL with fentaNYL, 4 and then 2 mcg/mL (`order-before.test.ts`), a rate of 4.8 mL/h. */
const epidural = (fentanyl: string): Partial<OrderContent> => ({
  drug: 'bupivacaine',
  route: 'epidural',
  regimen: { kind: 'continuous', rate: '4.8 mL/h' },
  preparation: {
    method: 'exact-fill',
    finalVolume: '100 mL',
    vial: { strength: '2.5 mg/mL', volume: '60 mL' },
    diluent: 'ns09',
    drugAmount: '125 mg',
    also: [{ drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '20 mL' }, amount: fentanyl }],
    container: 'cassette',
    containers: '1',
    storage: 'refrigerated',
    priming: '2 mL',
  },
});

const WAYS = [
  { name: 'small-light', width: 1280, height: 720, colorScheme: 'light' },
  { name: 'small-dark', width: 1280, height: 720, colorScheme: 'dark' },
  { name: 'large-light', width: 1920, height: 1080, colorScheme: 'light' },
  { name: 'large-dark', width: 1920, height: 1080, colorScheme: 'dark' },
] as const;

/** What was known before and was not said where somebody decides: in the signature, on the worklist, at a scanned code. */
describe('what is said in time', () => {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-said-'));
  let browser: Browser;
  let server: RunningServer;
  let page: Page;
  const ids: Record<string, string> = {};
  const codes: Record<string, string> = {};

  const looked = async (screen: string) => {
    for (const { name, width, height, colorScheme } of isPictured ? WAYS : []) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await pictured(page, `${screen}-${name}`);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
    await lookedAt(page, screen);
  };
  const open = (order: string) =>
    page.evaluate((id) => {
      location.hash = `#/order/${id}`;
    }, ids[order]);

  beforeAll(async () => {
    const office = await openOffice({ dataDir: data, clock: () => new Date().toISOString() });
    const [tech, second, one, two] = [
      await office.person('tess', 'technician'),
      await office.person('tom', 'technician'),
      await office.person('pam', 'pharmacist'),
      await office.person('paul', 'pharmacist'),
    ];
    await office.person('nina', 'nurse');
    const signed = { password: PASSWORD };
    const start = { sessions: { ...content.sessions, start: `${drive.inDays(1)}T14:00Z` } };
    let n = 0;
    const draft = (changes: Partial<OrderContent>) => {
      n += 1;
      return draftOrder(
        tech,
        { ...start, ...changes },
        {
          ...patient,
          family: `Marsh-${'ABCDEFGHIJ'[n]}`,
          given: ['Iris', 'Paula', 'Vera', 'Ruth', 'Edith', 'Olga', 'Nora', 'Zoe', 'Ida'][n]!,
          mrn: `MRN-20${n}`,
          birthDate: `196${n}-04-02`,
        },
      );
    };
    const subject = (name: string) => ({ id: ids[name]!, version: 1 });
    const released = async (name: string) => {
      const made = await prepareOrder(await draft({}), tech, one, two);
      ids[name] = made.id;
      codes[name] = made.releaseCode ?? '';
      await two.do('order.final-check', { ...subject(name), ...signed });
      await two.do('order.release', { ...subject(name), ...signed });
    };
    await released('completed');
    await tech.do('order.complete', subject('completed'));
    await released('discontinued');
    await one.do('order.discontinue', { ...subject('discontinued'), reason: 'pain is gone', ...signed });
    await released('released');
    ids.prepared = (await prepareOrder(await draft({}), tech, one, two)).id;

    const first = await draft(epidural('400 mcg'));
    ids.first = first.id;
    await resolveAll(await tech.do('order.submit', subject('first')), one, two);
    await one.do('order.verify', { ...subject('first'), ...signed });
    await one.do('order.discontinue', { ...subject('first'), reason: 'less fentanyl', ...signed });
    const { ruleSet, site } = await office.supervisor.do('site.get', {});
    await office.supervisor.do('site.save', {
      expectedRuleSet: ruleSet,
      site: { ...site, doubleCheck: { drugs: ['bupivacaine'], kinds: [] } },
      password: PASSWORD,
    });
    const next = await tech.do('order.save', {
      id: null,
      expectedVersion: null,
      patientId: first.patient.id,
      prescriberId: first.prescriber.id,
      rx: 'RX-77',
      content: { ...content, ...start, firstOrder: false, ...epidural('200 mcg') },
      reason: null,
    });
    ids.mixture = next.id;
    await resolveAll(await tech.do('order.submit', subject('mixture')), one, two);

    for (const name of ['differs', 'left']) {
      ids[name] = (await draft(epidural('200 mcg'))).id;
      await resolveAll(await tech.do('order.submit', subject(name)), one, two);
    }
    const enter = (name: string, fentanyl: string) =>
      second.do('double-check.enter', {
        ...subject(name),
        entry: {
          drug: 'bupivacaine',
          route: 'epidural',
          regimen: { kind: 'continuous', rate: '4.8 mL/h' },
          concentration: '1.25 mg/mL',
          also: [{ drug: 'fentanyl', concentration: fentanyl }],
        },
        ...signed,
      });
    await enter('mixture', '2 mcg/mL');
    await enter('differs', '4 mcg/mL');
    await office.context.store.close();
    [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(server.url);
    await drive.signIn(page, paul);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(data, { recursive: true, force: true });
  });

  beforeEach(() => onTestFailed(() => pictured(page, 'failed')));

  test('worklist and order say that a blind entry differs', async () => {
    await page
      .getByRole('row', { name: /double check differs.*a change, or a blind entry by a third person/ })
      .waitFor();
    await page.getByRole('row', { name: /double check left.*a blind entry by a second person/ }).waitFor();
    await looked('worklist');
    await open('differs');
    const notice = page.getByRole('alert', { name: 'The blind double check differs' });
    await notice.waitFor();
    // Nothing lies over the cards below it.
    for (const card of ['order', 'bag', 'pump', 'receive', 'print'])
      await page.locator(`#card-${card}`).click({ trial: true });
    await looked('differs');
    await notice.getByText('What differs').click();
    expect(await notice.getByRole('row', { name: /^with fentaNYL/ }).textContent()).toContain(
      '2 mcg/mL4 mcg/mLdiffers',
    );
    await looked('differs-open');
    await open('left');
    await page.getByRole('button', { name: 'Verify: a double check is left' }).waitFor();
    await looked('left');
  });

  test('the signature names pump, sessions and worst case of each drug', async () => {
    await open('mixture');
    await page.locator('[data-act="verify"]').click();
    const dialog = page.getByRole('dialog');
    const said = async (name: string) =>
      (await dialog.locator('dl > div').filter({ hasText: name }).textContent())?.replaceAll('\u00a0', ' ');
    // by hand: 4.8 mL/h of 1.25 mg/mL and 2 mcg/mL are 6 mg/h and 9.6 mcg/h, eight hours of each day
    expect(await said('Continuous rate')).toBe(
      'Continuous rate4.8 mL/h (bupivacaine 6 mg/h, fentaNYL 9.6 mcg/h)',
    );
    expect(await said('Worst case, bupivacaine')).toContain('6 mg in any 1 h, 24 mg in any 4 h');
    expect(await said('Worst case, fentaNYL')).toContain('9.6 mcg in any 1 h, 38.4 mcg in any 4 h');
    expect(await said('Pump')).toBe('PumpCADD-Solis 2100 / 2110, continuous infusion');
    expect(await said('Sessions')).toContain('5 of 8 h, every 24 h');
    await looked('sign-verify');
    await drive.sign(page, paul, 'Verify');
    await open('prepared');
    await page.locator('[data-act="final-check"]').click();
    // compounding.md 9.5: the label is compared with the record before release
    await dialog.getByText('No label of this version was printed yet.').waitFor();
    await dialog.getByLabel(/^Password of/).fill(paul.password);
    expect(await dialog.getByRole('button', { name: 'Sign the final check' }).isDisabled()).toBe(true);
    await looked('sign-final-check, no label');
    await dialog.getByRole('button', { name: 'Print the label' }).click();
    await page.getByRole('button', { name: 'Print label' }).click();
    await page.getByRole('img', { name: 'Label as printed' }).waitFor();
    for (const [act, name] of [
      ['final-check', 'Sign the final check'],
      ['release', 'Release'],
    ] as const) {
      await page.locator(`[data-act="${act}"]`).click();
      await dialog.waitFor();
      // 1 mg each 10 min, six in an hour (calculations.md 7), and 10 mg in 4 h
      expect(await said('Worst case')).toContain('6 mg in any 1 h, 10 mg in any 4 h');
      await looked(`sign-${act}`);
      await drive.sign(page, paul, name);
    }
  });

  test('a scan says that an order is over', async () => {
    for (const [name, words] of [
      ['completed', /^Completed: the order is over/],
      ['discontinued', /^Discontinued: do not use/],
    ] as const) {
      await page.keyboard.press('/');
      await page.getByLabel('Scan or search anything').fill(codes[name]!);
      await page.getByText(words).waitFor();
      expect(await page.getByRole('link', { name: /^Order M\d+, version 1/ }).count()).toBe(1);
      await looked(`scan-${name}`);
      await page.keyboard.press('Escape');
    }
  });

  test('a nurse sees what runs', async () => {
    await drive.changeTo(page, nina);
    await page.getByRole('link', { name: /^Work/ }).click();
    await page
      .getByRole('row', { name: /released/ })
      .first()
      .waitFor();
    expect(await page.getByRole('row', { name: /released.*administration/ }).count()).toBeGreaterThan(0);
    await looked('nurse');
  });

  test('blind entry of a mixture, drug by drug', async () => {
    await drive.changeTo(page, tom);
    await page.getByRole('link', { name: 'Double', exact: true }).click();
    await looked('blind-list');
    await page
      .getByRole('link', { name: /^M0000/ })
      .last()
      .click();
    await page.getByRole('heading', { name: /^Double check of order/ }).waitFor();
    await page.getByRole('button', { name: 'Add a drug' }).click();
    expect(await page.getByLabel('Concentration', { exact: true }).count()).toBe(2);
    await looked('blind-mixture');
  });

  test('what the line holds, of each drug', async () => {
    await drive.changeTo(page, tess);
    await open('left');
    await page.getByRole('button', { name: 'Change order' }).click();
    await page.locator('#card-bag').click();
    await page.locator('[name="preparation.lineHolds.volume"]').scrollIntoViewIfNeeded();
    await looked('line');
    await page.locator('[name="preparation.lineHolds.volume"]').fill('2.5');
    await page.locator('[name="preparation.lineHolds.concentration"]').fill('1.25');
    await page.locator('[name="preparation.also.0.lineHolds"]').fill('4');
    await page.locator('[name="preparation.also.0.lineHolds"]').scrollIntoViewIfNeeded();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    // 4 mcg/mL in the line, and 2 mcg/mL in the new container
    const asked = page.getByText(/^The line still holds a stronger concentration/);
    await asked.first().waitFor();
    expect(await asked.count()).toBe(1);
    await looked('line-typed');
  });
});
