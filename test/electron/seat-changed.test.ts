import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contract, type Command } from '../../bridge/contract.ts';
import { handlers } from '../../electron/handlers/all.ts';
import { draftOrder, openOffice, PASSWORD, resolveAll, type Office, type Window } from './office.ts';

/** As slow as in the application, so that there is time to sit down at the window. */
const SLOW = { N: 2 ** 14, r: 8, p: 1 };

/** An input of which the dispatcher itself reads what a command is about, whatever its handler takes. */
const NAMES_NOTHING = { id: '', orders: [], code: '', printOutId: '', printerId: '' };

let office: Office & { supervisor: Window };
beforeAll(async () => {
  office = await openOffice();
  await office.person('ann', 'supervisor', true);
  await office.person('bob', 'supervisor', true);
});
afterAll(() => office.close());

const sitDown = (username: string) =>
  office.window('shared').do('session.sign-in', { username, password: PASSWORD });

describe('a window that changes hands while a command is prepared', () => {
  const undo: (() => void)[] = [];
  afterEach(() =>
    undo
      .splice(0)
      .toReversed()
      .forEach((step) => step()),
  );

  /** The command with slow work before it, whatever its own handler does, and with any input: the check is the dispatcher's. */
  function slowly(name: Command, meanwhile: () => Promise<unknown>): { inside: () => number } {
    let inside = 0;
    const table = handlers as Record<string, unknown>;
    const [own, { input }] = [table[name], contract[name]];
    table[name] = {
      before: async () => {
        await meanwhile();
        return () => (inside += 1);
      },
    };
    Object.assign(contract[name], { input: z.unknown() });
    undo.push(() => {
      table[name] = own;
      Object.assign(contract[name], { input });
    });
    return { inside: () => inside };
  }

  const others = (Object.keys(contract) as Command[]).filter((name) => name !== 'session.sign-in');
  test.each(others)('%s is not done as the person who sat down', async (name) => {
    await sitDown('ann');
    const { inside } = slowly(name, () => sitDown('bob'));
    expect(await office.window('shared').ask(name, NAMES_NOTHING as never)).toMatchObject({
      ok: false,
      failure: { code: 'refused', issues: [{ code: 'seat-changed' }] },
    });
    expect(inside()).toBe(0);
  });

  test('somebody who signs out and in again is asked anew; a window where nobody sat is not taken for theirs', async () => {
    await sitDown('ann');
    slowly('order.verify', () => sitDown('ann'));
    const shared = office.window('shared');
    expect(await shared.no('order.verify', NAMES_NOTHING as never)).toMatchObject({
      issues: [{ code: 'seat-changed' }],
    });
    await shared.do('session.sign-out', {});
    slowly('system.first-run', () => sitDown('ann'));
    expect(await shared.no('system.first-run', {} as never)).toMatchObject({
      issues: [{ code: 'seat-changed' }],
    });
    slowly('order.verify', () => shared.do('session.sign-out', {}));
    expect(await shared.no('order.verify', NAMES_NOTHING as never)).toEqual({ code: 'not-signed-in' });
  });
});

test('what one pharmacist verifies is never signed by another who signs in meanwhile', async () => {
  const slow = await openOffice();
  const tech = await slow.person('tess', 'technician');
  const pam = await slow.person('pam', 'pharmacist');
  const pat = await slow.person('pat', 'pharmacist');
  const order = await draftOrder(tech);
  const subject = { id: order.id, version: order.version };
  await resolveAll(await tech.do('order.submit', subject), pam, pat);
  // From here on a password takes its time; those that are stored keep the cost they were made with.
  Object.assign(slow.context, { passwordCost: SLOW });
  await pam.do('session.change-password', { old: PASSWORD, new: 'another horse 8' });
  const verifying = pam.ask('order.verify', { ...subject, password: 'another horse 8' });
  await pam.do('session.sign-in', { username: 'pat', password: PASSWORD });
  expect(await verifying).toMatchObject({ failure: { issues: [{ code: 'seat-changed' }] } });
  const after = await tech.do('order.get', { id: order.id });
  expect(after).toMatchObject({ state: 'submitted' });
  expect(after.signatures.filter((s) => s.meaning === 'verify')).toEqual([]);
  await slow.close();
});
