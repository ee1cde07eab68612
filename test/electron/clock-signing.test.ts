import { limitChange } from './limit-change.ts';
import { join } from 'node:path';
import { alter } from '../damage.ts';
import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { k } from '../../db/schema.ts';
import {
  begun,
  draftOrder,
  patient,
  PASSWORD,
  prepareOrder,
  resolveAll,
  type Office,
  type Window,
  printLabel,
} from './office.ts';
import { closedPort, listen, takesAll } from './printing/bad-printer.ts';

const MINUTE = 60_000;
/** More than the two minutes that are no doubt, and less than what locks a window. */
const SET = 3 * MINUTE;
const signed = { password: PASSWORD };

const subject = ({ id }: { readonly id: string }) => ({ id, version: 1 });

/** One order in each state in which something is signed. */
const everyState = begun(async (office) => {
  const [tess, pam, paul] = [
    await office.person('tess', 'technician'),
    await office.person('pam', 'pharmacist'),
    await office.person('paul', 'pharmacist'),
  ];
  const draft = (mrn: string) =>
    draftOrder(tess, {}, { ...patient, mrn, family: `Marsh ${mrn}`, birthDate: '1961-04-02' });
  const submitted = async (mrn: string) => tess.do('order.submit', subject(await draft(mrn)));
  const bag = async (mrn: string) => {
    const made = subject(await prepareOrder(await draft(mrn), tess, pam, paul));
    await printLabel(tess, made);
    return made;
  };
  const open = await submitted('A');
  const ready = await resolveAll(await submitted('B'), pam, paul);
  const verified = subject(await resolveAll(await submitted('C'), pam, paul));
  await pam.do('order.verify', { ...verified, ...signed });
  const [made, checked, held] = [await bag('D'), await bag('E'), await bag('F')];
  await paul.do('order.final-check', { ...checked, ...signed });
  await pam.do('order.hold', { ...held, reason: 'for the test', ...signed });
  const { id: rule } = await pam.do(
    'library.propose',
    limitChange({
      rule: 'hm-04',
      amount: '0.3',
      severity: null,
      reason: 'for the test',
    }),
  );
  const [key = ''] = open.open;
  const [reason] = open.report.findings.find((f) => f.key === key)?.reasons ?? [];
  return {
    open: { ...subject(open), key, reason: reason?.code ?? '' },
    ready: subject(ready),
    verified,
    made,
    checked,
    held,
    rule,
  };
});
type Facts = Awaited<ReturnType<typeof everyState>>['facts'];

let office: Office & { supervisor: Window };
let facts: Facts;
async function doubtful() {
  ({ office, facts } = await everyState());
  office.setClock(SET);
  await office.window('nobody').do('system.status', {});
  expect(await office.window('nobody').do('system.status', {})).toMatchObject({ clock: { why: 'ahead' } });
}
afterEach(() => office.close());

const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
const signatures = async () =>
  (await office.context.store.read((db) => db.all(k.selectFrom('signature').select('id')))).length;

const contact = { text: 'looked at for the test', prescriberContact: 'Dr. Lee by telephone, 14:50' };
const asked = {
  'order.resolve': (f: Facts) =>
    office.window('pam').ask('order.resolve', { ...f.open, ...contact, ...signed }),
  'order.verify': (f: Facts) => office.window('pam').ask('order.verify', { ...f.ready, ...signed }),
  'preparation.start': (f: Facts) => office.window('tess').ask('preparation.start', f.verified),
  'order.final-check': (f: Facts) => office.window('paul').ask('order.final-check', { ...f.made, ...signed }),
  'order.release': (f: Facts) => office.window('paul').ask('order.release', { ...f.checked, ...signed }),
  'order.resume': (f: Facts) =>
    office.window('pam').ask('order.resume', { ...f.held, reason: 'for the test', ...signed }),
  'waste.record': (f: Facts) =>
    office.window('tess').ask('waste.record', {
      ...f.made,
      amount: '10 mg',
      lot: 'L-100',
      reason: 'vial-rest',
      text: 'left in the vial',
      witness: { username: 'ada', password: PASSWORD },
      ...signed,
    }),
  'library.approve': (f: Facts) => office.supervisor.ask('library.approve', { id: f.rule, ...signed }),
  'library.decline': (f: Facts) =>
    office.supervisor.ask('library.decline', { id: f.rule, reason: 'for the test', ...signed }),
} as const;

