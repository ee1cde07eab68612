import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import {
  begun,
  content,
  draftOrder,
  PASSWORD,
  patient,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

const signed = { password: PASSWORD };
const regimen = {
  kind: 'pca' as const,
  demand: '1 mg',
  lockout: '10 min',
  basal: '0 mg/h',
  limit: { kind: 'amount' as const, amount: '10 mg', window: '4 h' },
};
const entry: Input<'double-check.enter'>['entry'] = {
  drug: 'morphine',
  route: 'IV',
  regimen,
  concentration: '1 mg/mL',
};
/** Submitted by tess, every finding resolved: only the double check is left. */
const waiting = begun(async (of) => {
  const by = await of.person('tess', 'technician');
  await of.person('tom', 'technician');
  const [pam, paul] = [await of.person('pam', 'pharmacist'), await of.person('paul', 'pharmacist')];
  const { ruleSet, site } = await of.supervisor.do('site.get', {});
  await of.supervisor.do('site.save', {
    expectedRuleSet: ruleSet,
    site: { ...site, doubleCheck: { drugs: ['morphine'], kinds: [] } },
    password: PASSWORD,
  });
  const { id } = await draftOrder(by);
  await resolveAll(await by.do('order.submit', { id, version: 1 }), pam, paul);
  return { id, version: 1 };
});
let office: Office & { supervisor: Window };
let subject: { id: string; version: number };
let tech: Window;
let other: Window;
let one: Window;
let two: Window;
beforeEach(async () => {
  ({ office, facts: subject } = await waiting());
  [tech, other] = [office.window('tess'), office.window('tom')];
  [one, two] = [office.window('pam'), office.window('paul')];
});
afterEach(() => office.close());

const listed = async () =>
  (await one.do('order.list', { states: ['submitted', 'verified'], from: 0, limit: 5 })).orders.map(
    (o) => o.doubleCheck,
  );

test('the worklist says what a submitted order waits for: an entry, or that two agree', async () => {
  expect(await listed()).toEqual(['left']);
  const differing = { ...entry, concentration: '2 mg/mL' };
  await other.do('double-check.enter', { ...subject, entry: differing, ...signed });
  expect(await listed()).toEqual(['differs']);
  await two.do('double-check.enter', { ...subject, entry, ...signed });
  expect(await listed()).toEqual([null]);
  await one.do('order.verify', { ...subject, ...signed });
  expect(await listed()).toEqual([null]);
});

describe('an order whose drug asks for a blind double check', () => {
  test('is not verified before a second person entered the same', async () => {
    expect((await tech.do('order.get', { id: subject.id })).doubleCheck).toEqual({ asked: true, checks: [] });
    expect(await one.no('order.verify', { ...subject, ...signed })).toMatchObject({
      issues: [{ code: 'double-check-missing' }],
    });
    expect(await other.do('double-check.enter', { ...subject, entry, ...signed })).toMatchObject({
      agrees: true,
      firstBy: 'tess the technician',
      by: 'tom the technician',
    });
    expect((await one.do('order.verify', { ...subject, ...signed })).state).toBe('verified');
    const { events } = await one.do('log.list', {
      filter: { command: 'double-check.enter' },
      before: null,
      limit: 10,
    });
    expect(JSON.parse(events[0]?.change ?? '{}')).toMatchObject({ differs: 0 });
  });

  test('a difference blocks, both values and times are kept, and only a third person may try again', async () => {
    const slip = { ...entry, regimen: { ...regimen, demand: '10 mg' } };
    const seen = await other.do('double-check.enter', { ...subject, entry: slip, ...signed });
    expect(seen.agrees).toBe(false);
    expect(seen.fields.filter((f) => !f.same)).toEqual([
      { path: 'regimen.demand', first: '1 mg', second: '10 mg', same: false },
    ]);
    expect(seen.firstAt < seen.at).toBe(true);
    expect(await one.no('order.verify', { ...subject, ...signed })).toMatchObject({
      issues: [{ code: 'double-check-differs', given: 'regimen.demand' }],
    });
    expect(await other.no('double-check.enter', { ...subject, entry, ...signed })).toMatchObject({
      issues: [{ code: 'double-checker-has-seen-it' }],
    });
    expect((await two.do('double-check.enter', { ...subject, entry, ...signed })).agrees).toBe(true);
    expect((await one.do('order.verify', { ...subject, ...signed })).doubleCheck.checks).toHaveLength(2);
  });

  test('of a mixture each drug is compared, and none may be named twice', async () => {
    const rate = { kind: 'continuous', rate: '4 mL/h' } as const;
    const draft = await draftOrder(
      tech,
      {
        drug: 'bupivacaine',
        route: 'epidural',
        regimen: rate,
        preparation: {
          ...content.preparation,
          vial: { strength: '2.5 mg/mL', volume: '30 mL' },
          drugAmount: '62.5 mg',
          also: [{ drug: 'morphine', vial: { strength: '0.5 mg/mL', volume: '10 mL' }, amount: '5 mg' }],
        },
      },
      { ...patient, mrn: 'MRN-3' },
    );
    await tech.do('order.submit', { id: draft.id, version: 1 });
    const mixture = { id: draft.id, version: 1 };
    const mixed = { ...entry, drug: 'bupivacaine', route: 'epidural', regimen: rate };
    // 62.5 and 5 mg in 100 mL
    const slip = {
      ...mixed,
      concentration: '0.625 mg/mL',
      also: [{ drug: 'morphine', concentration: '0.5 mg/mL' }],
    };
    const twice = { ...slip, also: [...slip.also, ...slip.also] };
    expect(await other.no('double-check.enter', { ...mixture, entry: twice, ...signed })).toMatchObject({
      issues: [{ code: 'drug-mixed-with-itself', path: 'entry.also.1.drug' }],
    });
    const seen = await other.do('double-check.enter', { ...mixture, entry: slip, ...signed });
    expect(seen.fields.filter((f) => !f.same)).toEqual([
      { path: 'also.morphine', first: '0.05 mg/mL', second: '0.5 mg/mL', same: false },
    ]);
  });

  test('who entered it can not be its second person, nor who entered an earlier version', async () => {
    expect(await tech.no('double-check.enter', { ...subject, entry, ...signed })).toMatchObject({
      issues: [{ code: 'double-checker-entered-it' }],
    });
    const order = await tech.do('order.get', { id: subject.id });
    await other.do('order.save', {
      id: order.id,
      expectedVersion: 1,
      patientId: order.patient.id,
      prescriberId: order.prescriber.id,
      rx: 'RX-2',
      content: order.content,
      reason: 'another number',
    });
    const next = { id: order.id, version: 2 };
    await other.do('order.submit', next);
    expect(await tech.no('double-check.enter', { ...next, entry, ...signed })).toMatchObject({
      issues: [{ code: 'double-checker-entered-it' }],
    });
    expect((await tech.do('double-check.list', {}))[0]).toMatchObject({ may: 'entered-it' });
    expect((await one.do('double-check.list', {}))[0]).toMatchObject({ may: 'yes' });
  });

  test('the list of what waits holds nothing of the first entry', async () => {
    const list = await other.do('double-check.list', {});
    expect(list).toMatchObject([{ id: subject.id, patient: 'Marsh, Iris', rx: 'RX-1', may: 'yes' }]);
    expect(JSON.stringify(list)).not.toMatch(/morphine|1 mg|10 min|mg\/mL/);
    await other.do('double-check.enter', { ...subject, entry, ...signed });
    expect(await one.do('double-check.list', {})).toEqual([]);
  });

  test('a changed order starts again', async () => {
    await other.do('double-check.enter', { ...subject, entry, ...signed });
    const order = await tech.do('order.get', { id: subject.id });
    await tech.do('order.save', {
      id: order.id,
      expectedVersion: 1,
      patientId: order.patient.id,
      prescriberId: order.prescriber.id,
      rx: 'RX-1',
      content: { ...content, regimen: { ...regimen, demand: '0.5 mg' } },
      reason: 'prescriber lowered the dose',
    });
    expect((await tech.do('order.submit', { id: order.id, version: 2 })).doubleCheck).toEqual({
      asked: true,
      checks: [],
    });
  });

  test('the signature asks for the password, and a wrong one writes nothing', async () => {
    const wrong = { ...subject, entry, password: 'not that one' };
    expect(await other.no('double-check.enter', wrong)).toMatchObject({
      issues: [{ code: 'password-wrong' }],
    });
    expect((await other.do('order.get', { id: subject.id })).doubleCheck.checks).toEqual([]);
  });
});

test('what was submitted before the site asked for it gets its second entry, without being changed', async () => {
  const changes = { drug: 'hydromorphone', regimen: { ...regimen, demand: '0.2 mg' } };
  const draft = await draftOrder(tech, changes, { ...patient, mrn: 'MRN-2' });
  await tech.do('order.submit', { id: draft.id, version: 1 });
  const { ruleSet, site } = await office.supervisor.do('site.get', {});
  await office.supervisor.do('site.save', {
    expectedRuleSet: ruleSet,
    site: { ...site, doubleCheck: { drugs: ['morphine', 'hydromorphone'], kinds: [] } },
    password: PASSWORD,
  });
  const waits = (await other.do('double-check.list', {})).map((o) => o.id);
  expect(waits).toContain(draft.id);
  const later = { id: draft.id, version: 1 };
  expect((await tech.do('order.get', { id: draft.id })).doubleCheck.asked).toBe(true);
  const second = { ...entry, drug: 'hydromorphone', regimen: { ...regimen, demand: '0.2 mg' } };
  await other.do('double-check.enter', { ...later, entry: second, ...signed });
  expect((await tech.do('order.get', { id: draft.id })).doubleCheck.checks).toHaveLength(1);
});

test('an order that asks for none is verified without', async () => {
  const changes = { drug: 'hydromorphone', regimen: { ...regimen, demand: '0.2 mg' } };
  const draft = await draftOrder(tech, changes, { ...patient, mrn: 'MRN-2' });
  expect((await tech.do('order.submit', { id: draft.id, version: 1 })).doubleCheck.asked).toBe(false);
});
