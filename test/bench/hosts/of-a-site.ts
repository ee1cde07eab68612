import type { Command, Input, Output } from '../../../bridge/contract.ts';
import { contract } from '../../../bridge/contract.ts';
import {
  bareOffice,
  CHEAP,
  content,
  ingredients,
  patient,
  PASSWORD,
  START,
  type Office,
  type Window,
} from '../../electron/office.ts';

/** What the bench asks of a host, and what it is answered. */
export type Ask =
  { readonly say: 'sit'; readonly people: readonly Person[] } | Work | { readonly say: 'end' };
export interface Person {
  readonly username: string;
  readonly role: 'technician' | 'pharmacist';
}
interface Work {
  readonly say: 'work';
  readonly kind: 'orders' | 'prescribers' | 'looks';
  /** each station asks what is new, as its screen does */
  readonly looks: boolean;
  readonly seconds: number;
  /** lives of orders that begin in an hour at this host; as fast as they can where there is none */
  readonly perHour: number | null;
}
export interface Measured {
  /** milliseconds of each, in the host */
  readonly reads: readonly number[];
  readonly changes: readonly number[];
  /** of what a screen asks by itself */
  readonly looks: readonly number[];
  readonly refused: number;
  readonly seconds: number;
  /** milliseconds of this host's processor, the bench's own few among them */
  readonly processor: number;
}

const [dataDir = '', database = '', from = '0'] = process.argv.slice(2);

/** Hosts of one site have one clock: that of the bench, which stands where the orders of tests begin. */
const now = () => Date.parse(START) + Date.now() - parseInt(from, 10);
const options = {
  dataDir,
  ...(database !== '' && { database }),
  clock: () => new Date(now()).toISOString(),
  count: now,
  passwordCost: CHEAP,
};
const office: Office = await bareOffice(options);
let stations: { readonly window: Window; readonly role: Person['role'] }[] = [];

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
let [reads, changes, looks, refused]: [number[], number[], number[], number] = [[], [], [], 0];
/** An order that somebody has open. */
let opened: string | null = null;
/** As often as a screen asks (renderer/query.ts). */
const LOOK_MS = 700;
let number = 0;
let isOver = () => false;
class Over extends Error {}

/** A window whose commands are timed, from the call to the answer. */
const timed = (window: Window) => ({
  do: async <C extends Command>(
    name: C,
    input: Parameters<Window['ask']>[1] & object,
  ): Promise<Output<C> | null> => {
    // Each comes as a message of its own: nobody's next command overtakes what others asked meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver()) throw new Over();
    const begun = performance.now();
    const reply = await window.ask(name, input as never);
    const list = name === 'live.look' ? looks : contract[name].mode === 'read' ? reads : changes;
    list.push(performance.now() - begun);
    if (reply.ok) return reply.value;
    refused += 1;
    return null;
  },
});
type Timed = ReturnType<typeof timed>;

const prescriber = (i: number) => ({
  id: null,
  expectedVersion: null,
  record: { name: `Dr. ${i}`, credentials: 'MD', phone: '555 0100' },
});

