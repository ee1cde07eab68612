import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Reply } from '../../bridge/failure.ts';
import { makeContext } from '../../electron/services/context.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { content, ingredients, patient, PASSWORD, CHEAP } from '../electron/office.ts';

/**
 * The process that is killed. It opens the data file of a folder, or a database of a site, signs people in and sends random commands through
 * the dispatcher without end, so many at once; each acknowledged one is written to the parent, at once and in one piece, before the next.
 */
const [dataDir = '', seed = '0', atOnce = '1'] = process.argv.slice(2);
const database = process.env['MENISCUS_CRASH_DATABASE'];

let state = parseInt(seed, 10);
/** mulberry32: the same seed, the same commands. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const context = await makeContext({
  dataDir,
  passwordCost: CHEAP,
  ...(database !== undefined && { database }),
});
const dispatch = makeDispatch(context);
let count = 0;

/** A line that the parent has is a promise: the command was acknowledged. */
function tell(name: string, value: unknown): void {
  const { id = null, version = null, state: at = null } = value as Record<string, unknown>;
  writeSync(1, `${JSON.stringify({ name, id, version, state: at })}\n`);
}

async function send(who: string, name: string, input: object): Promise<unknown> {
  const reply: Reply<unknown> = await dispatch({ key: who, station: 'crash' }, name, input);
  if (!reply.ok) {
    if (reply.failure.code === 'internal') writeSync(2, `internal ${name} ${reply.failure.incident}\n`);
    return undefined;
  }
  count += 1;
  tell(name, reply.value);
  return reply.value;
}

const person = (username: string, role: string, pharmacist: boolean) => ({
  username,
  password: PASSWORD,
  name: username,
  credentials: 'RPh',
  licence: null,
  role,
  pharmacist,
});

async function signIn(): Promise<void> {
  const status = (await dispatch({ key: 'x', station: 'crash' }, 'system.status', {})) as {
    value: { firstRun: boolean };
  };
  if (status.value.firstRun) {
    const { role: _, ...first } = person('sam', 'supervisor', true);
    await send('sam', 'system.first-run', first);
  } else await send('sam', 'session.sign-in', { username: 'sam', password: PASSWORD });
  for (const [name, role, pharmacist] of [
    ['pam', 'pharmacist', true],
    ['tess', 'technician', false],
  ] as const) {
    await send('sam', 'user.add', person(name, role, pharmacist)).then((made) => choose(name, made));
    const seat = await send(name, 'session.sign-in', { username: name, password: PASSWORD });
    // Killed between the account and a password of its own: the one that was read out is lost.
    if (seat === undefined) await choose(name, await send('sam', 'user.reset-password', await again(name)));
  }
}

/** With the password that was read out, one of their own. */
async function choose(username: string, made: unknown): Promise<void> {
  if (made === undefined) return;
  const { oneTime } = made as { oneTime: string };
  await send(username, 'session.sign-in', { username, password: oneTime });
  await send(username, 'session.change-password', { old: oneTime, new: PASSWORD });
}

async function again(username: string): Promise<object> {
  const list = (await dispatch({ key: 'sam', station: 'crash' }, 'user.list', {})) as {
    value: { id: string; username: string }[];
  };
  const id = list.value.find((u) => u.username === username)?.id;
  return { id, reason: 'the first one is lost', password: PASSWORD };
}

type View = {
  shown: object;
  id: string;
  version: number;
  state: string;
  open: string[];
  label: string;
  content: typeof content;
  patient: { id: string };
  prescriber: { id: string };
  report: { findings: { key: string; severity: string; reasons: { code: string }[] }[] };
};

async function newOrder(): Promise<void> {
  const mrn = `MRN-${createHash('sha256').update(String(random())).digest('hex').slice(0, 12)}`;
  const p = (await send('tess', 'patient.save', {
    id: null,
    expectedVersion: null,
    record: { ...patient, family: mrn, mrn },
  })) as { id: string } | undefined;
  const d = (await send('tess', 'prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: 'Dr. Lee', credentials: 'MD', phone: '555 0100' },
  })) as { id: string } | undefined;
  if (p && d)
    await send('tess', 'order.save', {
      id: null,
      expectedVersion: null,
      patientId: p.id,
      prescriberId: d.id,
      rx: `RX-${mrn}`,
      content,
      reason: null,
    });
}

/** Null where the data does not answer just now. */
async function orders(): Promise<{ id: string; state: string }[] | null> {
  const reply = await dispatch({ key: 'tess', station: 'crash' }, 'order.list', {});
  return reply.ok ? (reply.value as { orders: { id: string; state: string }[] }).orders : null;
}

async function advance(id: string): Promise<void> {
  const reply = await dispatch({ key: 'tess', station: 'crash' }, 'order.get', { id });
  if (!reply.ok) return;
  const view = reply.value as View;
  const subject = { id, version: view.version };
  const signed = { ...subject, shown: view.shown, password: PASSWORD };
  if (random() < 0.1)
    return void (await send('pam', 'order.hold', {
      ...signed,
      reason: 'a random hold',
    }));
  switch (view.state) {
    case 'draft':
      return void (await send('tess', 'order.submit', subject));
    case 'submitted': {
      const key = view.open[0];
      if (key === undefined) return void (await send('pam', 'order.verify', signed));
      const finding = view.report.findings.find((f) => f.key === key);
      const resolve = {
        ...signed,
        key,
        reason: finding?.reasons[0]?.code ?? '',
        text: 'looked at in the crash test',
        prescriberContact: 'Dr. Lee by telephone',
      };
      return void (await send(pick(['pam', 'sam']), 'order.resolve', resolve));
    }
    case 'verified':
      return void (await send('tess', 'preparation.start', subject));
    case 'preparing': {
      const expiry = '2099-12-31';
      const list = ingredients.map((i) => ({ ...i, expiry }));
      return void (await send('tess', 'preparation.record', {
        ...subject,
        ingredients: list,
        deviations: null,
      }));
    }
    case 'prepared':
      // Not told: the answer to a print names its paper, and its event the order.
      if (view.label === 'none')
        return void (await dispatch({ key: 'tess', station: 'crash' }, 'print.issue', {
          ...subject,
          kind: 'label',
          paper: '4x3',
          copies: 1,
          reprintReason: null,
        }));
      return void (await send('pam', 'order.final-check', signed));
    case 'checked':
      return void (await send('pam', 'order.release', signed));
    case 'released':
      return void (await send('tess', 'order.complete', subject));
    case 'on-hold':
      return void (await send('pam', 'order.resume', { ...signed, reason: 'resumed' }));
    default:
      return;
  }
}

async function work(): Promise<void> {
  while (count < 1_000_000) {
    const list = await orders();
    if (list === null) await new Promise((resolve) => void setTimeout(resolve, 20));
    else if (list.length < 3 || random() < 0.15) await newOrder();
    else await advance(pick(list.slice(0, 8)).id);
    if (random() < 0.02)
      await send('sam', 'export.start', {
        kind: 'audit',
        format: 'csv',
        filter: { command: 'session.sign-in' },
        identifiers: 'full',
        password: PASSWORD,
      });
  }
}

await signIn();
writeSync(1, 'ready\n');
await Promise.all(Array.from({ length: parseInt(atOnce, 10) }, work));
