import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { SIGNS } from '../../bridge/signs.ts';
import { orderById } from '../../db/orders.ts';
import { alterations } from '../../electron/services/bound.ts';
import { DATA_FILE } from '../../electron/services/data-file.ts';
import { loadOrder } from '../../electron/services/loaded-order.ts';
import {
  draftOrder,
  openOffice,
  PASSWORD,
  patient,
  prepareOrder,
  resolveAll,
  type Asks,
  type Office,
  type Window,
} from './office.ts';
import { openRaw } from '../raw.ts';

type View = Output<'order.get'>;
const signed = { password: PASSWORD };
let office: Office & { supervisor: Window };
let tech: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  office = await openOffice();
  tech = await office.person('tess', 'technician');
  one = await office.person('pam', 'pharmacist');
  two = await office.person('paul', 'pharmacist');
});
afterEach(() => office.close());

const moved = (failure: Failure) =>
  'issues' in failure
    ? failure.issues.map((i) => (i.code === 'shown-moved' ? i.given : i.code))
    : failure.code;
const subject = ({ id, version }: View) => ({ id, version });
/** As a window signs that shows this view, whatever came after it. */
const under = (view: View) => ({ ...subject(view), shown: view.shown, ...signed });

const ways = {
  'the patient was changed': {
    parts: ['patient'],
    by: ({ patient: { id, version, record } }: View) =>
      tech.do('patient.save', { id, expectedVersion: version, record: { ...record, phone: '555 0199' } }),
  },
  'it was submitted again': {
    parts: ['findings', 'answers'],
    by: (view: View) => {
      // A report is of a minute.
      office.later(60_000);
      return tech.do('order.submit', subject(view));
    },
  },
  'another finding was passed': {
    parts: ['answers'],
    by: (view: View) => resolveAll({ ...view, open: view.open.slice(0, 1) }, two, one),
  },
} as const;

async function submitted(): Promise<View> {
  const draft = await draftOrder(tech);
  return tech.do('order.submit', subject(draft));
}

describe('what is signed is what was shown', () => {
  test.each(Object.entries(ways))(
    '%s: nothing is passed or verified, and the part is named',
    async (_, way) => {
      const seen = await resolveAll(await submitted(), one, two);
      const [key] = seen.resolutions.map((r) => r.key);
      if (way === ways['another finding was passed']) {
        // of a fresh order, where one is still open
        const open = await tech.do('order.submit', subject(seen));
        await way.by(open);
        expect(moved(await one.no('order.verify', under(open)))).toEqual(way.parts);
        return;
      }
      await way.by(seen);
      expect(moved(await one.no('order.verify', under(seen)))).toEqual(way.parts);
      const passing = { key: key!, reason: 'x', text: 'looked at', prescriberContact: null };
      expect(moved(await one.no('order.resolve', { ...under(seen), ...passing }))).toEqual(way.parts);
      expect((await one.do('order.get', { id: seen.id })).state).toBe('submitted');
    },
  );

  test('what moves while the password is hashed is seen as well', async () => {
    const seen = await resolveAll(await submitted(), one, two);
    const [reply] = await Promise.all([
      one.ask('order.verify', under(seen)),
      ways['the patient was changed'].by(seen),
    ]);
    expect(reply.ok ? 'signed' : moved(reply.failure)).toEqual(['patient']);
    expect((await one.do('order.get', { id: seen.id })).signatures.map((s) => s.meaning)).not.toContain(
      'verify',
    );
  });

  test('a paper printed since is named at the final check and at the release, and looked at once more signs', async () => {
    const seen = await prepareOrder(await draftOrder(tech), tech, one, two);
    const label = { ...subject(seen), kind: 'label', paper: '4x2', copies: 1 } as const;
    await tech.do('print.issue', { ...label, reprintReason: null });
    expect(moved(await two.no('order.final-check', under(seen)))).toEqual(['papers']);
    const printed = await two.do('order.get', { id: seen.id });
    const checked = await two.do('order.final-check', under(printed));
    await tech.do('print.issue', { ...label, reprintReason: 'it was wet' });
    expect(moved(await one.no('order.release', under(checked)))).toEqual(['papers']);
    const again = await one.do('order.get', { id: seen.id });
    expect((await one.do('order.release', under(again))).state).toBe('released');
  });

  test('who stops an order knows that a bag was begun; resuming asks for everything', async () => {
    const draft = await resolveAll(await submitted(), one, two);
    const seen = await one.do('order.verify', under(draft));
    await tech.do('preparation.start', subject(seen));
    for (const name of ['order.hold', 'order.discontinue', 'order.void'] as const)
      expect([name, moved(await two.no(name, { ...under(seen), reason: 'asked for' }))]).toEqual([
        name,
        ['preparation'],
      ]);
    const begun = await two.do('order.get', { id: seen.id });
    // What does not concern the stopping of it stops no stop.
    await ways['the patient was changed'].by(begun);
    const held = await two.do('order.hold', { ...under(begun), reason: 'asked for' });
    const stale = { ...held, shown: begun.shown };
    expect(moved(await two.no('order.resume', { ...under(stale), reason: 'go on' }))).toEqual(['patient']);
    await two.do('order.resume', { ...under(held), reason: 'go on' });
  });

  test('a command that signs without saying what was shown is refused by its shape', async () => {
    const { id } = await submitted();
    for (const name of Object.keys(SIGNS) as (keyof typeof SIGNS)[]) {
      const window = { key: 'pam', station: 's' };
      const reply = await office.dispatch(window, name, { id, version: 1, ...signed });
      expect([name, reply]).toMatchObject([name, { failure: { code: 'invalid-input' } }]);
    }
  });
});

