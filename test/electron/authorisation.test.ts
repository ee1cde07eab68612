import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract, type Command } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import { handlers } from '../../electron/handlers/all.ts';
import { openOffice, type Office } from './office.ts';

/**
 * Who may call what, written out by hand from the table in the design ("The life of an order"), not taken from
 * bridge/permissions.ts. T technician, P pharmacist, S supervisor, SP supervisor who is a pharmacist, N nurse,
 * C coordinator.
 */
const EVERYBODY = 'T P S SP N C';
const TABLE: Readonly<Record<Command, string>> = {
  'system.status': `nobody ${EVERYBODY}`,
  'system.first-run': `nobody ${EVERYBODY}`,
  'session.sign-in': `nobody ${EVERYBODY}`,
  'session.me': `nobody ${EVERYBODY}`,
  'session.sign-out': EVERYBODY,
  'user.list': 'S SP',
  'user.add': 'S SP',
  'patient.list': EVERYBODY,
  'patient.get': EVERYBODY,
  'patient.save': 'T P S SP C',
  'prescriber.list': EVERYBODY,
  'prescriber.save': 'T P S SP C',
  'site.get': EVERYBODY,
  'site.save': 'S SP',
  'formulary.list': EVERYBODY,
  'calculator.list': EVERYBODY,
  'calculator.run': EVERYBODY,
  'order.list': EVERYBODY,
  'order.get': EVERYBODY,
  'order.check': EVERYBODY,
  'order.save': 'T P S SP C',
  'order.submit': 'T P S SP C',
  'order.resolve': 'P SP',
  'order.verify': 'P SP',
  'order.hold': 'P SP',
  'order.resume': 'P SP',
  'order.discontinue': 'P SP',
  'order.void': 'P SP',
  'order.final-check': 'P SP',
  'order.release': 'P SP',
  'order.complete': 'T P S SP',
  'preparation.start': 'T P S SP',
  'preparation.record': 'T P S SP',
  'print.preview': EVERYBODY,
  'print.issue': 'T P S SP',
  'code.scan': EVERYBODY,
  'log.list': EVERYBODY,
  'log.export': 'S SP',
  'log.verify': EVERYBODY,
};

const people = {
  T: ['technician', false],
  P: ['pharmacist', true],
  S: ['supervisor', false],
  SP: ['supervisor', true],
  N: ['nurse', false],
  C: ['coordinator', false],
} as const;

let office: Office;
beforeAll(async () => {
  const opened = await openOffice();
  office = opened;
  for (const [key, [role, pharmacist]] of Object.entries(people))
    await opened.person(key.toLowerCase().padEnd(2, 'x'), role, pharmacist);
});
afterAll(() => office.close());

/** An input that no schema takes: what comes back is then about access alone, and nothing is changed by asking. */
const NO_INPUT = { 'no such key': true };
const ask = (key: string, name: Command) =>
  office.dispatch({ key, station: 's' }, name, NO_INPUT) as Promise<Reply<unknown>>;
const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.failure.code);

describe.each(Object.keys(contract) as Command[])('%s', (name) => {
  test.each(['nobody', ...Object.keys(people)])('as %s', async (who) => {
    const key = who === 'nobody' ? 'a window where nobody is signed in' : who.toLowerCase().padEnd(2, 'x');
    const allowed = TABLE[name].split(' ').includes(who);
    const refusal = who === 'nobody' ? 'not-signed-in' : 'not-allowed';
    expect(codeOf(await ask(key, name))).toBe(allowed ? 'invalid-input' : refusal);
  });
});

test('each command of the contract has its handler and its row here, and nothing else has', () => {
  const commands = Object.keys(contract).toSorted();
  expect(Object.keys(handlers).toSorted()).toEqual(commands);
  expect(Object.keys(TABLE).toSorted()).toEqual(commands);
});

test('asking wrote nothing', async () => {
  const log = await office.window('sx').do('log.list', { filter: {}, before: null, limit: 500 });
  expect(
    log.events
      .map((e) => e.command)
      .filter((c) => !['library.seed', 'system.first-run', 'site.save', 'user.add', 'session.sign-in'].includes(c)),
  ).toEqual([]);
});
