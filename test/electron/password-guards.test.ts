import { limitChange } from './limit-change.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Command, Input } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { k } from '../../db/schema.ts';
import { codeAt } from './authenticator.ts';
import {
  begun,
  content,
  draftOrder,
  patient,
  PASSWORD,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
  printLabel,
} from './office.ts';

const subject = ({ id }: { readonly id: string }) => ({ id, version: 1 });
const REASON = 'for the test';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** One record in each state in which somebody signs something. */
const everyState = begun(async (office) => {
  const [tess, pam, paul] = [
    await office.person('tess', 'technician'),
    await office.person('pam', 'pharmacist'),
    await office.person('paul', 'pharmacist'),
  ];
  await office.person('tom', 'technician');
  const draft = (mrn: string) => draftOrder(tess, {}, { ...patient, mrn, family: `Marsh ${mrn}` });
  const submitted = async (mrn: string) => tess.do('order.submit', subject(await draft(mrn)));
  const bag = async (mrn: string) => {
    const made = subject(await prepareOrder(await draft(mrn), tess, pam, paul));
    await printLabel(tess, made);
    return made;
  };
  const open = await submitted('A');
  const ready = subject(await resolveAll(await submitted('B'), pam, paul));
  const [made, checked, held] = [await bag('C'), await bag('D'), await bag('E')];
  await paul.do('order.final-check', { ...checked, password: PASSWORD });
  await pam.do('order.hold', { ...held, reason: REASON, password: PASSWORD });
  const rule = { rule: 'hm-04', amount: '0.3', severity: null, reason: REASON };
  const { id: change } = await pam.do('library.propose', limitChange(rule));
  const record = async (mrn: string) =>
    tess.do('patient.save', {
      id: null,
      expectedVersion: null,
      record: { ...patient, mrn, family: 'Double' },
      besides: (
        await tess.do('patient.alike', {
          id: null,
          record: { family: 'Double', given: patient.given, mrn, birthDate: patient.birthDate },
        })
      ).map((x) => x.id),
    });
  const [stays, goes] = [await record('F'), await record('G')];
  const { id: merge } = await tess.do('patient.merge-propose', {
    stays: stays.id,
    staysVersion: 1,
    goes: goes.id,
    goesVersion: 1,
    chosen: {},
    identity: null,
    reason: REASON,
  });
  const code = codeAt(SECRET, office.context.clock());
  await office.window('tom').do('factor.enrol', { secret: SECRET, code, current: null, password: PASSWORD });
  // A code that nobody has used yet is withdrawn like a station.
  await office.supervisor.do('station.invite', { password: PASSWORD });
  const [station] = await office.supervisor.do('station.list', {});
  const people = await office.supervisor.do('user.list', {});
  const [key = ''] = open.open;
  const finding = open.report.findings.find((f) => f.key === key);
  return {
    open: { ...subject(open), key, reason: finding?.reasons[0]?.code ?? '' },
    ready,
    made,
    checked,
    held,
    change,
    merge,
    station: station?.id ?? '',
    idOf: Object.fromEntries(people.map((p) => [p.username, p.id])),
    site: await office.supervisor.do('site.get', {}),
    policy: await office.supervisor.do('policy.get', {}),
  };
});
type Facts = Awaited<ReturnType<typeof everyState>>['facts'];

/** Every command whose input has a password of whoever asks: one that is left out of the table does not compile. */
type Signed = { [C in Command]: Input<C> extends { readonly password: string } ? C : never }[Command];
type Asks<C extends Command> = Omit<Input<C>, 'password' | 'shown'>;
type Who = 'supervisor' | 'tess' | 'pam' | 'paul' | 'tom' | 'guest';
type Row<C extends Command> = readonly [who: Who, input: (f: Facts) => Asks<C>];

const [contact, stop] = [
  { text: REASON, prescriberContact: 'Dr. Lee by telephone, 14:50' },
  { reason: REASON },
];
const person = {
  name: 'Sue',
  credentials: 'CPhT',
  licence: null,
  role: 'technician',
  pharmacist: false,
} as const;
const printer = {
  name: 'Zebra at the hood',
  way: { kind: 'tcp' as const, host: '127.0.0.1', port: 9 },
  language: 'zpl-203' as const,
  papers: ['4x2' as const],
  active: true,
};
const folder = mkdtempSync(join(tmpdir(), 'meniscus-backups-'));
const entry = { drug: 'morphine', route: 'IV', regimen: content.regimen, concentration: '1 mg/mL' } as const;
const tessId = (f: Facts) => ({ id: f.idOf['tess'] ?? '' });

