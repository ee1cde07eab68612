import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { k } from '../../db/schema.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { handlers } from '../../electron/handlers/all.ts';
import { prescriberHandlers } from '../../electron/handlers/prescriber.ts';
import type { Handlers, WriteCall } from '../../electron/services/call.ts';
import { openOffice, PASSWORD, withPreparedBag, type Office } from './office.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const input = {
  id: null,
  expectedVersion: null,
  record: { name: 'Dr. Lee', credentials: 'MD', phone: '555 0100' },
};
const prescribers = () => office.context.store.read((db) => db.all(k.selectFrom('prescriber').selectAll()));
const events = async () =>
  (await office.context.store.read((db) => db.all(k.selectFrom('event').select('seq')))).length;

const { 'prescriber.save': save } = prescriberHandlers;
/** A command whose handler forgets something: nothing of it may stay. */
const faulty: readonly (readonly [string, Handlers['prescriber.save']])[] = [
  ['a change without its event', (call, asked) => save({ ...call, event: () => ({}) as never }, asked)],
  [
    'two events for one command',
    (call, asked) => save({ ...call, event: async (e) => (await call.event(e), await call.event(e)) }, asked),
  ],
  [
    'an answer off the contract',
    async (call, asked) => ({ ...(await save(call, asked)), version: 'one' as never }),
  ],
  [
    'an answer with more than the contract says',
    async (call, asked) => ({ ...(await save(call, asked)), licence: 'x' }),
  ],
];

test.each(faulty)('%s is undone', async (_, forgets) => {
  const dispatch = makeDispatch(office.context, undefined, { ...handlers, 'prescriber.save': forgets });
  const before = await events();
  const reply = await dispatch({ key: 'supervisor', station: 's' }, 'prescriber.save', input);
  expect(reply).toMatchObject({ ok: false, failure: { code: 'internal' } });
  expect([await prescribers(), await events()]).toEqual([[], before]);
});

test('the same command with its one event is kept', async () => {
  const dispatch = makeDispatch(office.context, undefined, handlers);
  expect(await dispatch({ key: 'supervisor', station: 's' }, 'prescriber.save', input)).toMatchObject({
    ok: true,
  });
  expect(await prescribers()).toHaveLength(1);
});

const signed = { key: 'supervisor', station: 's' };
const lines = () =>
  office.context.store.read((db) => db.all(k.selectFrom('event').select('command').orderBy('seq')));
const twice = <C extends 'batch.start' | 'export.start'>(name: C): Handlers => {
  const { before } = handlers[name] as {
    before: (...all: unknown[]) => Promise<(w: WriteCall) => unknown>;
  };
  return {
    ...handlers,
    [name]: {
      before: async (...all: unknown[]) => {
        const run = await before(...all);
        return (write: WriteCall) =>
          run({ ...write, event: async (e) => (await write.event(e), await write.event(e)) });
      },
    },
  };
};

describe('what a command holds to begin afterwards, and fails before it is stored', () => {
  test('a batch is not made, and stands in no other’s way', async () => {
    const { office: other, facts } = await withPreparedBag();
    const tess = { key: 'tess', station: 's' };
    const wanted = {
      orders: [{ id: facts.id, version: facts.version }],
      kind: 'label',
      paper: '4x2',
      language: 'zpl-203',
      reprintReason: null,
    };
    const dispatch = makeDispatch(other.context, undefined, twice('batch.start'));
    const printed = () => other.context.store.read((db) => db.all(k.selectFrom('print_out').select('kind')));
    const before = await printed();
    expect(await dispatch(tess, 'batch.start', wanted)).toMatchObject({ failure: { code: 'internal' } });
    const started = (await other.dispatch(tess, 'batch.start', wanted)) as { value: { job: string } };
    let state = 'running';
    while (state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { job } = started.value;
      ({ state } = await other.window('tess').do('batch.status', { job }));
    }
    // The one that was done: of two the second would have needed a reason.
    expect(state).toBe('done');
    expect(await printed()).toHaveLength(before.length + 1);
    await other.close();
  });

  test('exports are not made, and stand in no other’s way', async () => {
    const dispatch = makeDispatch(office.context, undefined, twice('export.start'));
    const wanted = { kind: 'audit', format: 'csv', filter: {}, identifiers: 'full', password: PASSWORD };
    for (let i = 0; i < 2; i += 1)
      expect(await dispatch(signed, 'export.start', wanted)).toMatchObject({ failure: { code: 'internal' } });
    const started = (await office.dispatch(signed, 'export.start', wanted)) as { value: { job: string } };
    for (let state = 'running'; state === 'running';) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { job } = started.value;
      const reply = await office.dispatch(signed, 'export.status', { job });
      ({ state } = (reply as { value: { state: string } }).value);
    }
    expect((await lines()).filter((e) => e.command === 'export.done')).toHaveLength(1);
  });
});

test('what a reading command answers off the contract leaves the program as a fault of its own', async () => {
  const wrong = { draft: 0.5 } as never;
  const dispatch = makeDispatch(office.context, undefined, { ...handlers, 'order.counts': () => wrong });
  const reply = await dispatch({ key: 'supervisor', station: 's' }, 'order.counts', {});
  expect(reply).toMatchObject({ ok: false, failure: { code: 'internal' } });
  expect(JSON.stringify(reply)).not.toContain('0.5');
});