/** Into the data file under the running program, past its triggers; answers what is computed otherwise then. */
async function altered(id: string, change: string): Promise<string[]> {
  const raw = openRaw(join(office.dir, DATA_FILE));
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER "${name}"`);
  raw.exec(change);
  raw.close();
  const { context } = office;
  return context.store.read(async (db) =>
    (await alterations(context, db, await loadOrder(db, (await orderById(db, id))!))).flatMap((a) =>
      a.record === 'signature' ? a.differs : [],
    ),
  );
}

describe('a signature that is kept', () => {
  test('is computed again of what was shown and said, and says what comes out otherwise', async () => {
    const seen = await prepareOrder(await draftOrder(tech), tech, one, two);
    const label = { ...subject(seen), kind: 'label', paper: '4x2', copies: 1, reprintReason: null } as const;
    await tech.do('print.issue', label);
    await office.person('tom', 'technician');
    const waste: Asks<'waste.record'> = {
      ...subject(seen),
      lot: 'L-100',
      amount: '0.5 mL',
      reason: 'vial-rest',
      text: null,
      ...signed,
      witness: { username: 'tom', password: PASSWORD },
    };
    await tech.do('waste.record', waste);
    const { id } = await two.do('order.final-check', under(await two.do('order.get', { id: seen.id })));
    // A patient who is changed and a label that is printed once more are no alteration of what was signed.
    await ways['the patient was changed'].by(seen);
    await tech.do('print.issue', { ...label, reprintReason: 'it was wet' });
    expect(await altered(id, 'SELECT 1')).toEqual([]);
    expect(await altered(id, "UPDATE signature SET hash = 'x' WHERE meaning = 'verify'")).toEqual(['hash']);
    expect(await altered(id, "UPDATE waste SET amount = '5 mL'")).toEqual(['hash', 'hash', 'hash']);
    expect(await altered(id, "UPDATE resolution SET words = 'x' WHERE rowid = 1")).toEqual([
      'hash',
      'hash',
      'answers',
      'hash',
      'hash',
      'answers',
    ]);
  });

  test('of before it was kept what was shown is vouched for by its row alone', async () => {
    const seen = await resolveAll(await submitted(), one, two);
    const { id } = await one.do('order.verify', under(seen));
    expect(await altered(id, 'UPDATE signature SET shown = NULL')).toEqual([]);
  });
});

test('the digests of a view change with the part alone', async () => {
  const seen = await prepareOrder(await draftOrder(tech, {}, { ...patient, mrn: 'A-9' }), tech, one, two);
  expect(await one.do('order.get', { id: seen.id })).toMatchObject({ shown: seen.shown });
  expect(new Set(Object.values(seen.shown)).size).toBe(7);
});