/** The first supervisor chooses one; who restores is held to theirs of the backup in backup-beside.test.ts. */
type Elsewhere = 'system.first-run' | 'backup.restore' | 'recovery.restore';

const TABLE: { readonly [C in Exclude<Signed, Elsewhere>]: Row<C> } = {
  'session.sign-in': ['guest', () => ({ username: 'pam' })],
  'clock.confirm': ['supervisor', () => ({})],
  'session.set-pin': ['tess', () => ({ pin: '8305' })],
  'factor.enrol': [
    'tess',
    () => ({ secret: SECRET, code: codeAt(SECRET, office.context.clock()), current: null }),
  ],
  'user.reset-factor': ['supervisor', (f) => ({ id: f.idOf['tom'] ?? '', ...stop })],
  'user.add': ['supervisor', () => ({ ...person, username: 'sue' })],
  'user.update': ['supervisor', (f) => ({ ...tessId(f), ...person, ...stop })],
  'user.set-badge': ['supervisor', (f) => ({ ...tessId(f), badge: 'B-1234' })],
  'user.set-active': ['supervisor', (f) => ({ ...tessId(f), from: '2026-11-01T00:00Z', to: null, ...stop })],
  'user.deactivate': ['supervisor', (f) => ({ ...tessId(f), ...stop })],
  'user.reset-password': ['supervisor', (f) => ({ ...tessId(f), ...stop })],
  'policy.save': ['supervisor', ({ policy: p }) => ({ expectedVersion: p.version, settings: p.settings })],
  'site.save': ['supervisor', ({ site }) => ({ expectedRuleSet: site.ruleSet, site: site.site })],
  'printer.save': ['supervisor', () => ({ id: null, expectedVersion: null, record: printer })],
  'station.invite': ['supervisor', () => ({})],
  'station.withdraw': ['supervisor', (f) => ({ id: f.station, ...stop })],
  'backup.configure': [
    'supervisor',
    () => ({ folder, everyHours: null, keep: 3, passphrase: 'a passphrase of some length' }),
  ],
  'key.recovery': ['supervisor', () => ({})],
  'log.correct': ['supervisor', () => ({ event: 1, text: REASON, ...stop })],
  'export.start': ['supervisor', () => ({ kind: 'audit', format: 'csv', filter: {}, identifiers: 'full' })],
  'library.stop': ['pam', () => ({ drug: 'morphine', reason: 'recalled' })],
  'library.export': ['supervisor', () => ({})],
  'library.approve': ['supervisor', (f) => ({ id: f.change })],
  'library.decline': ['supervisor', (f) => ({ id: f.change, ...stop })],
  'patient.merge-approve': ['pam', (f) => ({ id: f.merge })],
  'patient.merge-decline': ['pam', (f) => ({ id: f.merge, ...stop })],
  'double-check.enter': ['tom', (f) => ({ ...f.ready, entry })],
  'order.resolve': ['pam', (f) => ({ ...f.open, ...contact })],
  'order.verify': ['pam', (f) => f.ready],
  'order.hold': ['pam', (f) => ({ ...f.ready, ...stop })],
  'order.resume': ['pam', (f) => ({ ...f.held, ...stop })],
  'order.discontinue': ['pam', (f) => ({ ...f.checked, ...stop })],
  'order.void': ['pam', (f) => ({ ...f.made, ...stop })],
  'order.final-check': ['paul', (f) => f.made],
  'order.release': ['paul', (f) => f.checked],
  'waste.record': [
    'tess',
    (f) => ({
      ...f.made,
      amount: '10 mg',
      lot: 'L-100',
      reason: 'vial-rest',
      text: null,
      witness: { username: 'tom', password: PASSWORD },
    }),
  ],
};

let office: Office & { supervisor: Window };
let facts: Facts;
const begin = async () => {
  ({ office, facts } = await everyState());
};
afterEach(() => office.close());