/** One order from its patient to the end of its bag; before each step somebody looks at the list and at the order. */
async function life(tech: Timed, one: Timed, two: Timed, wait: () => Promise<void>): Promise<void> {
  const own = `${process.pid}${(number += 1)}`;
  const p = await tech.do('patient.save', {
    id: null,
    expectedVersion: null,
    record: { ...patient, family: `F${own}`, given: `G${own}`, mrn: own },
    besides: [],
  });
  const d = await tech.do('prescriber.save', prescriber(number));
  if (p === null || d === null) return;
  const draft = await tech.do('order.save', {
    id: null,
    expectedVersion: null,
    patientId: p.id,
    prescriberId: d.id,
    rx: `RX-${own}`,
    content,
    reason: null,
  });
  if (draft === null) return;
  const { id, version } = draft;
  opened = id;
  const look = async (by: Timed) => {
    await wait();
    await by.do('order.list', { from: 0, limit: 50 });
    return await by.do('order.get', { id });
  };
  const signed = async (by: Timed, name: Command, more: object = {}) => {
    // An input as a window sends it: what it showed is what it was answered.
    const view = await look(by);
    await by.do(name, { id, version, shown: view?.shown, password: PASSWORD, ...more });
  };
  await look(tech);
  await tech.do('order.submit', { id, version });
  const submitted = await look(one);
  for (const key of submitted?.open ?? []) {
    const finding = submitted?.report.findings.find((f) => f.key === key);
    const more = {
      key,
      reason: finding?.reasons[0]?.code ?? '',
      text: 'looked at',
      prescriberContact: finding?.severity === 'hard' ? 'Dr. Lee by telephone' : null,
    };
    await signed(one, 'order.resolve', more);
    if (finding?.severity === 'hard') await signed(two, 'order.resolve', more);
  }
  await signed(one, 'order.verify');
  await look(tech);
  await tech.do('preparation.start', { id, version });
  await wait();
  await tech.do('preparation.record', {
    id,
    version,
    ingredients,
    deviations: null,
  } as Input<'preparation.record'>);
  await tech.do('print.issue', {
    id,
    version,
    kind: 'label',
    paper: '4x2',
    copies: 1,
    reprintReason: null,
  });
  await signed(two, 'order.final-check');
  await signed(one, 'order.release');
  await look(tech);
  await tech.do('order.complete', { id, version });
}

const of = (role: Person['role']) => stations.filter((s) => s.role === role).map((s) => timed(s.window));

async function work({ kind, seconds, perHour, looks: asks }: Work): Promise<Measured> {
  [reads, changes, looks, refused] = [[], [], [], 0];
  const begun = performance.now();
  const cpu = process.cpuUsage();
  isOver = () => performance.now() - begun > seconds * 1_000;
  const [techs, pharmacists] = [of('technician'), of('pharmacist')];
  const team = (i: number) =>
    [
      techs[i % techs.length],
      pharmacists[(2 * i) % pharmacists.length],
      pharmacists[(2 * i + 1) % pharmacists.length],
    ] as [Timed, Timed, Timed];
  const all = [...techs, ...pharmacists];
  const lives: Promise<void>[] = [];
  if (asks)
    lives.push(
      ...all.map(async (by, i) => {
        await pause((i / all.length) * LOOK_MS);
        await endless(async () => {
          // Every second one has an order open.
          await by.do('live.look', { order: i % 2 === 0 ? opened : null, window: `window ${i}` });
          await pause(LOOK_MS);
        });
      }),
    );
  if (kind === 'prescribers')
    lives.push(...all.map((by) => endless(() => by.do('prescriber.save', prescriber((number += 1))))));
  else if (kind === 'orders' && perHour === null)
    lives.push(...techs.map((_, i) => endless(() => life(...team(i), () => Promise.resolve()))));
  else if (kind === 'orders' && perHour !== null)
    for (let i = 0; !isOver(); i += 1) {
      // Steps of several orders fall between each other; what counts is how many fall into an hour.
      lives.push(endless(() => life(...team(i), () => pause(Math.random() * 1_000)), 1));
      await pause(3_600_000 / perHour);
    }
  await Promise.all(lives);
  const { user, system } = process.cpuUsage(cpu);
  return {
    reads,
    changes,
    looks,
    refused,
    seconds: (performance.now() - begun) / 1_000,
    processor: (user + system) / 1_000,
  };
}

/** Again and again until the time is over, which ends what is under way after its command. */
async function endless(one: () => Promise<unknown>, times = Infinity): Promise<void> {
  try {
    for (let i = 0; i < times; i += 1) await one();
  } catch (error) {
    if (!(error instanceof Over)) throw error;
  }
}

async function answer(ask: Ask): Promise<Measured | null> {
  if (ask.say === 'sit') {
    stations = ask.people.map(({ username, role }) => ({ window: office.window(username), role }));
    for (const { username } of ask.people)
      await office.window(username).do('session.sign-in', { username, password: PASSWORD });
  } else if (ask.say === 'work') return await work(ask);
  else await office.context.store.close();
  return null;
}

process.on('message', (ask: Ask) => {
  void answer(ask).then(
    (measured) => {
      process.send?.({ measured });
      if (ask.say === 'end') process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ measured: null });
