import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Input, Output } from '../../bridge/contract.ts';
import type { Failure, Reply } from '../../bridge/failure.ts';
import type { Role } from '../../bridge/permissions.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import { PARTS } from '../../bridge/parts.ts';
import { shownParts, type Shown } from '../../bridge/shown.ts';
import { signs } from '../../bridge/signs.ts';
import { k } from '../../db/schema.ts';
import { once } from '../../engine/derivation/lazy.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import { makeContext, type Context, type ContextOptions } from '../../electron/services/context.ts';
import { copyDatabase, dropDatabase, onEngine } from './engines.ts';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { OWN_KEY } from '../own-key.ts';
import { makeDispatch, type Dispatch, type HostSession } from '../../electron/dispatch.ts';

export const PASSWORD = 'correct horse 7';
/** Cheap on purpose: the parameters are stored with each hash, and only their strength differs from the application's. */
export const CHEAP = { N: 16, r: 1, p: 1 };
export const START = '2026-11-23T15:00:00.000Z';

/** What a window asks for. Where it signs and does not say what it showed, it looks at the order at once before. */
export type Asks<C extends Command> =
  Input<C> extends { readonly shown: Shown }
    ? Omit<Input<C>, 'shown'> & { readonly shown?: Shown }
    : Input<C>;

export interface Window {
  ask<C extends Command>(name: C, input: Asks<C>): Promise<Reply<Output<C>>>;
  /** the value; a failure fails the test. A final check that does not say what it was shown finds its label printed */
  do<C extends Command>(name: C, input: Asks<C>): Promise<Output<C>>;
  /** the failure; a value fails the test */
  no<C extends Command>(name: C, input: Asks<C>): Promise<Failure>;
}

/** Of an order that is not there. */
const NOTHING_SHOWN = shownParts
  .required()
  .parse(Object.fromEntries(PARTS.map((part) => [part, '0'.repeat(64)])));

/** The input as a window sends it: with the digests of the order as it is shown there now. */
export async function looked(dispatch: Dispatch, session: HostSession, name: Command, input: unknown) {
  if (!signs(name) || typeof input !== 'object' || input === null || 'shown' in input) return input;
  const { id } = input as { id: string };
  const view = (await dispatch(session, 'order.get', { id })) as Reply<Output<'order.get'>>;
  return { ...input, shown: view.ok ? view.value.shown : NOTHING_SHOWN };
}

const PAPERS = ['4x2', '4x3', '4x6'] as const;
/** A container is labelled before somebody signs its final check: the label of a version that has none is printed. */
export async function printLabel(
  { ask }: Pick<Window, 'ask'>,
  { id, version }: { readonly id: string; readonly version: number },
) {
  const view = await ask('order.get', { id });
  if (!view.ok || view.value.state !== 'prepared' || view.value.label !== 'none') return;
  for (const paper of PAPERS) {
    const input = { id, version, kind: 'label', paper, copies: 1, reprintReason: null } as const;
    if ((await ask('print.issue', input)).ok) return;
  }
}

export interface Office {
  readonly dir: string;
  readonly context: Context;
  readonly dispatch: Dispatch;
  /** at this machine, or at a station that carries something */
  window(key: string, enrolled?: string): Window;
  /** a new person of a role, signed in at a window of their own, with a password of their own */
  person(username: string, role: Role, pharmacist?: boolean): Promise<Window>;
  /** moves the clock on */
  later(milliseconds: number): void;
  /** somebody sets the clock of the machine: no time passes */
  setClock(milliseconds: number): void;
  close(): Promise<void>;
}

type Opened = Office & { readonly supervisor: Window };

/** A pharmacy on a real data file in a folder of its own, with a supervisor, and a clock that only tests move. */
export async function openOffice(options: Partial<ContextOptions> = {}): Promise<Opened> {
  if (isOwn(options)) return firstSteps(await bareOffice(options));
  const { office } = await ordinary(options);
  return office;
}

/** Another folder, clock, chance or key makes another file. */
const isOwn = (options: Partial<ContextOptions>): boolean =>
  ['dataDir', 'clock', 'random', 'passwordCost', 'keepers'].some((name) => name in options);

async function firstSteps(office: Office): Promise<Opened> {
  const supervisor = office.window('supervisor');
  await supervisor.do('system.first-run', {
    username: 'ada',
    password: PASSWORD,
    name: 'Ada Chief',
    credentials: 'PharmD',
    licence: 'RPH1',
    pharmacist: false,
  });
  const { ruleSet } = await supervisor.do('site.get', {});
  await supervisor.do('site.save', { expectedRuleSet: ruleSet, site: SITE, password: PASSWORD });
  return { ...office, supervisor };
}

