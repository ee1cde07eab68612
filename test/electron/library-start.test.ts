import { limitChange } from './limit-change.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { recheck } from '../../electron/hosts/cli/commands/recheck.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { bareOffice, draftOrder, openOffice, PASSWORD, patient, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const HOUR = 3_600_000;
/** The office's clock begins at 2026-11-23T15:00Z; New York is five hours behind: midnight there is 05:00Z. */
const FROM = '2026-11-24T00:00-05:00';
const FROM_UTC = '2026-11-24T05:00:00.000Z';
const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
const ruleNow = async (id: string, by = pam) =>
  (await by.do('library.rules', { drug: 'hydromorphone' })).find((r) => r.rule.id === id);
const ruleSet = async () => (await pam.do('site.get', {})).ruleSet;
/** formulary.json: hydromorphone hm-04, PCA demand at most 0.4 mg, soft. */
const demand = {
  rule: 'hm-04',
  amount: '0.3',
  severity: null,
  reason: 'two near misses in October',
  from: FROM,
};

async function approved(change: Parameters<typeof propose>[0] = {}) {
  const { id } = await propose(change);
  return office.supervisor.do('library.approve', { id, password: PASSWORD });
}
type Demand = Omit<typeof demand, 'from'> & { readonly from: string | null };
const propose = (change: Partial<Demand>) => pam.do('library.propose', limitChange({ ...demand, ...change }));

test('a rule approved for later is shown with its instant, and not applied before it', async () => {
  const before = await ruleSet();
  const { decision } = await approved();
  expect(decision).toMatchObject({ decision: 'approve', from: FROM_UTC, ruleSet: null, leftOut: null });
  expect(await ruleSet()).toBe(before);
  expect(await ruleNow('hm-04')).toMatchObject({
    rule: { amount: '0.4' },
    coming: [{ from: FROM_UTC, amount: '0.3', severity: 'soft' }],
  });
  office.later(14 * HOUR - 60_000);
  await office.window('pam').do('session.unlock', { kind: 'password', secret: PASSWORD });
  expect((await ruleNow('hm-04'))?.rule.amount).toBe('0.4');
});

test('it is in force from its instant on, under a rule set of its own, and the log says so', async () => {
  const { id } = await approved();
  const before = await ruleSet();
  office.later(14 * HOUR);
  await pam.do('session.unlock', { kind: 'password', secret: PASSWORD });
  expect(await ruleNow('hm-04')).toMatchObject({
    rule: { amount: '0.3', provenance: 'of this pharmacy, approved by Ada Chief' },
    published: { amount: '0.4' },
    coming: [],
  });
  const after = await ruleSet();
  expect(after).not.toBe(before);
  expect((await pam.do('library.changes', {}))[0]?.decision).toMatchObject({ ruleSet: after, leftOut: null });
  const { events } = await pam.do('log.list', {
    filter: { command: 'library.start' },
    before: null,
    limit: 5,
  });
  expect(events).toMatchObject([{ user: '-', subjectId: id }]);
  expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({ before, ruleSet: after, from: FROM_UTC });
  expect(await office.supervisor.ask('log.verify', {})).toMatchObject({
    failure: { code: 'session-locked' },
  });
  expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
});

test('what the site decides meanwhile stays when it comes into force', async () => {
  await approved();
  const now = await approved({ rule: 'hm-06', amount: '15', from: null });
  expect(now.decision).toMatchObject({ from: null, ruleSet: await ruleSet() });
  office.later(14 * HOUR);
  await pam.do('session.unlock', { kind: 'password', secret: PASSWORD });
  expect((await ruleNow('hm-04'))?.rule.amount).toBe('0.3');
  expect((await ruleNow('hm-06'))?.rule.amount).toBe('15');
});

test('one that says what is in force by then is left out, and the log says why', async () => {
  await approved();
  await approved({ from: null });
  office.later(14 * HOUR);
  await pam.do('session.unlock', { kind: 'password', secret: PASSWORD });
  const [, first] = await pam.do('library.changes', {});
  expect(first?.decision).toMatchObject({ from: FROM_UTC, ruleSet: null, leftOut: 'record-unchanged' });
  const { events } = await pam.do('log.list', {
    filter: { command: 'library.start' },
    before: null,
    limit: 5,
  });
  expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({ leftOut: 'record-unchanged' });
  expect(events).toHaveLength(1);
});

test('an instant that has passed is refused when it is proposed; approved too late it holds at once', async () => {
  expect(
    code(await pam.no('library.propose', limitChange({ ...demand, from: '2026-11-23T00:00-05:00' }))),
  ).toBe('effective-date-past');
  expect(code(await pam.no('library.propose', limitChange({ ...demand, from: '2026-12-01' })))).toBe(
    'instant-not-read',
  );
  const { id } = await propose({});
  office.later(20 * HOUR);
  await office.supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
  const { decision } = await office.supervisor.do('library.approve', { id, password: PASSWORD });
  expect(decision).toMatchObject({ from: null, ruleSet: expect.stringContaining('+site.') });
});

test('its instant passes while the program is closed: the first command afterwards meets it', async () => {
  await approved();
  await office.context.store.close();
  const next = await bareOffice({ dataDir: office.dir, clock: () => '2026-11-25T12:00:00.000Z' });
  const again = next.window('w');
  await again.do('session.sign-in', { username: 'pam', password: PASSWORD });
  expect((await ruleNow('hm-04', again))?.rule.amount).toBe('0.3');
  await next.context.store.close();
});

test('recheck tells before its day what it will change', async () => {
  const tech = await office.person('tess', 'technician');
  const order = await draftOrder(tech, {}, { ...patient, opioidStatus: 'naive' });
  // formulary.json: morphine mor-09, PCA demand of a naive adult at most 2 mg. Ordered is 1 mg; to come is 0.9 mg.
  await approved({ rule: 'mor-09', amount: '0.9' });
  const at = '2026-11-23T16:00:00.000Z';
  const { output, exit } = await recheck(undefined, { data: office.dir }, seedLibrary(), at);
  const told = JSON.parse(output) as {
    proposed: string;
    changed: { order: string; changes: { key: string; change: string }[] }[];
  };
  expect(told.proposed).toMatch(/\+coming$/);
  expect(told.changed).toMatchObject([{ order: order.number }]);
  expect(told.changed[0]?.changes.map((c) => [c.key.split(':')[0], c.change])).toContainEqual([
    'mor-09',
    'appears',
  ]);
  expect(exit).toBe(1);
});
