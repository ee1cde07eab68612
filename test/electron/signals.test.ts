import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../db/canonical.ts';
import { appendEvent } from '../../db/event-log.ts';
import { insertLibrary } from '../../db/libraries.ts';
import type { OrderContent } from '../../engine/order/order.ts';
import { uselessReasons } from '../../electron/services/useless-reason.ts';
import { draftOrder, openOffice, PASSWORD, patient, resolveAll, type Office, type Window } from './office.ts';

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

const submitted = async (mrn: string, changes: Partial<OrderContent> = {}) => {
  const draft = await draftOrder(tech, changes, { ...patient, mrn });
  return tech.do('order.submit', { id: draft.id, version: 1 });
};

describe('reasons of no use', () => {
  test.each([
    ['ok', 1],
    ['Clinician Reviewed', 1],
    ['reviewed by pharmacist', 1],
    ['see note', 1],
    ['Hospice, on 60 mg oral morphine since October; Dr Lee confirmed', 0],
  ])('%s', (words, useless) => expect(uselessReasons([words])).toBe(useless));
  test('the same words three times for one rule are a habit', () => {
    const words = 'discussed with the prescriber today';
    expect(uselessReasons([words, words])).toBe(0);
    expect(uselessReasons([words, `${words}.`, words.toUpperCase()])).toBe(3);
  });
});

test('alerts, overrides and useless reasons are counted per rule', async () => {
  const orders = [await submitted('M-1'), await submitted('M-2')];
  const [first] = orders;
  if (!first) throw new Error('no order');
  await resolveAll(first, one, two);
  const rows = await office.supervisor.do('signal.report', {});
  // counted a second way: from the reports that people saw
  const blocking = orders.flatMap((o) => o.open.map((key) => key.slice(0, key.indexOf(':'))));
  expect(Object.fromEntries(rows.map((r) => [r.rule, r.alerts]))).toEqual(
    Object.fromEntries(
      [...new Set(blocking)].map((rule) => [rule, blocking.filter((b) => b === rule).length]),
    ),
  );
  expect(rows.every((r) => r.orders === 2)).toBe(true);
  const passed = rows.reduce((sum, r) => sum + r.overridden + r.acknowledged, 0);
  expect(passed).toBe(first.open.length);
  expect(rows[0]?.passedShare).toBe('50.0 %');
});

test('more orders than are counted at a time are counted once each', async () => {
  const orders = [];
  for (let n = 1; n <= 11; n += 1) orders.push(await draftOrder(tech, {}, { ...patient, mrn: `M-${n}` }));
  const rows = await office.supervisor.do('signal.report', {});
  expect(rows.map((r) => r.orders)).toEqual(rows.map(() => 11));
  expect(rows.reduce((sum, r) => sum + r.alerts, 0)).toBe(orders.reduce((sum, o) => sum + o.open.length, 0));
});

test('a time without orders has no signals, and a bad instant is refused', async () => {
  await submitted('M-1');
  expect(await office.supervisor.do('signal.report', { to: '2026-01-01T00:00Z' })).toEqual([]);
  expect(await office.supervisor.no('signal.report', { from: 'yesterday' })).toMatchObject({
    code: 'invalid-input',
  });
});

test('a rule that changed after it was passed voids what was said: verification is refused', async () => {
  const order = await resolveAll(await submitted('M-1', { naloxone: 'none' }), one, two);
  const key = 'g-04:naloxone';
  expect(order.resolutions.map((r) => r.key)).toContain(key);
  const { context } = office;
  const next = { ...structuredClone(await context.library()), version: 'changed' };
  for (const g of next.formulary.global_rules)
    if (g.id === 'g-04') g.message = `${g.message} Without exception.`;
  const at = context.clock();
  await context.store.write(async (db) => {
    await insertLibrary(db, {
      version: next.version,
      hash: hashOf(next),
      content: JSON.stringify(next),
      origin: 'test',
      at,
    });
    await appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: 'library.seed',
      subject: 'library',
      subjectId: next.version,
      change: {},
    });
  });
  expect(await one.no('order.verify', { id: order.id, version: 1, password: PASSWORD })).toMatchObject({
    issues: [{ code: 'findings-changed', given: expect.stringMatching(/Without exception\.$/) as string }],
  });
});
