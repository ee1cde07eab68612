import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATA_FILE } from '../../electron/context.ts';
import { recheckOrders } from '../../electron/recheck/recheck.ts';
import { baseFile, fileWith, library } from '../engine/base-order.ts';
import { draftOrder, openOffice, patient, type Office, type Window } from './office.ts';

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
  setTimeout(() => stop.abort(), 5);
  expect(await ask({ ...library, version: 'x' }, stop.signal)).toMatchObject({ cancelled: true });
});

test('active orders of a live data file: read while it is open, drafts included, ended ones left out', async () => {
  const office: Office & { supervisor: Window } = await openOffice();
  try {
    const tech = await office.person('tess', 'technician');
    const pam = await office.person('pam', 'pharmacist');
    const first = await draftOrder(tech);
    const ended = await draftOrder(tech, {}, { ...patient, mrn: 'MRN-2' });
    await pam.do('order.discontinue', { id: ended.id, version: 1, reason: 'other therapy' });
    const current = office.context.library;
    const proposed = structuredClone(current);
    for (const rule of proposed.formulary.global_rules) if (rule.id === 'g-08') rule.severity = 'hard';
    const drug = proposed.formulary.drugs.find((d) => d.id === 'morphine');
    if (drug) drug.standard_concentrations = drug.standard_concentrations.map((c) => ({ ...c, value: '7' }));
    const told: number[] = [];
    const answer = await recheckOrders(
      { orders: { dataFile: join(office.dir, DATA_FILE) }, current, proposed, at },
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
    office.close();
  }
});