describe.each(Object.keys(asked) as (keyof typeof asked)[])('while the clock is in doubt, %s', (name) => {
  test('is refused, nothing is signed, and it goes on once the clock is right', async () => {
    await doubtful();
    const before = await signatures();
    const refused = await asked[name](facts);
    expect([name, refused.ok, refused.ok ? null : code(refused.failure)]).toEqual([
      name,
      false,
      'clock-in-doubt',
    ]);
    expect(await signatures()).toBe(before);
    office.setClock(-SET);
    const done = await asked[name](facts);
    expect([name, done]).toMatchObject([name, { ok: true }]);
  });
});

describe('while the clock is in doubt', () => {
  test('a doubt that was taken out of the data file, and settled by nobody, goes on', async () => {
    await doubtful();
    alter(join(office.dir, 'meniscus.db'), 'DELETE FROM clock_doubt');
    for (const name of ['order.verify', 'order.final-check', 'order.release'] as const) {
      const refused = await asked[name](facts);
      expect([name, refused.ok ? null : code(refused.failure)]).toEqual([name, 'record-altered']);
    }
  });

  test.each(['order.hold', 'order.discontinue', 'order.void'] as const)(
    '%s stops an order all the same',
    async (name) => {
      await doubtful();
      const before = await signatures();
      const { id, version } = name === 'order.hold' ? facts.verified : facts.checked;
      await office.window('pam').do(name, { id, version, reason: 'wrong patient', ...signed });
      expect(await signatures()).toBe(before + 1);
    },
  );

  test('a label that was asked for before goes out, one that failed is not sent again', async () => {
    ({ office, facts } = await everyState());
    // Until it lets go, the printer is at work on the first label, and the second one waits.
    const door = new EventEmitter();
    const isFree = once(door, 'free');
    const printer = await listen((socket) => void isFree.then(() => takesAll(socket)));
    onTestFinished(() => printer.close());
    const add = (name: string, port: number) =>
      office.supervisor.do('printer.save', {
        id: null,
        expectedVersion: null,
        record: {
          name,
          way: { kind: 'tcp', host: '127.0.0.1', port },
          language: 'zpl-203',
          papers: ['4x2'],
          active: true,
        },
        ...signed,
      });
    const tess = office.window('tess');
    const label = { kind: 'label', paper: '4x2', copies: 1, reprintReason: 'smeared' } as const;
    const [works, dead] = [await add('works', printer.port), await add('dead', await closedPort())];
    const lost = await tess.do('print.send', { ...facts.made, ...label, printerId: dead.id });
    await office.context.printQueue.idle();
    const again = { printerId: works.id };
    await tess.do('print.send', { ...facts.made, ...label, ...again });
    const { job } = await tess.do('print.send', { ...facts.checked, ...label, printerId: works.id });
    office.setClock(SET);
    await tess.do('system.status', {});
    expect(await tess.do('system.status', {})).toMatchObject({ clock: { why: 'ahead' } });
    const state = async () => (await tess.do('job.list', {})).find((j) => j.id === job.id)?.state;
    expect(await state()).toBe('queued');
    door.emit('free');
    await office.context.printQueue.idle();
    expect(await state()).toBe('sent');
    const { bud } = (await tess.do('order.get', { id: facts.checked.id })).preparation ?? {};
    // GS1: the instant until which it is good, field 94, as it was computed before
    expect(printer.received[1]).toContain(`94${(bud ?? '').slice(2, 16).replaceAll(/\D/g, '')}`);
    expect(code(await tess.no('job.retry', { id: lost.job.id }))).toBe('clock-in-doubt');
    office.setClock(-SET);
    await tess.do('job.retry', { id: lost.job.id });
    await office.context.printQueue.idle();
  });

  test('a batch that was asked for before is not written down by a clock that was set meanwhile', async () => {
    ({ office, facts } = await everyState());
    const tess = office.window('tess');
    const prints = () => office.context.store.read((db) => db.all(k.selectFrom('print_out').select('id')));
    const before = await prints();
    const { job } = await tess.do('batch.start', {
      orders: [facts.made],
      kind: 'label',
      paper: '4x2',
      language: 'pdf',
      reprintReason: 'smeared',
    });
    // Nobody asks for anything until the batch has ended.
    office.setClock(SET);
    await expect
      .poll(() => office.context.store.read((db) => db.all(k.selectFrom('clock_doubt').select('why'))), {
        timeout: 30_000,
      })
      .toEqual([{ why: 'ahead' }]);
    await expect.poll(async () => (await tess.do('batch.status', { job })).state).toBe('failed');
    expect(await prints()).toEqual(before);
  });
});
