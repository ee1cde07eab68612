import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../bridge/permissions.ts';
import { bareOffice, content, type Window } from '../electron/office.ts';
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
  /** an order of that patient by that prescriber that was verified by these pharmacists, who are among the people */
  readonly verifiedBy?: readonly [drive.Person, drive.Person];
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
async function found(data: string, { named = false, people = [], prescriber, patient, verifiedBy }: Before) {
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
  const doctor =
    prescriber === undefined
      ? undefined
      : await own.do('prescriber.save', {
          ...fresh,
          record: { name: prescriber, credentials: 'MD', phone: '555-0134' },
        });
  const saved = patient && (await own.do('patient.save', { ...fresh, record: recordOf(patient) }));
  if (verifiedBy && saved && doctor)
    await verified(
      verifiedBy.map((who) => ({ window: office.window(who.username), password: who.password })),
      { patientId: saved.id, prescriberId: doctor.id },
    );
  await office.context.store.close();
  return saved?.id ?? '';
}

interface Signing {
  readonly window: Window;
  readonly password: string;
}
/** Each finding answered by both, and the order verified by the first. */
async function verified(by: readonly Signing[], of: { patientId: string; prescriberId: string }) {
  const [first] = by;
  if (!first) return;
  const start = `${drive.inDays(-1)}T20:00Z`;
  const drafted = await first.window.do('order.save', {
    id: null,
    expectedVersion: null,
    rx: 'RX-88001',
    reason: null,
    ...of,
    content: { ...content, sessions: { ...content.sessions, start } },
  });
  const subject = { id: drafted.id, version: 1 };
  const { open, report } = await first.window.do('order.submit', subject);
  for (const key of open) {
    const finding = report.findings.find((f) => f.key === key);
    const isHard = finding?.severity === 'hard';
    for (const { window, password } of isHard ? by : [first])
      await window.do('order.resolve', {
        ...subject,
        key,
        password,
        reason: finding?.reasons[0]?.code ?? '',
        text: 'looked at for the test',
        prescriberContact: isHard ? 'Dr. Lee by telephone, 14:50' : null,
      });
  }
  await first.window.do('order.verify', { ...subject, password: first.password });
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
