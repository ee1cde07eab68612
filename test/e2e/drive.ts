import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright-core';
import type { Role } from '../../bridge/permissions.ts';

/** What a person does on the screens, in words. Fields are found by their labels, as a person finds them. */
export interface Person {
  readonly name: string;
  readonly credentials: string;
  readonly username: string;
  readonly password: string;
}

export const supervisor: Person = {
  name: 'Rana Patel',
  credentials: 'RPh',
  username: 'rpatel',
  password: 'first supervisor 1',
};
export const pharmacist: Person = {
  name: 'Jo Lindqvist',
  credentials: 'PharmD',
  username: 'jlind',
  password: 'second pharmacist 2',
};
export const technician: Person = {
  name: 'Sam Ortiz',
  credentials: 'CPhT',
  username: 'sortiz',
  password: 'third technician 3',
};

export const fill = (scope: Page | Locator, label: string | RegExp, text: string): Promise<void> =>
  scope.getByLabel(label, typeof label === 'string' ? { exact: true } : {}).fill(text);

export const pick = (scope: Page | Locator, label: string, option: string): Promise<string[]> =>
  scope.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });

export const choose = (scope: Page | Locator, group: string, option: string): Promise<void> =>
  scope
    .getByRole('group', { name: group, exact: true })
    .getByLabel(option, { exact: true })
    .check({ force: true });

export async function enterFirst(page: Page, who: Person): Promise<void> {
  await page.getByRole('heading', { name: 'The first supervisor' }).waitFor();
  await fill(page, 'Name', who.name);
  await fill(page, 'Credentials', who.credentials);
  await fill(page, /^User name/, who.username);
  await fill(page, 'Password', who.password);
  await fill(page, 'Password again', who.password);
  await page.getByLabel(/licensed pharmacist/).check();
  await page.getByRole('button', { name: 'Create supervisor' }).click();
}

export async function createFirst(page: Page, who: Person): Promise<void> {
  await enterFirst(page, who);
  await haveCode(page);
  await page.getByRole('heading', { name: 'Pharmacy' }).waitFor();
}

/** The recovery code is shown once: on paper from here on. Answers it. */
export async function haveCode(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Recovery code' }).waitFor();
  const code = (await page.getByLabel('Recovery code', { exact: true }).textContent()) ?? '';
  await page.getByLabel('I have it on paper').check();
  await page.getByRole('button', { name: 'Go on' }).click();
  return code;
}

/** What every label says of the pharmacy. */
export const riverside = {
  name: 'Riverside Home Infusion',
  address: '12 Mill Lane, Springfield',
  phone: '555-0100',
};

/** Asked for right after the first supervisor. */
export async function namePharmacy(page: Page): Promise<void> {
  await fill(page, 'Name of the pharmacy', riverside.name);
  await fill(page, 'Address', riverside.address);
  await fill(page, 'Telephone, 24 h', riverside.phone);
  await page.getByRole('button', { name: 'Save' }).click();
  await sign(page, supervisor, 'Save');
  await page.getByText(`${riverside.name} ·`).waitFor();
}

/** First passwords, as they were read out: by user name, until their person has chosen another. */
const readOut = new Map<string, string>();

export async function signIn(page: Page, who: Person): Promise<void> {
  const first = readOut.get(who.username);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await fill(page, 'User name', who.username);
  await fill(page, 'Password', first ?? who.password);
  await page.keyboard.press('Enter');
  if (first !== undefined) {
    await page.getByRole('heading', { name: 'A password of your own' }).waitFor();
    await fill(page, 'Password you were given', first);
    await fill(page, 'New password', who.password);
    await fill(page, 'New password again', who.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'A password of your own' }).waitFor({ state: 'detached' });
    readOut.delete(who.username);
  }
  await page.getByText(`${who.name}, ${who.credentials}`).waitFor();
}

/** The same window, another person: the place in the address stays. */
export async function changeTo(page: Page, who: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, who);
}

export async function addUser(page: Page, who: Person, role: Role): Promise<void> {
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('button', { name: 'New user' }).click();
  await fill(page, 'Name', who.name);
  await fill(page, 'Credentials', who.credentials);
  await pick(page, 'Role', role);
  await fill(page, 'User name', who.username);
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Password of/).fill(supervisor.password);
  await page.keyboard.press('Enter');
  readOut.set(who.username, (await dialog.locator('output').textContent()) ?? '');
  await dialog.getByRole('button', { name: 'It is handed over' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: who.username, exact: true }).waitFor();
}