const hired = async (office: Opened) => {
  await office.person('tess', 'technician');
  await office.person('pam', 'pharmacist');
  await office.person('paul', 'pharmacist');
  return null;
};
const withPeople = begun(hired);

/** The same with a technician and the two pharmacists that an order needs. */
export async function staffed(options: Partial<ContextOptions> = {}) {
  const office = isOwn(options) ? await openOffice(options) : (await withPeople(options)).office;
  if (isOwn(options)) await hired(office);
  const [tech, one, two] = [office.window('tess'), office.window('pam'), office.window('paul')];
  return { office, tech, one, two };
}

/** Folders that are copied, until this process ends. */
const originals: string[] = [];
process.on('exit', () => {
  for (const dir of originals) rmSync(dir, { recursive: true, force: true });
});

/**
 * A pharmacy in which something was done: done once, and its folder copied each time that it is asked for. Each copy is a
 * file of its own, in which everybody still sits at the window at which they sat. `begin` answers facts, such as an order as it
 * was shown: a window is the copy's own, `office.window(name)`.
 */
export function begun<T>(begin: (office: Opened) => Promise<T>) {
  return copies(async () => {
    const office = await openOffice();
    return { office, facts: await begin(office) };
  });
}

const ordinary = copies(async () => ({ office: await firstSteps(await bareOffice()), facts: null }));

function copies<T>(make: () => Promise<{ readonly office: Opened; readonly facts: T }>) {
  const original = once(async () => {
    const { office, facts } = await make();
    const time = Date.parse(office.context.clock());
    await office.context.store.close();
    originals.push(office.dir);
    return { dir: office.dir, time, facts };
  });
  return async (
    options: Partial<ContextOptions> = {},
  ): Promise<{ readonly office: Opened; readonly facts: T }> => {
    const { dir, time, facts } = await original();
    const copy = folder();
    cpSync(dir, copy, { recursive: true });
    await copyDatabase(copy);
    const office = await officeIn(copy, time, options);
    // A start ends every sitting; here it is the copy's doing, and nobody left.
    await office.context.store.write((db) =>
      db.run(
        k.updateTable('session').set({ ended_at: null }).where('ended_at', '>', new Date(time).toISOString()),
      ),
    );
    return { office: { ...office, supervisor: office.window('supervisor') }, facts: structuredClone(facts) };
  };
}

const SITE = {
  pharmacy: { name: 'Riverside Home Infusion', address: '12 Mill Lane, Albany, NY', phone: '+1 555 0142' },
  timeZone: 'America/New_York',
  printing: { folders: [tmpdir()], hosts: ['127.0.0.1', 'localhost'] },
};

const folder = () => mkdtempSync(join(tmpdir(), 'meniscus-'));

export const bareOffice = (options: Partial<ContextOptions> = {}): Promise<Office> =>
  officeIn(options.dataDir ?? folder(), Date.parse(START), options);

