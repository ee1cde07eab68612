import { limitChange } from './limit-change.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { looksAfter } from '../../db/looks.ts';
import { k } from '../../db/schema.ts';
import { draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

/* Two commands that are asked for at once, and what both of them look at in memory. */
const MINUTE = 60_000;
let office: Office & { supervisor: Window };
let tess: Window;
beforeEach(async () => {
  office = await openOffice();
  tess = await office.person('tess', 'technician');
});
afterEach(() => office.close());

const events = (command: string) =>
  office.context.store.read((db) =>
    db.all(k.selectFrom('event').select('user').where('command', '=', command)),
  );
const codeOf = (failure: object) =>
  'issues' in failure ? (failure.issues as { code: string }[])[0]?.code : (failure as { code: string }).code;

test('a window that was left locks once', async () => {
  office.later(30 * MINUTE);
  const refused = await Promise.all([
    tess.no('order.list', {}),
    tess.no('patient.list', {}),
    tess.no('order.list', {}),
  ]);
  expect(refused.map(codeOf)).toEqual(['session-locked', 'session-locked', 'session-locked']);
  expect(await events('session.lock')).toEqual([{ user: 'tess' }]);
});

test('a clock that was set is doubted once', async () => {
  office.setClock(5 * 24 * 60 * MINUTE);
  await Promise.all([1, 2, 3].map((n) => office.window(`nobody-${n}`).do('system.status', {})));
  expect(await events('clock.doubt')).toHaveLength(1);
});

test('who opens an order twice looked once', async () => {
  const { id } = await draftOrder(tess);
  const looks = async () =>
    (await office.context.store.read((db) => looksAfter(db, {}, 0, 1_000))).filter(
      (l) => l.command === 'order.get' && l.subject_id === id,
    ).length;
  await tess.do('session.sign-out', {});
  await tess.do('session.sign-in', { username: 'tess', password: PASSWORD });
  const before = await looks();
  await Promise.all([1, 2, 3].map(() => tess.do('order.get', { id })));
  expect((await looks()) - before).toBe(1);
});

test('of rechecks one runs', async () => {
  const pam = await office.person('pam', 'pharmacist');
  const { id } = await pam.do(
    'library.propose',
    limitChange({
      rule: 'mor-07',
      amount: '5',
      severity: null,
      reason: 'two near misses in October',
    }),
  );
  const replies = await Promise.all([1, 2, 3].map(() => pam.ask('library.recheck', { id })));
  expect(replies.map((r) => (r.ok ? 'begun' : codeOf(r.failure))).toSorted()).toEqual([
    'begun',
    'recheck-running',
    'recheck-running',
  ]);
  const begun = replies.find((r) => r.ok);
  if (begun?.ok) await pam.do('library.recheck-cancel', { job: begun.value.job });
});