export async function addPrescriber(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Prescribers' }).click();
  await page.getByRole('button', { name: 'New prescriber' }).click();
  await fill(page, 'Name', name);
  await fill(page, 'Credentials', 'MD');
  await fill(page, 'Phone', '555-0134');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: `${name}, MD` }).waitFor();
}

export interface PatientTyped {
  readonly family: string;
  readonly given: string;
  readonly born: string;
  readonly mrn: string;
  readonly weight: string;
  readonly height: string;
  readonly creatinine: string;
}

export const janeDoe: PatientTyped = {
  family: 'Doe',
  given: 'Jane',
  born: '1972-02-14',
  mrn: 'MRN-20417',
  weight: '70',
  height: '168',
  creatinine: '0.8',
};

export async function typePatient(page: Page, p: PatientTyped): Promise<void> {
  await page.getByRole('link', { name: 'Patients' }).click();
  await page.getByRole('link', { name: 'New patient' }).click();
  await fill(page, 'Family name', p.family);
  await fill(page, 'Given name', p.given);
  await fill(page, 'Born', p.born);
  await choose(page, 'Sex', 'female');
  await fill(page, 'Record number', p.mrn);
  await fill(page, 'Weight', p.weight);
  await fill(page, 'Weight measured on', inDays(-2));
  await fill(page, 'Height', p.height);
  await fill(page, 'Height measured on', inDays(-40));
  await fill(page, 'Creatinine', p.creatinine);
  await fill(page, 'Creatinine measured on', inDays(-9));
  await choose(page, 'Opioid status', 'naive');
  for (const none of ['No known allergies', 'No known conditions', 'No home medicines'])
    await page.getByRole('button', { name: none, exact: true }).click();
}

/** From anywhere to the order that is typed for the only patient. */
export async function newOrder(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Patients' }).click();
  await page.getByRole('link', { name: /^New order for/ }).click();
  await page.getByText('Still needed').waitFor();
}

/** HYDROmorphone PCA at home: 0.2 mg, lockout 10 min, no basal, 3 mg in 4 h; 50 mg in 50 mL (regimens.json has the like). */
export async function typeOrder(page: Page): Promise<void> {
  await pick(page, 'Drug', 'HYDROmorphone');
  await pick(page, 'Route', 'IV');
  await choose(page, 'For this patient', 'first order');
  await choose(page, 'Naloxone', 'ordered');
  await fill(page, 'Demand dose', '0.2');
  await fill(page, 'Lockout', '10');
  await fill(page, 'Basal rate', '0');
  await choose(page, 'Pump limit', 'limit');
  await page.locator('[name="regimen.limit.amount"]').fill('3');
  await fill(page, 'In any', '4');
  await fill(page, 'First starts on', inDays(1));
  await fill(page, 'at', '20:00');
  await fill(page, 'Length of a session', '12');
  await fill(page, 'From start to start', '24');
  await fill(page, 'How many sessions', '3');
  await page.getByLabel('Prescriber', { exact: true }).selectOption({ index: 1 });
  await fill(page, 'Rx number', 'RX-88121');
  await page.getByRole('button', { name: /^Bag/ }).click();
  await fill(page, 'Strength', '2');
  await fill(page, 'Volume of one', '20');
  await fill(page, 'Drug in one container', '50');
  await pick(page, 'Method', 'exact fill of an empty container');
  await fill(page, 'Final volume', '50');
  await pick(page, 'Diluent', '0.9% sodium chloride injection');
  await choose(page, 'Container', 'cassette');
  await fill(page, /^It holds/, '100');
  await fill(page, 'How many', '1');
  await choose(page, 'Storage', '2–8 °C');
  await fill(page, /^Priming/, '3');
  await fill(page, /^Residual/, '1');
  await page.getByRole('button', { name: /^Pump/ }).click();
  await pick(page, 'Pump', 'CADD-Solis 2100 / 2110');
}

/** A day from now, as it is typed. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export async function sign(page: Page, who: Person, act: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Password of/).fill(who.password);
  await dialog.getByRole('button', { name: act, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Moves by Tab until the element of that name has the focus: what is not reached is not reachable by keyboard. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const e = document.activeElement;
      if (!(e instanceof HTMLElement)) return '';
      const labels =
        e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement
          ? [...(e.labels ?? [])]
          : [];
      return e.getAttribute('aria-label') ?? labels[0]?.textContent ?? e.textContent ?? '';
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
  }
  throw new Error(`${String(name)} is not reached by Tab`);
}

/** A file that a page saved. The browser is not this process's child: the file is fetched from it. */
export async function savedBytes(download: Download): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-saved-'));
  try {
    const file = join(folder, 'saved');
    await download.saveAs(file);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
export const savedText = async (download: Download): Promise<string> =>
  (await savedBytes(download)).toString();
