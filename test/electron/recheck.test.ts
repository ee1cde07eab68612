import { limitChange } from './limit-change.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blocksMore, recheckOrders } from '../../electron/services/recheck/recheck.ts';
import { baseFile, fileWith, library } from '../engine/base-order.ts';
import { PASSWORD, draftOrder, openOffice, patient, type Office, type Window } from './office.ts';

const at = '2026-11-23T15:00Z';
const quiet = () => undefined;
const never = new AbortController().signal;
/** The rule set in force, but for one rule: half the demand dose of a naive adult (hm-01: 0.4 mg in the seed). */
const edited = (drug: string, id: string, amount: string) => {
  const proposed = structuredClone(library);
  const rule = proposed.formulary.drugs.find((d) => d.id === drug)?.rules.find((r) => r.id === id);
  if (!rule) throw new Error(`the seed has no rule ${id}`);
  rule.amount = amount;
  return { ...proposed, version: 'proposed' };
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-recheck-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (name: string, file: unknown) => writeFileSync(join(dir, name), JSON.stringify(file));
const ask = (proposed: typeof library, cancel = never, threads = 2) =>
  recheckOrders({ orders: { folder: dir }, current: library, proposed, at }, quiet, cancel, threads);

/** A rule of the seed that bounds the demand dose of a naive adult on hydromorphone IV by hand: found, not invented. */
const demandRule = library.formulary.drugs
  .find((d) => d.id === 'hydromorphone')
  ?.rules.find((r) => r.kind === 'single_dose' && r.context === 'PCA demand' && r.routes.includes('IV'));

test('the same rule set changes nothing, whatever the number of threads', async () => {
  for (let i = 0; i < 7; i += 1) write(`${i}.json`, baseFile());
  for (const threads of [1, 2, 3])
    expect(await ask({ ...library, version: 'x' }, never, threads)).toEqual({
      checked: 7,
      changed: [],
      cancelled: false,
    });
});

test('a stricter amount lets its finding appear in the orders above it, and in no other', async () => {
  expect(demandRule).toBeDefined();
  write('above.json', baseFile());
  write('below.json', fileWith({ 'order.regimen.demand': '0.05 mg' }));
  const { changed, checked } = await ask(edited('hydromorphone', demandRule?.id ?? '', '0.1'));
  expect(checked).toBe(2);
  const told = changed.find((o) => o.order === 'above.json')?.changes;
  expect(told).toContainEqual(
    expect.objectContaining({ key: `${demandRule?.id}:demand dose`, change: 'appears', before: null }),
  );
  expect(changed.find((o) => o.order === 'below.json')).toBeUndefined();
});

test('an order that the proposed rule set can not compute is told with the reason', async () => {
  write('one.json', baseFile());
  const without = structuredClone(library);
  without.formulary.drugs = without.formulary.drugs.filter((d) => d.id !== 'hydromorphone');
  const { changed } = await ask({ ...without, version: 'proposed' });
  expect(changed[0]?.refused[0]).toContain('drug-not-in-formulary');
});

test('a file that is no order is told, and the others are checked', async () => {
  write('a.json', { not: 'an order' });
  write('b.json', baseFile());
  mkdirSync(join(dir, 'c'));
  const { changed, checked } = await ask({ ...library, version: 'x' });
  expect(checked).toBe(2);
  expect(changed).toMatchObject([{ order: 'a.json', changes: [] }]);
});

test('cancelled, it ends with what was found until then', async () => {
  for (let i = 0; i < 40; i += 1) write(`${i}.json`, baseFile());
  const stop = new AbortController();
  const asked = ask({ ...library, version: 'x' }, stop.signal);
  stop.abort();
  expect(await asked).toMatchObject({ cancelled: true });
});

test('active orders of a live data file: read while it is open, drafts included, ended ones left out', async () => {
  const office: Office & { supervisor: Window } = await openOffice();
  try {
    const tech = await office.person('tess', 'technician');
    const pam = await office.person('pam', 'pharmacist');
    const first = await draftOrder(tech);
    const ended = await draftOrder(tech, {}, { ...patient, mrn: 'MRN-2' });
    await pam.do('order.discontinue', {
      id: ended.id,
      version: 1,
      reason: 'other therapy',
      password: PASSWORD,
    });
    const current = await office.context.library();
    const proposed = structuredClone(current);
    for (const rule of proposed.formulary.global_rules) if (rule.id === 'g-08') rule.severity = 'hard';
    const drug = proposed.formulary.drugs.find((d) => d.id === 'morphine');
    if (drug) drug.standard_concentrations = drug.standard_concentrations.map((c) => ({ ...c, value: '7' }));
    const told: number[] = [];
    const answer = await recheckOrders(
      {
        orders: {
          address: office.context.store.address,
          path: office.context.store.path,
          key: office.context.store.key,
        },
        current,
        proposed,
        at,
      },
      (n) => told.push(n),
      never,
      2,
    );
    expect(answer.checked).toBe(1);
    expect(answer.changed).toMatchObject([{ order: first.number, version: 1 }]);
    expect(answer.changed[0]?.changes).toContainEqual(
      expect.objectContaining({ key: 'g-08:concentration', change: 'appears', after: 'hard' }),
    );
    expect(told.at(-1)).toBe(1);
  } finally {
    await office.close();
  }
});

test('a file that is no JSON is told, and the others are checked', async () => {
  writeFileSync(join(dir, 'a.json'), '{');
  write('b.json', baseFile());
  const { changed, checked } = await ask({ ...library, version: 'x' });
  expect(checked).toBe(2);
  expect(changed).toMatchObject([{ order: 'a.json', refused: [expect.stringContaining('json-not-read')] }]);
});

test('a finding that weighs less than before is a change, and no more in the way', () => {
  const change = { key: 'k', subject: 's', change: 'severity', limitBefore: null, limitAfter: null } as const;
  const of = (before: string | null, after: string | null) =>
    blocksMore({ order: 'o', version: 1, refused: [], changes: [{ ...change, before, after }] });
  expect([of('hard', 'soft'), of('soft', 'hard'), of('soft', 'soft'), of(null, 'info')]).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect([of(null, 'soft'), of('info', 'could-not-be-done'), of('hard', null)]).toEqual([true, true, false]);
});

describe('of a proposal, asked at a window', () => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  let pam: Window;
  let number: string;
  beforeEach(async () => {
    office = await openOffice();
    pam = await office.person('pam', 'pharmacist');
    number = (await draftOrder(pam)).number;
  });
  afterEach(() => office.close());

  /** formulary.json: morphine mor-07, at most 30 mg/h of the tolerant, soft. The order gives 6 doses of 1 mg in an hour. */
  const propose = () =>
    pam.do(
      'library.propose',
      limitChange({
        rule: 'mor-07',
        amount: '5',
        severity: null,
        reason: 'two near misses in October',
      }),
    );
  const ended = async (job: string) => {
    for (;;) {
      const status = await pam.do('library.recheck-status', { job });
      if (status.state !== 'running') return status;
      await new Promise((next) => setTimeout(next, 20));
    }
  };

  test('it tells which active orders it stands in the way of, and changes nothing', async () => {
    const events = async () =>
      (await pam.do('log.list', { filter: {}, before: null, limit: 50 })).events.length;
    const proposed = await propose();
    const before = [await events(), (await pam.do('site.get', {})).ruleSet];
    const begun = await pam.do('library.recheck', { id: proposed.id });
    expect(begun).toMatchObject({ state: 'running', change: proposed.id, total: 1 });
    const found = await ended(begun.job);
    expect(found).toMatchObject({ state: 'done', checked: 1, changed: 1, blocked: 1 });
    expect(found.orders[0]?.order).toBe(number);
    expect(found.orders[0]?.changes).toContainEqual(
      expect.objectContaining({ key: 'mor-07:worst case per hour', change: 'appears', after: 'soft' }),
    );
    expect([await events(), (await pam.do('site.get', {})).ruleSet]).toEqual(before);
  });

  test('one at a time, given up when it is told to, and none by a name that is not there', async () => {
    const proposed = await propose();
    const { job } = await pam.do('library.recheck', { id: proposed.id });
    expect(await pam.no('library.recheck', { id: proposed.id })).toMatchObject({
      issues: [{ code: 'recheck-running' }],
    });
    await pam.do('library.recheck-cancel', { job });
    expect((await ended(job)).state).toBe('cancelled');
    expect(await pam.no('library.recheck-status', { job: 'rck-none' })).toMatchObject({
      code: 'not-found',
    });
    expect(await pam.no('library.recheck', { id: 'lch-none' })).toMatchObject({ code: 'not-found' });
  });
});
