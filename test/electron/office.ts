import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Input, Output } from '../../bridge/contract.ts';
import type { Failure, Reply } from '../../bridge/failure.ts';
import type { Role } from '../../bridge/permissions.ts';
import type { PatientRecord } from '../../bridge/records.ts';
import type { OrderContent } from '../../engine/order.ts';
import { makeContext, type Context, type ContextOptions } from '../../electron/context.ts';
import { makeDispatch, type Dispatch } from '../../electron/dispatch.ts';

export const PASSWORD = 'correct horse 7';
/** Cheap on purpose: the parameters are stored with each hash, and only their strength differs from the application's. */
export const CHEAP = { N: 16, r: 1, p: 1 };
export const START = '2026-11-23T15:00:00.000Z';

export interface Window {
  ask<C extends Command>(name: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /** the value; a failure fails the test */
  do<C extends Command>(name: C, input: Input<C>): Promise<Output<C>>;
  /** the failure; a value fails the test */
  no<C extends Command>(name: C, input: Input<C>): Promise<Failure>;
}

export interface Office {
  readonly dir: string;
  readonly context: Context;
  readonly dispatch: Dispatch;
  window(key: string): Window;
  /** a new person of a role, signed in at a window of their own */
  person(username: string, role: Role, pharmacist?: boolean): Promise<Window>;
  /** moves the clock on */
  later(milliseconds: number): void;
  close(): void;
}

/** A pharmacy on a real data file in a folder of its own, with a supervisor, and a clock that only tests move. */
export async function openOffice(
  options: Partial<ContextOptions> = {},
): Promise<Office & { readonly supervisor: Window }> {
  const office = bareOffice(options);
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
  await supervisor.do('site.save', { expectedRuleSet: ruleSet, site: SITE });
  return { ...office, supervisor };
}

const SITE = {
  pharmacy: { name: 'Riverside Home Infusion', address: '12 Mill Lane, Albany, NY', phone: '+1 555 0142' },
  timeZone: 'America/New_York',
};

export function bareOffice(options: Partial<ContextOptions> = {}): Office {
  const dir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'meniscus-'));
  let time = Date.parse(START);
  const clock = () => {
    time += 1;
    return new Date(time).toISOString();
  };
  const context = makeContext({ clock, passwordCost: CHEAP, ...options, dataDir: dir });
  const dispatch = makeDispatch(context);
  const window = (key: string): Window => {
    const ask = <C extends Command>(name: C, input: Input<C>) =>
      dispatch({ key, station: `station-${key}` }, name, input) as Promise<Reply<Output<C>>>;
    return {
      ask,
      do: async (name, input) => {
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
      await window('supervisor').do('user.add', {
        username,
        password: PASSWORD,
        name: `${username} the ${role}`,
        credentials: pharmacist ? 'RPh' : 'CPhT',
        licence: null,
        role,
        pharmacist,
      });
      const own = window(username);
      await own.do('session.sign-in', { username, password: PASSWORD });
      return own;
    },
    later: (milliseconds) => {
      time += milliseconds;
    },
    close: () => {
      context.store.close();
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
  conditions: [],
  medicines: [],
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

/** A patient, a prescriber and a draft order for them. */
export async function draftOrder(
  by: Window,
  changes: Partial<OrderContent> = {},
  who: PatientRecord = patient,
) {
  const p = await by.do('patient.save', { id: null, expectedVersion: null, record: who });
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
    rx: 'RX-1',
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