const code = (failure: Failure) =>
  'issues' in failure ? failure.issues.map((i) => [i.code, i.path]) : [[failure.code, '']];
const events = () =>
  office.context.store.read((db) => db.all(k.selectFrom('event').select(['command', 'user'])));

/** What comes of wrong passwords, and then of the right one: where that is done, nothing else was wrong with the rest. */
async function tried(who: Who, name: Command, wrong: readonly object[], right: object) {
  const window = office.window(who);
  const before = (await events()).length;
  const refused = [];
  for (const input of wrong) refused.push(...code(await window.no(name, input as never)));
  const told = (await events()).slice(before);
  const done = await window.ask(name, right as never);
  if (done.ok && name === 'export.start') await ended((done.value as { readonly job: string }).job);
  return { refused, told: told.map((e) => e.command), done: done.ok ? true : done.failure };
}
/** An export goes on after its command: the file is not closed under it. */
async function ended(job: string): Promise<void> {
  while ((await office.supervisor.do('export.status', { job })).state === 'running')
    await new Promise((resolve) => setImmediate(resolve));
}
/** Two wrong passwords are refused at their field, each is in the log, nothing else is, and the right one does it. */
const guarded = (name: Command, path: string) => ({
  refused: [
    ['password-wrong', path],
    ['password-wrong', path],
  ],
  told: [`${name}.refused`, `${name}.refused`],
  done: true,
});

describe.each(Object.keys(TABLE) as (keyof typeof TABLE)[])('%s', (name) => {
  test('is refused without the password of who asks, and is done with it', async () => {
    await begin();
    if (name === 'clock.confirm') {
      // There is something to confirm: three minutes, which locks no window.
      office.setClock(180_000);
      await office.window('nobody').do('system.status', {});
    }
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    if (name === 'double-check.enter') {
      const { ruleSet, site } = facts.site;
      const asked = { ...site, doubleCheck: { drugs: ['morphine'], kinds: [] } };
      await office.supervisor.do('site.save', { expectedRuleSet: ruleSet, site: asked, password: PASSWORD });
    }
    const [who, of] = TABLE[name];
    const input = of(facts);
    expect((await office.window(who).no(name, input as never)).code).toBe('invalid-input');
    const wrong = ['', 'correct horse 8'].map((password) => ({ ...input, password }));
    expect(await tried(who, name, wrong, { ...input, password: PASSWORD })).toEqual(
      guarded(name, 'password'),
    );
  });
});

const unlocking = (secret: string) => ({ kind: 'password', secret });
const changing = (old: string) => ({ old, new: 'another horse 9 battery' });

describe('a password that is not of who asks, or is called otherwise', () => {
  test('waste.record is refused without the witness', async () => {
    await begin();
    const [who, of] = TABLE['waste.record'];
    const input = { ...of(facts), password: PASSWORD };
    const wrong = ['', 'correct horse 8'].map((password) => ({
      ...input,
      witness: { username: 'tom', password },
    }));
    expect(await tried(who, 'waste.record', wrong, input)).toEqual(
      guarded('waste.record', 'witness.password'),
    );
  });

  test('session.unlock', async () => {
    await begin();
    await office.window('tess').do('session.lock', {});
    const wrong = ['', 'correct horse 8'].map(unlocking);
    expect(await tried('tess', 'session.unlock', wrong, unlocking(PASSWORD))).toEqual(
      guarded('session.unlock', 'secret'),
    );
  });

  test('session.change-password', async () => {
    await begin();
    const wrong = ['', 'correct horse 8'].map(changing);
    expect(await tried('tess', 'session.change-password', wrong, changing(PASSWORD))).toEqual(
      guarded('session.change-password', 'old'),
    );
  });

  test('the password of another person signs for nobody', async () => {
    await begin();
    const own = 'another horse 9 battery';
    await office.window('pam').do('session.change-password', { old: PASSWORD, new: own });
    const [, of] = TABLE['order.verify'];
    expect(code(await office.window('pam').no('order.verify', { ...of(facts), password: PASSWORD }))).toEqual(
      [['password-wrong', 'password']],
    );
    await office.window('pam').do('order.verify', { ...of(facts), password: own });
  });
});
