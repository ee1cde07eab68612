import { afterEach, beforeEach, expect, test } from 'vitest';
import { k } from '../../db/schema.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { handlers } from '../../electron/handlers/all.ts';
import { prescriberHandlers } from '../../electron/handlers/prescriber.ts';
import type { Handlers } from '../../electron/services/call.ts';
import { openOffice, type Office } from './office.ts';

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

test('what a reading command answers off the contract leaves the program as a fault of its own', async () => {
  const wrong = { draft: 0.5 } as never;
  const dispatch = makeDispatch(office.context, undefined, { ...handlers, 'order.counts': () => wrong });
  const reply = await dispatch({ key: 'supervisor', station: 's' }, 'order.counts', {});
  expect(reply).toMatchObject({ ok: false, failure: { code: 'internal' } });
  expect(JSON.stringify(reply)).not.toContain('0.5');
});
