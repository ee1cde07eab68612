import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../bridge/permissions.ts';
import { bareOffice, type Window } from '../electron/office.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

/** What there is before a test begins, besides the supervisor. How it comes there by the screens is shown by `main-job`. */
export interface Before {
  /** `namePharmacy` of the screens */
  readonly named?: boolean;
  readonly people?: readonly (readonly [who: drive.Person, role: Role])[];
  /** a prescriber of this name */
  readonly prescriber?: string;
  readonly patient?: drive.PatientTyped;
}

/** A pharmacy in a folder of its own, its program, and the supervisor who has signed in at a window of it. */
export interface Desk {
  readonly data: string;
  readonly browser: Browser;
  readonly server: RunningServer;
  readonly page: Page;
  /** of the patient of before */
  readonly patientId: string;
  close(): Promise<void>;
}

export async function openDesk(before: Before, window: BrowserContextOptions): Promise<Desk> {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-desk-'));
  const patientId = await found(data, before);
  const [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
  const page = await (await browser.newContext(window)).newPage();
  await page.goto(server.url);
  await drive.signIn(page, drive.supervisor);
  const close = async () => {
    await browser.close();
    await server.close();
    rmSync(data, { recursive: true, force: true });
  };
  return { data, browser, server, page, patientId, close };
}

/** Tells the program what the screens tell it. Only the passwords are hashed at less cost, which is kept with each hash. */
async function found(data: string, { named = false, people = [], prescriber, patient }: Before) {
  const office = await bareOffice({ dataDir: data, clock: () => new Date().toISOString() });
  const own = office.window('supervisor');
  const { password, ...chief } = drive.supervisor;
  await own.do('system.first-run', { ...chief, password, licence: null, pharmacist: true });
  await own.do('key.recovery', { password });
  if (named) await namePharmacy(own);
  for (const [who, role] of people) {
    const person = { ...who, licence: null, role, pharmacist: role === 'pharmacist' };
    const { oneTime } = await own.do('user.add', { ...person, password });
    const window = office.window(who.username);
    await window.do('session.sign-in', { username: who.username, password: oneTime });
    await window.do('session.change-password', { old: oneTime, new: who.password });
  }
  const fresh = { id: null, expectedVersion: null };
  if (prescriber !== undefined)
    await own.do('prescriber.save', {
      ...fresh,
      record: { name: prescriber, credentials: 'MD', phone: '555-0134' },
    });
  const saved = patient && (await own.do('patient.save', { ...fresh, record: recordOf(patient) }));
  await office.context.store.close();
  return saved?.id ?? '';
}

async function namePharmacy(by: Window): Promise<void> {
  const { ruleSet, site } = await by.do('site.get', {});
  const { password } = drive.supervisor;
  await by.do('site.save', {
    expectedRuleSet: ruleSet,
    site: { ...site, pharmacy: drive.riverside },
    password,
  });
}

/** As `typePatient` of the screens. */
const recordOf = (p: drive.PatientTyped) => ({
  family: p.family,
  given: p.given,
  mrn: p.mrn,
  birthDate: p.born,
  sex: 'female' as const,
  weight: { value: `${p.weight} kg`, on: drive.inDays(-2) },
  height: { value: `${p.height} cm`, on: drive.inDays(-40) },
  creatinine: { value: `${p.creatinine} mg/dL`, on: drive.inDays(-9) },
  opioidStatus: 'naive' as const,
  allergies: [],
  noKnownAllergies: { by: drive.supervisor.name, on: drive.inDays(-1) },
  conditions: [],
  noKnownConditions: { by: drive.supervisor.name, on: drive.inDays(-1) },
  medicines: [],
  noHomeMedicines: { by: drive.supervisor.name, on: drive.inDays(-1) },
});