async function officeIn(dir: string, begins: number, options: Partial<ContextOptions>): Promise<Office> {
  let time = begins;
  let set = 0;
  const clock = () => {
    time += 1;
    return new Date(time + set).toISOString();
  };
  const context = await makeContext({
    clock,
    ...(options.clock === undefined && { count: () => time }),
    passwordCost: CHEAP,
    keepers: [keyFile(OWN_KEY)],
    ...(await onEngine(dir)),
    ...options,
    dataDir: dir,
  });
  const dispatch = makeDispatch(context);
  const window = (key: string, enrolled?: string): Window => {
    const session = { key, station: `station-${key}`, ...(enrolled !== undefined && { enrolled }) };
    const ask = async <C extends Command>(name: C, input: Asks<C>) =>
      (await dispatch(session, name, await looked(dispatch, session, name, input))) as Reply<Output<C>>;
    return {
      ask,
      do: async (name, input) => {
        if (name === 'order.final-check' && !('shown' in input))
          await printLabel({ ask }, input as Input<'order.final-check'>);
        const reply = await ask(name, input);
        if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
        return reply.value;
      },
      no: async (name, input) => {
        const reply = await ask(name, input);
        if (reply.ok) throw new Error(`${name} was not refused`);
        return reply.failure;
      },
    };
  };
  return {
    dir,
    context,
    dispatch,
    window,
    person: async (username, role, pharmacist = role === 'pharmacist') => {
      const { oneTime } = await window('supervisor').do('user.add', {
        username,
        name: `${username} the ${role}`,
        credentials: pharmacist ? 'RPh' : 'CPhT',
        licence: null,
        role,
        pharmacist,
        password: PASSWORD,
      });
      const own = window(username);
      await own.do('session.sign-in', { username, password: oneTime });
      await own.do('session.change-password', { old: oneTime, new: PASSWORD });
      return own;
    },
    later: (milliseconds) => {
      time += milliseconds;
    },
    setClock: (milliseconds) => {
      set += milliseconds;
    },
    close: async () => {
      await context.store.close();
      await dropDatabase(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const patient: PatientRecord = {
  family: 'Marsh',
  given: 'Iris',
  mrn: 'MRN-1',
  birthDate: '1961-04-02',
  sex: 'female',
  weight: { value: '70 kg', on: '2026-11-20' },
  height: { value: '165 cm', on: '2026-11-20' },
  creatinine: { value: '0.9 mg/dL', on: '2026-11-20' },
  opioidStatus: 'tolerant',
  opioidEvidence: 'morphine 60 mg by mouth daily since October',
  allergies: [],
  noKnownAllergies: { by: 'R. Keller RN', on: '2026-11-20' },
  conditions: [],
  noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
  medicines: [],
  noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
};

/** Morphine 1 mg/mL by PCA, an ordinary order. */
export const content: OrderContent = {
  drug: 'morphine',
  route: 'IV',
  firstOrder: true,
  naloxone: 'ordered',
  regimen: {
    kind: 'pca',
    demand: '1 mg',
    lockout: '10 min',
    basal: '0 mg/h',
    limit: { kind: 'amount', amount: '10 mg', window: '4 h' },
  },
  sessions: { start: '2026-11-24T14:00Z', duration: '8 h', every: '24 h', count: '5' },
  preparation: {
    method: 'exact-fill',
    finalVolume: '100 mL',
    vial: { strength: '10 mg/mL', volume: '10 mL' },
    diluent: 'ns09',
    drugAmount: '100 mg',
    container: 'cassette',
    containers: '1',
    storage: 'refrigerated',
  },
  pump: 'cadd-solis',
};

const LOTS = { ndc: null, manufacturer: 'Maker', lot: 'L-100' };
export const ingredients: Input<'preparation.record'>['ingredients'] = [
  { role: 'drug', name: 'morphine sulfate 10 mg/mL', ...LOTS, expiry: '2027-06-30' },
  { role: 'diluent', name: '0.9% sodium chloride injection', ...LOTS, expiry: '2027-06-30' },
];

/** `RX-1` for the first order, and a number that no other has for each further one. */
export async function freshRx(by: Window): Promise<string> {
  const { total } = await by.do('order.list', { from: 0, limit: 1 });
  return total === 0 ? 'RX-1' : `RX-${total + 1}00`;
}

/** A patient, a prescriber and a draft order for them. */
export async function draftOrder(
  by: Window,
  changes: Partial<OrderContent> = {},
  who: PatientRecord = patient,
) {
  const { family, given, mrn, birthDate } = who;
  const alike = await by.do('patient.alike', { id: null, record: { family, given, mrn, birthDate } });
  const p = await by.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: who,
    besides: alike.map((x) => x.id),
  });
  const d = await by.do('prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: 'Dr. Lee', credentials: 'MD', phone: '555 0100' },
  });
  return by.do('order.save', {
    id: null,
    expectedVersion: null,
    patientId: p.id,
    prescriberId: d.id,
    rx: await freshRx(by),
    content: { ...content, ...changes },
    reason: null,
  });
}

type View = Output<'order.get'>;
const signed = { password: PASSWORD };

/** Every open finding resolved, by two pharmacists where two are needed. */
export async function resolveAll(order: View, one: Window, two: Window): Promise<View> {
  let view = order;
  for (const key of order.open) {
    const finding = order.report.findings.find((f) => f.key === key);
    const reason = finding?.reasons[0]?.code ?? '';
    const hard = finding?.severity === 'hard';
    const input = {
      id: order.id,
      version: order.version,
      key,
      reason,
      text: 'looked at for the test',
      prescriberContact: hard ? 'Dr. Lee by telephone, 14:50' : null,
      ...signed,
    };
    view = await one.do('order.resolve', input);
    if (hard) view = await two.do('order.resolve', input);
  }
  return view;
}

/** From a draft to a prepared bag: `tech` prepares, `one` verifies, `two` signs where two must. */
export async function prepareOrder(order: View, tech: Window, one: Window, two: Window): Promise<View> {
  const subject = { id: order.id, version: order.version };
  await resolveAll(await tech.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, ...signed });
  await tech.do('preparation.start', subject);
  return tech.do('preparation.record', { ...subject, ingredients, deviations: null });
}

/** One bag that Tess prepared, with Pam and Paul, pharmacists, at their windows: a copy for each test. */
export const withPreparedBag = begun(async (office) => {
  const tess = await office.person('tess', 'technician');
  const pam = await office.person('pam', 'pharmacist');
  const paul = await office.person('paul', 'pharmacist');
  return prepareOrder(await draftOrder(tess), tess, pam, paul);
});
